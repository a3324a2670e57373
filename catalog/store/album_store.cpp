// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/album_store.h"

#include <algorithm>
#include <iterator>

#include "catalog/store/fresh_id.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/shown.h"
#include "catalog/store/tag_store.h"

namespace calotype::catalog {

namespace {

std::string albums(std::string_view which) {
  return "SELECT id, name, coalesce(query, ''), (SELECT count(*) FROM album_photo"
         " JOIN photo ON photo.id = photo_id WHERE album_id = album.id AND " +
         shown() + ") FROM album " + std::string(which);
}

Album albumOf(const Statement& row) {
  return {row.id<AlbumId>(0), std::string(row.text(1)), std::string(row.text(2)), row.integer(3)};
}

}  // namespace

Status AlbumStore::mustBeFree(std::string_view name, std::int64_t except) const {
  if (tagKey(name).empty())
    return fail(Code::InvalidArgument, "An album needs a name with letters.");
  if (tagName(name).size() > kMaxBytes)
    return fail(Code::InvalidArgument, "The album's name is longer than 256 bytes: shorten it.");
  CALOTYPE_TRY(const auto taken, find(name));
  if (taken && std::int64_t(taken->id) != except)
    return fail(Code::InvalidArgument, "There is an album \"" + displayText(taken->name) +
                                           "\" already. Choose another name.");
  return {};
}

Result<AlbumId> AlbumStore::create(WriteToken& token, std::string_view name,
                                   std::string_view query) {
  const Database& database = token.database();
  CALOTYPE_CHECK(AlbumStore(database).mustBeFree(name, 0));
  CALOTYPE_TRY(const auto id, freshId(token));
  CALOTYPE_CHECK(database.run(
      "INSERT INTO album (id, name, query, position) VALUES (?1, ?2, nullif(?3, ''), ?1)", id,
      tagName(name), query));
  return AlbumId{id};
}

Status AlbumStore::rename(WriteToken& token, AlbumId album, std::string_view name) {
  const AlbumStore albums(token.database());
  CALOTYPE_CHECK(albums.get(album));
  CALOTYPE_CHECK(albums.mustBeFree(name, std::int64_t(album)));
  return token.database().run("UPDATE album SET name = ?2 WHERE id = ?1", album, tagName(name));
}

Status AlbumStore::setQuery(WriteToken& token, AlbumId album, std::string_view query) {
  CALOTYPE_TRY(const auto known, AlbumStore(token.database()).get(album));
  if (known.query.empty() || query.empty())
    return fail(Code::InvalidArgument, "An album is a list or a saved search, and stays it.");
  return token.database().run("UPDATE album SET query = ?2 WHERE id = ?1", album, query);
}

Status AlbumStore::remove(WriteToken& token, AlbumId album) {
  CALOTYPE_CHECK(AlbumStore(token.database()).get(album));
  CALOTYPE_CHECK(token.database().run("DELETE FROM album_photo WHERE album_id = ?1", album));
  return token.database().run("DELETE FROM album WHERE id = ?1", album);
}

Status AlbumStore::add(WriteToken& token, AlbumId album, std::span<const PhotoId> photos) {
  const Database& database = token.database();
  CALOTYPE_TRY(const auto known, AlbumStore(database).get(album));
  if (!known.query.empty())
    return fail(Code::InvalidArgument, "\"" + displayText(known.name) +
                                           "\" is a saved search: it finds its photos by itself. "
                                           "Put them into an album that is a list.");
  for (const PhotoId photo : photos)
    CALOTYPE_CHECK(database.run(
        "INSERT OR IGNORE INTO album_photo (album_id, photo_id, position) SELECT ?1, id,"
        " (SELECT coalesce(max(position), 0) + 1 FROM album_photo WHERE album_id = ?1)"
        " FROM photo WHERE id = ?2",
        album, photo));
  return {};
}

Status AlbumStore::takeOut(WriteToken& token, AlbumId album, std::span<const PhotoId> photos) {
  for (const PhotoId photo : photos)
    CALOTYPE_CHECK(token.database().run(
        "DELETE FROM album_photo WHERE album_id = ?1 AND photo_id = ?2", album, photo));
  return {};
}

Result<std::vector<Album>> AlbumStore::all() const {
  CALOTYPE_TRY(auto rows, database_.prepare(albums("")));
  std::vector<std::pair<std::string, Album>> keyed;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) break;
    keyed.emplace_back(tagKey(rows.text(1)), albumOf(rows));
  }
  std::sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.id < b.second.id;
  });
  std::vector<Album> albums;
  std::transform(keyed.begin(), keyed.end(), std::back_inserter(albums),
                 [](auto& pair) { return std::move(pair.second); });
  return albums;
}

Result<Album> AlbumStore::get(AlbumId album) const {
  CALOTYPE_TRY(auto row, database_.query(albums("WHERE id = ?1"), album));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return fail(Code::NotFound, "The album is no longer in the catalog.");
  return albumOf(row);
}

Result<std::optional<Album>> AlbumStore::find(std::string_view name) const {
  CALOTYPE_TRY(auto albums, all());
  const auto key = tagKey(name);
  for (auto& album : albums)
    if (tagKey(album.name) == key) return std::optional(std::move(album));
  return std::optional<Album>();
}

Result<std::vector<PhotoRow>> AlbumStore::photosOf(AlbumId album) const {
  CALOTYPE_CHECK(get(album));
  return PhotoStore(database_).rows(
      std::string("JOIN album_photo ON photo_id = photo.id WHERE album_id = ?1 AND ") + shown() +
          " ORDER BY position, photo.id",
      album);
}

}  // namespace calotype::catalog
