// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/upkeep.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "catalog/pipeline/clock.h"
#include "catalog/store/catalog_file.h"
#include "catalog/store/catalog_lock.h"
#include "catalog/store/copy.h"
#include "catalog/store/salvage.h"

namespace calotype::catalog {

namespace {

tl::unexpected<Error> noCatalog(const Paths& paths) {
  return fail(Code::NotFound, "There is no catalog in " + displayPath(paths.data) +
                                  ". Make one with: calotype-cli index FOLDER");
}

Status syncFolder(const fs::path& folder) {
  const Descriptor open(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (open && ::fsync(open.get()) == 0) return {};
  return fail(codeOfErrno(errno), displayPath(folder) + ": cannot be written to the disk: " +
                                      std::generic_category().message(errno));
}

/// A second name for a file: a link, or a copy where there are none.
Status giveSecondName(const fs::path& from, const fs::path& to) {
  if (::link(from.c_str(), to.c_str()) == 0) return {};
  std::error_code error;
  if (fs::copy_file(from, to, error)) return {};
  return fail(codeOfErrno(error.value()), displayPath(from) + ": cannot be kept under another " +
                                              "name, so nothing was changed: " + error.message());
}

/// "2026-11-29T1637Z"
std::string timeForNames() {
  std::string name = displayTime(nowMs());
  name.replace(name.find(' '), 1, "T");
  name.erase(name.find(':'), 1);
  return name.substr(0, name.find(' ')) + "Z";
}

/// Puts `fresh` in the place of the catalog, which first gets a second name. At every moment one of
/// the two is there. A log is taken away only once it has a second name too: SQLite would take it
/// for the new file's.
Result<std::optional<fs::path>> replace(const fs::path& catalog, const fs::path& fresh,
                                        const std::string& why) {
  std::optional<fs::path> kept;
  std::error_code ignored;
  if (fs::exists(catalog, ignored)) {
    kept = catalog.native() + "." + why + "-" + timeForNames();
    for (int i = 2; fs::exists(*kept, ignored); ++i)
      kept = catalog.native() + "." + why + "-" + timeForNames() + "-" + std::to_string(i);
    CALOTYPE_CHECK(giveSecondName(catalog, *kept));
    for (const char* const suffix : {"-wal", "-journal"})
      if (fs::exists(catalog.native() + suffix, ignored))
        CALOTYPE_CHECK(giveSecondName(catalog.native() + suffix, kept->native() + suffix));
    CALOTYPE_CHECK(syncFolder(catalog.parent_path()));
    for (const char* const suffix : {"-wal", "-shm", "-journal"})
      ::unlink((catalog.native() + suffix).c_str());
  }
  if (::rename(fresh.c_str(), catalog.c_str()) != 0)
    return fail(codeOfErrno(errno), displayPath(catalog) + ": cannot be replaced: " +
                                        std::generic_category().message(errno));
  CALOTYPE_CHECK(syncFolder(catalog.parent_path()));
  return kept;
}

void removeDatabase(const fs::path& path) {
  for (const char* const suffix : {"", "-wal", "-shm", "-journal"})
    ::unlink((path.native() + suffix).c_str());
}

Result<fs::path> newestSound(const Paths& paths) {
  for (const auto& snapshot : Snapshots(paths.snapshots()).all())
    if (examineCatalog(snapshot.path)) return snapshot.path;
  return fail(Code::NotFound, displayPath(paths.snapshots()) +
                                  ": there is no sound copy of the catalog. Save what can be "
                                  "read of it with: calotype-cli catalog rebuild");
}

}  // namespace

Result<fs::path> backUpCatalog(const Paths& paths, const std::optional<fs::path>& to) {
  std::error_code ignored;
  if (!fs::exists(paths.database(), ignored)) return noCatalog(paths);
  CALOTYPE_TRY(const auto catalog, Database::probe(paths.database(), Mode::ReadOnly));
  CALOTYPE_TRY(const auto application, catalog.value("PRAGMA application_id"));
  if (application != kApplicationId)
    return fail(Code::Corrupt, displayPath(paths.database()) + ": is not a catalog of Calotype.");
  if (!to) {
    CALOTYPE_TRY(const auto taken,
                 Snapshots(paths.snapshots()).take(catalog, nowMs(), Occasion::ByHand));
    return taken.path;
  }
  const fs::path target =
      fs::is_directory(*to, ignored) ? *to / ("calotype-" + timeForNames() + ".db") : *to;
  CALOTYPE_CHECK(copyCatalog(catalog, fs::absolute(target, ignored)));
  return target;
}

Result<Replaced> restoreCatalog(const Paths& paths, const std::optional<fs::path>& from) {
  CALOTYPE_CHECK(createPrivateFolder(paths.data));
  CALOTYPE_TRY(const auto lock, CatalogLock::take(paths.lock()));
  Replaced replaced;
  if (from) {
    replaced.from = *from;
    CALOTYPE_CHECK(examineCatalog(*from));
  } else {
    CALOTYPE_TRY(replaced.from, newestSound(paths));
  }
  const fs::path fresh = paths.database().native() + ".restoring";
  removeDatabase(fresh);
  {
    CALOTYPE_TRY(const auto copy, Database::probe(replaced.from, Mode::ReadOnly));
    CALOTYPE_CHECK(copyCatalog(copy, fresh));
  }
  CALOTYPE_TRY(replaced.kept, replace(paths.database(), fresh, "before-restore"));
  return replaced;
}

Result<Replaced> rebuildCatalog(const Paths& paths) {
  std::error_code ignored;
  if (!fs::exists(paths.database(), ignored)) return noCatalog(paths);
  CALOTYPE_TRY(const auto lock, CatalogLock::take(paths.lock()));
  const fs::path fresh = paths.database().native() + ".rebuilding";
  removeDatabase(fresh);
  const auto copy = newestSound(paths);
  auto saved = salvage(paths.database(), fresh, copy ? std::optional(*copy) : std::nullopt);
  if (!saved) {
    removeDatabase(fresh);
    return tl::make_unexpected(saved.error());
  }
  Replaced replaced;
  replaced.rows = std::move(saved->rows);
  replaced.fromCopy = saved->fromCopy;
  replaced.dropped = saved->dropped;
  replaced.whole = saved->whole;
  CALOTYPE_TRY(replaced.kept, replace(paths.database(), fresh, "before-rebuild"));
  removeDatabase(paths.thumbnails());
  ::unlink(paths.index().c_str());
  return replaced;
}

Result<Replaced> mendCatalog(const Paths& paths) {
  auto rebuilt = rebuildCatalog(paths);
  if (rebuilt || rebuilt.error().code != Code::Corrupt) return rebuilt;
  return restoreCatalog(paths, std::nullopt);
}

}  // namespace calotype::catalog
