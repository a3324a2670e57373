// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/work_store.h"

#include <string>

namespace calotype::catalog {

namespace {

/// Ids are numbers of ours, so they may stand in the text.
std::string listOf(std::span<const RootId> roots) {
  std::string list = "(";
  for (const RootId root : roots) {
    if (list.size() > 1) list += ',';
    list += std::to_string(std::int64_t(root));
  }
  return list + ')';
}

/// ?1: the run's start.
std::string unread(std::span<const RootId> roots) {
  return " FROM file JOIN root ON root.id = root_id WHERE needs_read = 1 AND state <> 'missing'"
         " AND root_id IN " +
         listOf(roots) +
         " AND NOT EXISTS (SELECT 1 FROM failure WHERE file_id = file.id AND not_before_ms > ?1)";
}

/// ?1: the run's start, ?2: model, ?3: transform. The file is the first that can be read.
std::string unencoded(std::span<const RootId> roots) {
  const std::string list = listOf(roots);
  return " FROM photo JOIN file ON file.id = (SELECT min(one.id) FROM file AS one"
         " WHERE one.photo_id = photo.id AND one.state = 'present' AND one.needs_read = 0"
         " AND one.root_id IN " +
         list +
         " AND NOT EXISTS (SELECT 1 FROM failure WHERE file_id = one.id AND not_before_ms > ?1))"
         " JOIN root ON root.id = file.root_id"
         " WHERE duration_ms IS NULL AND NOT EXISTS (SELECT 1 FROM embedding WHERE model_id = ?2 "
         "AND transform = ?3"
         " AND embedding.photo_id = photo.id)";
}

}  // namespace

Result<std::vector<FileToRead>> WorkStore::toRead(std::span<const RootId> roots, std::int64_t runMs,
                                                  FileId after, std::size_t limit) const {
  const std::string sql =
      "SELECT file.id, root_id, root.path, file.path, size, mtime_ns, inode,"
      " device" +
      unread(roots) + " AND file.id > ?2 ORDER BY file.id LIMIT ?3";
  CALOTYPE_TRY(auto rows, database_.query(sql, runMs, after, limit));
  std::vector<FileToRead> files;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return files;
    files.push_back({rows.id<FileId>(0), rows.id<RootId>(1),
                     fs::path(rows.bytes(2)) / rows.bytes(3),
                     FileStat{std::uint64_t(rows.integer(4)), rows.integer(5),
                              std::uint64_t(rows.integer(6)), std::uint64_t(rows.integer(7))}});
  }
}

Result<std::vector<PhotoToEncode>> WorkStore::toEncode(std::span<const RootId> roots, ModelId model,
                                                       std::uint32_t transform, std::int64_t runMs,
                                                       PhotoId after, std::size_t limit) const {
  const std::string sql = "SELECT photo.id, file.id, root_id, root.path, file.path" +
                          unencoded(roots) + " AND photo.id > ?4 ORDER BY photo.id LIMIT ?5";
  CALOTYPE_TRY(auto rows, database_.query(sql, runMs, model, transform, after, limit));
  std::vector<PhotoToEncode> photos;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return photos;
    photos.push_back({rows.id<PhotoId>(0), rows.id<FileId>(1), rows.id<RootId>(2),
                      fs::path(rows.bytes(3)) / rows.bytes(4)});
  }
}

Result<std::int64_t> WorkStore::countToRead(std::span<const RootId> roots,
                                            std::int64_t runMs) const {
  CALOTYPE_TRY(const auto count, database_.value("SELECT count(*)" + unread(roots), runMs));
  return count.value_or(0);
}

Result<std::int64_t> WorkStore::countToEncode(std::span<const RootId> roots, ModelId model,
                                              std::uint32_t transform, std::int64_t runMs) const {
  CALOTYPE_TRY(const auto count,
               database_.value("SELECT count(*)" + unencoded(roots), runMs, model, transform));
  return count.value_or(0);
}

}  // namespace calotype::catalog
