// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/migration.h"

#include <string>
#include <system_error>

#include "catalog/store/catalog_file.h"
#include "catalog/store/copy.h"

namespace calotype::catalog {

namespace {

/// One of an earlier attempt is as good: the step that follows it never was committed.
Status keepCopy(const Database& database, std::int64_t version) {
  const fs::path copy = database.path().native() + ".version-" + std::to_string(version);
  std::error_code ignored;
  fs::remove(copy, ignored);
  return copyCatalog(database, copy);
}

Status applyStep(const Database& database, std::string_view sql, std::int64_t from) {
  CALOTYPE_TRY(auto transaction, Transaction::begin(database));
  CALOTYPE_TRY(const auto version, versionOf(database));
  if (version != from)
    return fail(Code::Busy, displayPath(database.path()) +
                                ": another process changes this catalog: try again in a moment.");
  CALOTYPE_CHECK(database.execute(std::string(sql)));
  CALOTYPE_TRY(auto broken, database.query("PRAGMA foreign_key_check"));
  CALOTYPE_TRY(const bool any, broken.step());
  if (any)
    return fail(Code::Corrupt, displayPath(database.path()) + ": rows of the table " +
                                   displayText(broken.text(0)) +
                                   " point to rows that are not there, so the catalog was left at "
                                   "its version.");
  broken.reset();
  CALOTYPE_CHECK(database.execute("PRAGMA application_id = " + std::to_string(kApplicationId) +
                                  "; PRAGMA user_version = " + std::to_string(from + 1)));
  return transaction.commit();
}

}  // namespace

Result<std::int64_t> versionOf(const Database& database) {
  CALOTYPE_TRY(const auto version, database.value("PRAGMA user_version"));
  return version.value_or(0);
}

Status migrate(const Database& database, std::span<const std::string_view> steps) {
  CALOTYPE_TRY(const auto first, versionOf(database));
  if (first < 0 || first >= std::int64_t(steps.size())) return {};
  if (first > 0) CALOTYPE_CHECK(keepCopy(database, first));
  for (auto version = first; version < std::int64_t(steps.size()); ++version)
    CALOTYPE_CHECK(applyStep(database, steps[std::size_t(version)], version));
  return {};
}

}  // namespace calotype::catalog
