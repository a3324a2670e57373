// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/own_words.h"

#include <map>

namespace calotype::catalog {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

constexpr const char* kWhat =
    "SELECT photo.id, coalesce(caption, ''), sort_ms, root.path, file.path ";
constexpr const char* kPhotos =
    "FROM photo JOIN file ON file.id = (SELECT min(id) FROM file WHERE photo_id = photo.id"
    " AND state = 'present') JOIN root ON root.id = file.root_id"
    " WHERE files > 0 AND hidden = 0 AND duration_ms IS NULL AND ";
/// Multiplication by an odd number goes through all of them in an order of its own.
constexpr const char* kSpread = " ORDER BY (photo.id * 2654435761) & 4294967295 LIMIT ?1";
constexpr const char* kHasTag =
    "EXISTS (SELECT 1 FROM photo_tag WHERE photo_id = photo.id AND photo_tag.state = 'accepted'"
    " AND origin <> 'place')";

std::string hasWords() {
  return std::string("(coalesce(caption, '') <> '' OR ") + kHasTag + ')';
}

Result<std::vector<OwnWords>> readPhotos(Statement rows) {
  std::vector<OwnWords> photos;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return photos;
    OwnWords own;
    own.photo = PhotoId{rows.integer(0)};
    own.caption = rows.bytes(1);
    own.day = rows.integer(2) / kDayMs;
    own.file = fs::path(rows.bytes(3)) / rows.bytes(4);
    photos.push_back(std::move(own));
  }
}

Status addTags(const Database& database, std::vector<OwnWords>& photos) {
  std::map<PhotoId, OwnWords*> byId;
  for (auto& photo : photos) byId[photo.photo] = &photo;
  CALOTYPE_TRY(auto rows, database.query("SELECT DISTINCT photo_id, name FROM photo_tag"
                                         " JOIN tag ON tag.id = tag_id"
                                         " WHERE state = 'accepted' AND origin <> 'place'"
                                         " ORDER BY photo_id, name_key"));
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return {};
    const auto found = byId.find(PhotoId{rows.integer(0)});
    if (found != byId.end()) found->second->tags.emplace_back(rows.bytes(1));
  }
}

}  // namespace

Result<OwnPhotos> ownPhotos(const Database& database, std::size_t others) {
  const auto photosThat = std::string(kWhat) + kPhotos;
  OwnPhotos photos;
  CALOTYPE_TRY(auto with, database.query(photosThat + hasWords()));
  CALOTYPE_TRY(photos.withWords, readPhotos(std::move(with)));
  CALOTYPE_CHECK(addTags(database, photos.withWords));
  CALOTYPE_TRY(auto without,
               database.query(photosThat + "NOT " + hasWords() + kSpread, std::int64_t(others)));
  CALOTYPE_TRY(photos.others, readPhotos(std::move(without)));
  return photos;
}

Result<std::int64_t> countOwnPhotos(const Database& database) {
  CALOTYPE_TRY(auto row, database.query(std::string("SELECT count(*) ") + kPhotos + hasWords()));
  CALOTYPE_CHECK(row.step());
  return row.integer(0);
}

}  // namespace calotype::catalog
