// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/root_store.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "catalog/store/changeset.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/text_index.h"
#include "catalog/store/user_rows.h"

namespace calotype::catalog {

namespace {

/// Makes the files of `inner`, which lies `prefix` below `outer`, files of `outer`.
Status absorb(const Database& database, RootId inner, RootId outer, const std::string& prefix) {
  CALOTYPE_CHECK(database.run(
      "UPDATE file SET root_id = ?2, path = CAST(?3 || '/' || path AS BLOB),"
      " folder = iif(length(folder) = 0, ?3, CAST(?3 || '/' || folder AS BLOB)) WHERE root_id = ?1",
      inner, outer, asBlob(prefix)));
  CALOTYPE_CHECK(
      database.run("UPDATE excluded SET root_id = ?2, folder = CAST(?3 || '/' || folder AS BLOB)"
                   " WHERE root_id = ?1",
                   inner, outer, asBlob(prefix)));
  return database.run("DELETE FROM root WHERE id = ?1", inner);
}

Result<std::vector<std::string>> excludedOf(const Database& database, RootId root) {
  CALOTYPE_TRY(auto rows, database.query("SELECT folder FROM excluded WHERE root_id = ?1", root));
  std::vector<std::string> folders;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return folders;
    folders.push_back(rows.bytes(0));
  }
}

Result<std::vector<std::pair<PhotoId, Sha256>>> photosIn(const Database& database, RootId root,
                                                         const std::string& folder) {
  const auto below = folder + '/', end = folder + char('/' + 1);
  CALOTYPE_TRY(auto rows, database.query("SELECT DISTINCT photo.id, content FROM file"
                                         " JOIN photo ON photo.id = photo_id WHERE root_id = ?1"
                                         " AND path >= ?2 AND path < ?3",
                                         root, asBlob(below), asBlob(end)));
  std::vector<std::pair<PhotoId, Sha256>> photos;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return photos;
    Sha256 content{};
    if (rows.blob(1).size() == content.size())
      std::memcpy(content.data(), rows.blob(1).data(), content.size());
    photos.emplace_back(rows.id<PhotoId>(0), content);
  }
}

/// Entries of the history that hold something of these photos.
Status forgetHistory(const Database& database, const std::vector<PhotoId>& photos) {
  std::vector<std::int64_t> entries;
  CALOTYPE_TRY(auto rows, database.query("SELECT id, changes FROM journal"));
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) break;
    const auto changes = rows.bytes(1);
    if (changes.empty()) continue;
    const auto concerned = rowsIn(changes);
    const bool any =
        !concerned ||
        std::any_of(concerned->photos.begin(), concerned->photos.end(), [&](PhotoId photo) {
          return std::binary_search(photos.begin(), photos.end(), photo);
        });
    if (any) entries.push_back(rows.integer(0));
  }
  for (const auto entry : entries)
    CALOTYPE_CHECK(database.run("DELETE FROM journal WHERE id = ?1", entry));
  return {};
}

Result<std::vector<PhotoId>> photosOf(const Database& database, RootId root) {
  CALOTYPE_TRY(auto rows,
               database.query("SELECT DISTINCT photo_id FROM file"
                              " WHERE root_id = ?1 AND photo_id IS NOT NULL ORDER BY photo_id",
                              root));
  std::vector<PhotoId> photos;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return photos;
    photos.push_back(rows.id<PhotoId>(0));
  }
}

}  // namespace

fs::path withoutTrailingSlash(const fs::path& path) {
  std::string bytes = path.native();
  while (bytes.size() > 1 && bytes.back() == '/') bytes.pop_back();
  return bytes;
}

std::optional<std::string> relativeTo(const fs::path& path, const fs::path& folder) {
  const std::string inner = withoutTrailingSlash(path).native();
  std::string outer = withoutTrailingSlash(folder).native();
  if (inner == outer) return "";
  if (outer != "/") outer += '/';
  if (!inner.starts_with(outer)) return std::nullopt;
  return inner.substr(outer.size());
}

Result<std::vector<Root>> RootStore::all() const {
  CALOTYPE_TRY(auto rows, database_.query("SELECT root.id, path, label, embeds FROM root"
                                          " LEFT JOIN volume ON volume.id = volume_id"
                                          " ORDER BY path"));
  std::vector<Root> roots;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return roots;
    CALOTYPE_TRY(auto excluded, excludedOf(database_, rows.id<RootId>(0)));
    roots.push_back({rows.id<RootId>(0), rows.bytes(1), true, true, std::string(rows.text(2)),
                     rows.integer(3) != 0, std::move(excluded)});
  }
}

Result<std::optional<Root>> RootStore::containing(const fs::path& path) const {
  CALOTYPE_TRY(auto roots, all());
  for (Root& root : roots)
    if (relativeTo(path, root.path)) return std::optional(std::move(root));
  return std::optional<Root>();
}

Status RootStore::setEmbeds(WriteToken& token, const fs::path& root, bool embeds) {
  const Database& database = token.database();
  CALOTYPE_CHECK(database.run("UPDATE root SET embeds = ?2 WHERE path = ?1",
                              withoutTrailingSlash(root), embeds));
  if (database.changedRows() > 0) return {};
  return fail(Code::NotFound, displayPath(root) +
                                  " is not a folder of the catalog. List them with: calotype-cli "
                                  "folders");
}

Result<RootId> RootStore::addOnce(WriteToken& token, const fs::path& given) {
  const fs::path path = withoutTrailingSlash(given);
  if (!path.is_absolute())
    return fail(Code::InvalidArgument,
                displayPath(given) + ": a folder of the catalog needs its whole path.");
  const Database& database = token.database();
  const RootStore current(database);
  CALOTYPE_TRY(const auto known, current.containing(path));
  if (known) return known->id;
  CALOTYPE_TRY(const auto roots, current.all());
  CALOTYPE_CHECK(database.run("INSERT INTO root (path) VALUES (?1)", path));
  const RootId added{database.lastInsertedRow()};
  for (const Root& root : roots) {
    const auto prefix = relativeTo(root.path, path);
    if (!prefix) continue;
    CALOTYPE_CHECK(absorb(database, root.id, added, *prefix));
  }
  return added;
}

Result<std::optional<FolderIdentity>> RootStore::identity(RootId root) const {
  CALOTYPE_TRY(auto row,
               database_.query("SELECT folder_inode, folder_born_ns, volume_path, uuid, label"
                               " FROM root LEFT JOIN volume ON volume.id = volume_id"
                               " WHERE root.id = ?1 AND folder_inode IS NOT NULL",
                               root));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return std::optional<FolderIdentity>();
  return std::optional(FolderIdentity{.uuid = std::string(row.text(3)),
                                      .label = std::string(row.text(4)),
                                      .pathInVolume = row.bytes(2),
                                      .inode = std::uint64_t(row.integer(0)),
                                      .bornNs = row.optionalInteger(1)});
}

Status RootStore::setIdentity(WriteToken& token, RootId root, const FolderIdentity& identity) {
  const Database& database = token.database();
  if (!identity.uuid.empty())
    CALOTYPE_CHECK(
        database.run("INSERT INTO volume (uuid, label) VALUES (?1, ?2)"
                     " ON CONFLICT (uuid) DO UPDATE SET label = excluded.label",
                     identity.uuid, identity.label));
  return database.run(
      "UPDATE root SET volume_id = (SELECT id FROM volume WHERE uuid = ?2), volume_path = ?3,"
      " folder_inode = ?4, folder_born_ns = ?5 WHERE id = ?1",
      root, identity.uuid, asBlob(identity.pathInVolume), identity.inode, identity.bornNs);
}

Status RootStore::moveTo(WriteToken& token, RootId root, const fs::path& path) {
  const Database& database = token.database();
  CALOTYPE_TRY(const auto roots, RootStore(database).all());
  for (const Root& other : roots)
    if (other.id != root && (relativeTo(path, other.path) || relativeTo(other.path, path)))
      return fail(Code::InvalidArgument,
                  displayPath(path) + " overlaps another folder of the catalog.");
  return database.run("UPDATE root SET path = ?2 WHERE id = ?1", root, path);
}

Result<RootStore::Forgotten> RootStore::exclude(WriteToken& token, RootId root,
                                                const std::string& folder) {
  const Database& database = token.database();
  if (folder.empty())
    return fail(Code::InvalidArgument,
                "A folder of the catalog cannot be left out of itself: remove it instead.");
  CALOTYPE_CHECK(database.run("INSERT OR IGNORE INTO excluded (root_id, folder) VALUES (?1, ?2)",
                              root, asBlob(folder)));
  CALOTYPE_TRY(const auto photos, photosIn(database, root, folder));
  const auto below = folder + '/', end = folder + char('/' + 1);
  for (const char* const table : {"file", "trash"})
    CALOTYPE_CHECK(database.run(
        std::string("DELETE FROM ") + table + " WHERE root_id = ?1 AND path >= ?2 AND path < ?3",
        root, asBlob(below), asBlob(end)));
  Forgotten forgotten;
  for (const auto& [photo, content] : photos) {
    CALOTYPE_TRY(const auto elsewhere,
                 database.value("SELECT 1 FROM file WHERE photo_id = ?1"
                                " UNION SELECT 1 FROM trash WHERE photo_id = ?1",
                                photo));
    if (elsewhere) {
      CALOTYPE_CHECK(TextIndex(database).refresh(token, photo));
      continue;
    }
    forgotten.photos.push_back(photo);
    forgotten.contents.push_back(content);
  }
  std::sort(forgotten.photos.begin(), forgotten.photos.end());
  CALOTYPE_CHECK(PhotoStore(database).remove(token, forgotten.photos));
  CALOTYPE_CHECK(forgetHistory(database, forgotten.photos));
  return forgotten;
}

Status RootStore::include(WriteToken& token, RootId root, const std::string& folder) {
  const Database& database = token.database();
  CALOTYPE_CHECK(database.run("DELETE FROM excluded WHERE root_id = ?1 AND folder = ?2", root,
                              asBlob(folder)));
  if (database.changedRows() > 0) return {};
  return fail(Code::NotFound, displayPath(folder) + " is not a folder that is left out.");
}

Result<std::vector<PhotoId>> RootStore::remove(WriteToken& token, RootId root) {
  const Database& database = token.database();
  CALOTYPE_TRY(const auto photos, photosOf(database, root));
  CALOTYPE_CHECK(database.run("DELETE FROM file WHERE root_id = ?1", root));
  CALOTYPE_CHECK(database.run("DELETE FROM root WHERE id = ?1", root));
  std::vector<PhotoId> gone;
  for (const PhotoId photo : photos) {
    CALOTYPE_TRY(const auto files,
                 database.value("SELECT count(*) FROM file WHERE photo_id = ?1", photo));
    CALOTYPE_TRY(const bool precious, hasUserRows(database, photo));
    if (files.value_or(0) > 0 || precious)
      CALOTYPE_CHECK(TextIndex(database).refresh(token, photo));
    else
      gone.push_back(photo);
  }
  CALOTYPE_CHECK(PhotoStore(database).remove(token, gone));
  return gone;
}

}  // namespace calotype::catalog
