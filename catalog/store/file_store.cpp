// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/file_store.h"

#include <algorithm>
#include <cstring>
#include <set>
#include <unordered_map>

#include "catalog/store/root_store.h"
#include "catalog/store/sidecar_store.h"
#include "catalog/store/text_index.h"

namespace calotype::catalog {

namespace {

struct KnownFile {
  FileId id{};
  FileStat stat;
  bool missing = false;
  bool needsRead = false;
  bool failed = false;  // and not due again
  bool fresh = false;   // written so shortly before it was read that its time may not tell a change
  bool seen = false;    // in the listing at hand
  std::int64_t sidecars = 0;
};
using KnownFiles = std::unordered_map<std::string, KnownFile>;  // by name

/// Time is written in steps: what was written within one of them after it was read shows the same
/// time (R3). FAT's are 2 s; elsewhere they are the kernel's tick, 10 ms at most.
bool isFresh(std::int64_t mtimeNs, std::int64_t readMs) {
  constexpr std::int64_t kCoarseMs = 2000, kTickMs = 20, kSecondNs = 1'000'000'000;
  const auto step = mtimeNs % kSecondNs == 0 ? kCoarseMs : kTickMs;
  return std::abs(mtimeNs / 1'000'000 - readMs) < step;
}

std::string joined(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + '/' + name;
}

Result<KnownFiles> filesIn(const Database& database, const FolderListing& listing,
                           std::int64_t nowMs) {
  CALOTYPE_TRY(
      auto rows,
      database.query("SELECT file.id, path, size, mtime_ns, inode, state = 'missing', needs_read,"
                     " EXISTS (SELECT 1 FROM failure WHERE file_id = file.id"
                     "   AND not_before_ms > ?3), seen_ms, coalesce(sidecar.seen, 0)"
                     " FROM file LEFT JOIN sidecar ON file_id = file.id"
                     " WHERE root_id = ?1 AND folder = ?2",
                     listing.root, asBlob(listing.folder), nowMs));
  const std::size_t prefix = listing.folder.empty() ? 0 : listing.folder.size() + 1;
  KnownFiles known;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return known;
    const std::string path = rows.bytes(1);
    if (path.size() <= prefix) continue;
    const FileStat stat{std::uint64_t(rows.integer(2)), rows.integer(3),
                        std::uint64_t(rows.integer(4)), 0};
    known[path.substr(prefix)] = {rows.id<FileId>(0),
                                  stat,
                                  rows.integer(5) != 0,
                                  rows.integer(6) != 0,
                                  rows.integer(7) != 0,
                                  isFresh(rows.integer(3), rows.integer(8)),
                                  false,
                                  rows.integer(9)};
  }
}

Status addFile(const Database& database, const FolderListing& listing, const FoundFile& file) {
  return database.run(
      "INSERT INTO file (root_id, path, folder, size, mtime_ns, inode, device, state, seen_ms)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'present', ?8)",
      listing.root, asBlob(joined(listing.folder, file.name)), asBlob(listing.folder),
      file.stat.size, file.stat.mtimeNs, file.stat.inode, file.stat.device, file.stat.seenMs);
}

Status markChanged(const Database& database, FileId id, const FileStat& stat) {
  CALOTYPE_CHECK(database.run("DELETE FROM failure WHERE file_id = ?1", id));
  return database.run(
      "UPDATE file SET size = ?2, mtime_ns = ?3, inode = ?4, device = ?5, state = 'present',"
      " needs_read = 1, seen_ms = ?6 WHERE id = ?1",
      id, stat.size, stat.mtimeNs, stat.inode, stat.device, stat.seenMs);
}

/// Files in folders below the listed one that its complete listing does not name.
Status findGoneFolders(const Database& database, const FolderListing& listing,
                       std::vector<FileId>& absent) {
  const std::set<std::string> there(listing.subfolders.begin(), listing.subfolders.end());
  const std::string prefix = listing.folder.empty() ? "" : listing.folder + '/';
  std::string end = prefix;
  if (!end.empty()) end.back() = '/' + 1;
  CALOTYPE_TRY(auto folders,
               listing.folder.empty()
                   ? database.query("SELECT DISTINCT folder FROM file WHERE root_id = ?1"
                                    " AND folder > ?2",
                                    listing.root, asBlob(prefix))
                   : database.query("SELECT DISTINCT folder FROM file WHERE root_id = ?1"
                                    " AND folder > ?2 AND folder < ?3",
                                    listing.root, asBlob(prefix), asBlob(end)));
  while (true) {
    CALOTYPE_TRY(const bool row, folders.step());
    if (!row) return {};
    const std::string folder = folders.bytes(0);
    const auto slash = folder.find('/', prefix.size());
    if (there.contains(folder.substr(prefix.size(), slash - prefix.size()))) continue;
    CALOTYPE_TRY(auto files, database.query("SELECT id FROM file WHERE root_id = ?1"
                                            " AND folder = ?2 AND state <> 'missing'",
                                            listing.root, asBlob(folder)));
    while (true) {
      CALOTYPE_TRY(const bool file, files.step());
      if (!file) break;
      absent.push_back(files.id<FileId>(0));
    }
  }
}

}  // namespace

namespace {

/// The file is gone, but its photo is present in another one that is not gone: its row goes.
Result<bool> removeIfMoved(WriteToken& token, RootId root, FileId file,
                           std::span<const FileId> absent) {
  const Database& database = token.database();
  CALOTYPE_TRY(auto others,
               database.query("SELECT other.id, other.photo_id FROM file JOIN file AS other"
                              " ON other.photo_id = file.photo_id AND other.id <> file.id"
                              " AND other.state = 'present' WHERE file.id = ?1"
                              " AND file.root_id = ?2",
                              file, root));
  std::optional<PhotoId> photo;
  while (!photo) {
    CALOTYPE_TRY(const bool row, others.step());
    if (!row) return false;
    if (!std::binary_search(absent.begin(), absent.end(), others.id<FileId>(0)))
      photo = others.id<PhotoId>(1);
  }
  others.reset();
  CALOTYPE_CHECK(database.run("DELETE FROM file WHERE id = ?1", file));
  CALOTYPE_CHECK(TextIndex(database).refresh(token, *photo));
  return true;
}

}  // namespace

Result<ListingOutcome> FileStore::apply(WriteToken& token, const FolderListing& listing,
                                        std::int64_t nowMs) {
  const Database& database = token.database();
  CALOTYPE_TRY(auto known, filesIn(database, listing, nowMs));
  ListingOutcome outcome;
  for (const FoundFile& file : listing.files) {
    const auto found = known.find(file.name);
    if (file.unfinished) {
      if (found != known.end()) found->second.seen = true;
      continue;
    }
    ++outcome.found;
    if (found == known.end()) {
      CALOTYPE_CHECK(addFile(database, listing, file));
      const FileId added{database.lastInsertedRow()};
      if (file.sidecars != 0)
        CALOTYPE_CHECK(SidecarStore(database).noteSeen(token, added, file.sidecars));
      outcome.pending.push_back(added);
      continue;
    }
    KnownFile& row = found->second;
    row.seen = true;
    if (row.sidecars != file.sidecars)
      CALOTYPE_CHECK(SidecarStore(database).noteSeen(token, row.id, file.sidecars));
    if (!row.stat.sameFile(file.stat) || (row.fresh && (!row.needsRead || row.failed))) {
      CALOTYPE_CHECK(markChanged(database, row.id, file.stat));
      outcome.pending.push_back(row.id);
      continue;
    }
    if (row.missing)
      CALOTYPE_CHECK(database.run("UPDATE file SET state = 'present' WHERE id = ?1", row.id));
    if (!row.needsRead)
      outcome.unchanged.push_back(row.id);
    else if (row.failed)
      ++outcome.unreadable;
    else
      outcome.pending.push_back(row.id);
  }
  for (const auto& [name, row] : known)
    if (!row.seen && !row.missing) outcome.absent.push_back(row.id);
  CALOTYPE_CHECK(findGoneFolders(database, listing, outcome.absent));
  std::sort(outcome.absent.begin(), outcome.absent.end());
  return outcome;
}

Status FileStore::markMissing(WriteToken& token, RootId root, std::span<const FileId> absent,
                              Missing missing) {
  constexpr std::size_t kSomeFiles = 50;
  const Database& database = token.database();
  std::vector<FileId> gone;
  for (const FileId file : absent) {
    CALOTYPE_TRY(const bool moved, removeIfMoved(token, root, file, absent));
    if (!moved) gone.push_back(file);
  }
  CALOTYPE_TRY(
      const auto total,
      database.value("SELECT count(*) FROM file WHERE root_id = ?1 AND state <> 'missing'", root));
  if (missing == Missing::AskIfMany && gone.size() > kSomeFiles &&
      std::int64_t(gone.size()) * 5 > total.value_or(0)) {
    CALOTYPE_TRY(auto row, database.query("SELECT path FROM root WHERE id = ?1", root));
    CALOTYPE_TRY(const bool there, row.step());
    return fail(Code::ManyMissing,
                (there ? displayPath(row.bytes(0)) : std::string("The folder")) + ": " +
                    std::to_string(gone.size()) + " of " + std::to_string(total.value_or(0)) +
                    " known photos are not there. Nothing was marked as missing. If a disk is not "
                    "connected, connect it and index again; if they are gone for good, say so "
                    "with: calotype-cli index --accept-missing FOLDER");
  }
  for (const FileId file : gone)
    CALOTYPE_CHECK(database.run("UPDATE file SET state = 'missing' WHERE id = ?1 AND root_id = ?2",
                                file, root));
  return {};
}

Result<fs::path> FileStore::path(FileId file) const {
  CALOTYPE_TRY(auto row, database_.query("SELECT root.path, file.path FROM file"
                                         " JOIN root ON root.id = root_id WHERE file.id = ?1",
                                         file));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return fail(Code::NotFound, "The file is no longer in the catalog.");
  return fs::path(row.bytes(0)) / row.bytes(1);
}

Result<std::vector<fs::path>> FileStore::pathsOf(PhotoId photo) const {
  CALOTYPE_TRY(auto rows, database_.query("SELECT root.path, file.path FROM file"
                                          " JOIN root ON root.id = root_id WHERE photo_id = ?1"
                                          " ORDER BY state <> 'present', file.id",
                                          photo));
  std::vector<fs::path> paths;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return paths;
    paths.push_back(fs::path(rows.bytes(0)) / rows.bytes(1));
  }
}

namespace {

constexpr const char* kVerifiable =
    "SELECT root.path, file.path, size, mtime_ns, inode, device, content FROM file"
    " JOIN root ON root.id = root_id JOIN photo ON photo.id = photo_id"
    " WHERE state = 'present' AND needs_read = 0 AND ";

Result<std::vector<VerifiableFile>> verifiable(Statement rows) {
  std::vector<VerifiableFile> files;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return files;
    VerifiableFile file{fs::path(rows.bytes(0)) / rows.bytes(1),
                        {std::uint64_t(rows.integer(2)), rows.integer(3),
                         std::uint64_t(rows.integer(4)), std::uint64_t(rows.integer(5))},
                        {}};
    const auto content = rows.blob(6);
    if (content.size() != file.content.size()) continue;
    std::memcpy(file.content.data(), content.data(), content.size());
    files.push_back(std::move(file));
  }
}

}  // namespace

Result<std::vector<VerifiableFile>> FileStore::sample(RootId root, std::int64_t count) const {
  CALOTYPE_TRY(const auto all,
               database_.value("SELECT count(*) FROM file WHERE root_id = ?1", root));
  const auto step = std::max<std::int64_t>(1, all.value_or(0) / count);
  CALOTYPE_TRY(auto rows,
               database_.query(kVerifiable + std::string("root_id = ?1 AND file.id % ?2 ="
                                                         " 0 LIMIT ?3"),
                               root, step, count));
  CALOTYPE_TRY(auto files, verifiable(std::move(rows)));
  if (!files.empty() || step == 1) return files;
  CALOTYPE_TRY(auto first,
               database_.query(kVerifiable + std::string("root_id = ?1 LIMIT ?2"), root, count));
  return verifiable(std::move(first));
}

Result<std::vector<VerifiableFile>> FileStore::toVerify(unsigned part, unsigned parts) const {
  CALOTYPE_TRY(auto rows,
               database_.query(kVerifiable + std::string("file.id % ?2 = ?1 ORDER BY file.id"),
                               part - 1, parts));
  return verifiable(std::move(rows));
}

Result<std::optional<FileId>> FileStore::find(const fs::path& path) const {
  CALOTYPE_TRY(const auto root, RootStore(database_).containing(path));
  if (!root) return std::optional<FileId>();
  CALOTYPE_TRY(const auto id,
               database_.value("SELECT id FROM file WHERE root_id = ?1 AND path = ?2", root->id,
                               asBlob(*relativeTo(path, root->path))));
  return id ? std::optional(FileId{*id}) : std::nullopt;
}

Result<std::optional<PhotoId>> FileStore::photoAt(const fs::path& path) const {
  CALOTYPE_TRY(const auto file, find(path));
  if (!file) return std::optional<PhotoId>();
  CALOTYPE_TRY(const auto photo, database_.value("SELECT photo_id FROM file WHERE id = ?1", *file));
  return photo ? std::optional(PhotoId{*photo}) : std::nullopt;
}

}  // namespace calotype::catalog
