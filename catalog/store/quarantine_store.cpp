// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/quarantine_store.h"

#include <string>

#include "catalog/store/failure_store.h"
#include "catalog/store/setting_store.h"

namespace calotype::catalog {

namespace {

constexpr const char* kDecoder = "decoder";  // the setting that keeps its version

}  // namespace

Result<std::optional<Error>> QuarantineStore::find(const Sha256& content) const {
  CALOTYPE_TRY(auto row,
               database_.query("SELECT code, message FROM quarantine WHERE content = ?1", content));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return std::optional<Error>();
  const bool timedOut = row.text(0) == codeName(Code::TimedOut);
  return std::optional(Error{timedOut ? Code::TimedOut : Code::Crashed, std::string(row.text(1))});
}

Status QuarantineStore::add(WriteToken& token, const Sha256& content, const Error& error,
                            std::int64_t nowMs) {
  return token.database().run(
      "INSERT INTO quarantine (content, code, message, at_ms) VALUES (?1, ?2, ?3, ?4)"
      " ON CONFLICT (content) DO UPDATE SET code = excluded.code, message = excluded.message,"
      " at_ms = excluded.at_ms",
      content, codeName(error.code), error.message, nowMs);
}

Status QuarantineStore::clear(WriteToken& token) {
  return token.database().run("DELETE FROM quarantine");
}

Status QuarantineStore::useDecoder(WriteToken& token, const std::string& version) {
  SettingStore settings(token.database());
  CALOTYPE_TRY(const auto before, settings.find(kDecoder));
  if (before == version) return {};
  CALOTYPE_CHECK(clear(token));
  CALOTYPE_CHECK(FailureStore(token.database()).retryAll(token));
  return settings.set(token, kDecoder, version);
}

}  // namespace calotype::catalog
