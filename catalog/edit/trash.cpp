// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/edit/trash.h"

#include <sys/stat.h>

#include <map>
#include <string>

#include "catalog/edit/bin.h"
#include "catalog/metadata/sidecar_files.h"
#include "catalog/scan/file_event.h"
#include "catalog/scan/picture_names.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/text_index.h"

namespace calotype::catalog {

namespace {

struct CatalogFile {
  FileId id{};
  RootId root{};
  fs::path rootPath;
  std::string path;  // relative
  FileStat stat;

  fs::path whole() const { return rootPath / path; }
};

std::string folderOf(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

std::optional<FileStat> statOf(const fs::path& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return std::nullopt;
  return fileStat(found);
}

Result<std::vector<CatalogFile>> filesOf(const Database& database, PhotoId photo) {
  CALOTYPE_TRY(auto rows,
               database.query("SELECT file.id, root_id, root.path, file.path, size, mtime_ns, inode"
                              " FROM file JOIN root ON root.id = root_id"
                              " WHERE photo_id = ?1 AND state = 'present' ORDER BY file.id",
                              photo));
  std::vector<CatalogFile> files;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return files;
    files.push_back(
        {rows.id<FileId>(0),
         rows.id<RootId>(1),
         rows.bytes(2),
         rows.bytes(3),
         {std::uint64_t(rows.integer(4)), rows.integer(5), std::uint64_t(rows.integer(6)), 0}});
  }
}

/// What goes to the bin with one file: first what lies beside it.
struct Going {
  const CatalogFile* file = nullptr;
  fs::path path;
  bool sidecar = false;
};

Result<std::vector<Going>> withSidecars(const Database& database,
                                        const std::vector<CatalogFile>& files) {
  std::vector<Going> going;
  for (const auto& file : files) {
    CALOTYPE_TRY(const bool owns, ownsStem(database, file.id));
    const auto beside = openSidecars(file.whole(), owns);
    if (beside)
      for (const auto& sidecar : beside->files)
        // One named after the stem may be another photo's too.
        if (sidecar.form == SidecarForm::Whole || isRawName(file.path))
          going.push_back({&file, sidecar.path, true});
    going.push_back({&file, file.whole(), false});
  }
  return going;
}

Status recordBinned(const Database& database, PhotoId photo, const Going& going,
                    const Binned& binned, std::int64_t nowMs) {
  const auto& file = *going.file;
  const auto path = going.path.lexically_relative(file.rootPath).native();
  CALOTYPE_CHECK(database.run(
      "INSERT OR REPLACE INTO trash (root_id, path, photo_id, bin_file, bin_info, at_ms, sidecar)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      file.root, asBlob(path), photo, binned.file, binned.info, nowMs, going.sidecar));
  if (going.sidecar) return {};
  return database.run("DELETE FROM file WHERE id = ?1", file.id);
}

struct BinnedFile {
  RootId root{};
  fs::path rootPath;
  std::string path;
  Binned binned;
  bool sidecar = false;

  fs::path whole() const { return rootPath / path; }
};

/// Where a sidecar goes: beside its photo, whatever that is called now.
fs::path placeOf(const BinnedFile& sidecar,
                 const std::vector<std::pair<fs::path, fs::path>>& went) {
  const auto path = sidecar.whole().native();
  for (const auto& [was, now] : went) {
    if (path.starts_with(was.native() + "."))
      return now.native() + path.substr(was.native().size());
    const auto stem = (was.parent_path() / was.stem()).native();
    if (path.starts_with(stem + ".") && path.size() == stem.size() + 4)
      return (now.parent_path() / now.stem()).native() + path.substr(stem.size());
  }
  return path;
}

Status forget(const Database& database, const BinnedFile& file) {
  return database.run("DELETE FROM trash WHERE root_id = ?1 AND path = ?2", file.root,
                      asBlob(file.path));
}

/// Somebody may have written into the file on its way or in the bin, so it is read once more.
Status recordRestored(const Database& database, PhotoId photo, const BinnedFile& file,
                      const fs::path& place) {
  const auto stat = statOf(place);
  if (!stat) return fail(Code::Io, displayPath(place) + " was restored, but cannot be seen.");
  const auto path = place.lexically_relative(file.rootPath).native();
  CALOTYPE_CHECK(database.run(
      "INSERT INTO file (root_id, path, folder, photo_id, size, mtime_ns, inode, device, state,"
      " needs_read, seen_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'present', 1, ?9)"
      " ON CONFLICT (root_id, path) DO UPDATE SET photo_id = excluded.photo_id,"
      " size = excluded.size, mtime_ns = excluded.mtime_ns, inode = excluded.inode,"
      " device = excluded.device, state = 'present', needs_read = 1, seen_ms = excluded.seen_ms",
      file.root, asBlob(path), asBlob(folderOf(path)), photo, stat->size, stat->mtimeNs,
      stat->inode, stat->device, stat->seenMs));
  return forget(database, file);
}

}  // namespace

Status Trash::put(WriteToken& token, PhotoId photo, std::int64_t nowMs) {
  const Database& database = token.database();
  CALOTYPE_TRY(const auto files, filesOf(database, photo));
  if (files.empty())
    return fail(Code::NotFound, "The photo's file is not there now. Plug its disk in again.");
  for (const auto& file : files) {
    const auto now = statOf(file.whole());
    if (!now || !now->sameFile(file.stat))
      return fail(Code::NotFound, displayPath(file.whole()) +
                                      (now ? " was changed since it was indexed, so it was left "
                                             "alone. Look for new photos first."
                                           : " is not there now, so nothing was moved."));
  }
  CALOTYPE_TRY(const auto all, withSidecars(database, files));
  std::vector<std::pair<const Going*, Binned>> moved;
  const auto takeBack = [&] {
    for (const auto& [going, binned] : moved) (void)moveOutOfBin(binned, going->path);
  };
  for (const auto& going : all) {
    auto binned = moveToBin(going.path);
    auto recorded = binned ? recordBinned(database, photo, going, *binned, nowMs)
                           : Status(tl::make_unexpected(binned.error()));
    if (binned) moved.emplace_back(&going, std::move(*binned));
    if (recorded) continue;
    takeBack();
    return recorded;
  }
  return {};
}

Status Trash::bringBack(WriteToken& token, PhotoId photo) {
  const Database& database = token.database();
  CALOTYPE_TRY(auto rows,
               database.query("SELECT root_id, root.path, trash.path, bin_file, bin_info,"
                              " sidecar FROM trash JOIN root ON root.id = root_id"
                              " WHERE photo_id = ?1 ORDER BY sidecar",
                              photo));
  std::vector<BinnedFile> files;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) break;
    files.push_back({rows.id<RootId>(0),
                     rows.bytes(1),
                     rows.bytes(2),
                     {rows.bytes(3), rows.bytes(4)},
                     rows.integer(5) != 0});
  }
  rows.reset();
  if (files.empty()) return fail(Code::NotFound, "The photo is not in the trash.");
  std::optional<Error> problem;
  bool any = false;
  std::vector<std::pair<fs::path, fs::path>> went;
  for (const auto& file : files) {
    const auto place = moveOutOfBin(file.binned, file.sidecar ? placeOf(file, went) : file.whole());
    if (file.sidecar) {
      CALOTYPE_CHECK(forget(database, file));
      continue;
    }
    if (!place) {
      problem = place.error();
      continue;
    }
    CALOTYPE_CHECK(recordRestored(database, photo, file, *place));
    went.emplace_back(file.whole(), *place);
    any = true;
  }
  if (!any) return tl::make_unexpected(*problem);
  return TextIndex(database).refresh(token, photo);
}

Result<std::vector<TrashedPhoto>> Trash::all() const {
  CALOTYPE_TRY(auto rows, database_.prepare(
                              "SELECT photo_id, root.path, trash.path, bin_file, at_ms FROM trash"
                              " JOIN root ON root.id = root_id WHERE sidecar = 0"
                              " ORDER BY at_ms DESC, photo_id"));
  std::map<std::int64_t, bool> seen;
  std::vector<TrashedPhoto> photos;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return photos;
    if (std::exchange(seen[rows.integer(0)], true)) continue;
    CALOTYPE_TRY(const auto found, PhotoStore(database_).rows("WHERE id = ?1", rows.integer(0)));
    if (found.empty()) continue;
    photos.push_back({found.front(), fs::path(rows.bytes(1)) / rows.bytes(2), rows.integer(4),
                      statOf(fs::path(rows.bytes(3))).has_value()});
  }
}

}  // namespace calotype::catalog
