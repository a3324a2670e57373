// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "catalog/store/file_store.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/root_store.h"
#include "catalog/store/shown.h"
#include "catalog/store/tag_store.h"

namespace calotype::catalog {

namespace {

PhotoRow rowOf(const Statement& rows) {
  PhotoRow row{rows.id<PhotoId>(0), float(rows.real(1)), std::uint32_t(rows.integer(2)),
               rows.integer(3)};
  row.rating = std::int8_t(rows.integer(4));
  row.flag = std::int8_t(rows.integer(5));
  row.colour = std::int8_t(rows.integer(6));
  if (const auto ms = rows.optionalInteger(7)) row.filmSeconds = std::int32_t((*ms + 999) / 1000);
  row.missing = rows.integer(8) == 0;
  return row;
}

Status readRows(Statement& rows, std::vector<PhotoRow>& into) {
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return {};
    into.push_back(rowOf(rows));
  }
}

constexpr const char* kInRoot =
    " FROM file JOIN photo ON photo.id = photo_id WHERE root_id = ?1 AND state = 'present' AND "
    "hidden = 0";
/// By bytes: what begins with "folder/" lies between that and "folder0", for '0' follows '/'.
constexpr const char* kInFolder =
    " FROM file JOIN photo ON photo.id = photo_id WHERE root_id = ?1 AND path > ?2 AND path < ?3 "
    "AND state = 'present' AND hidden = 0";

Metadata metadataOf(const Statement& row) {
  Metadata facts;
  facts.format = row.text(0);
  facts.width = int(row.integer(1));
  facts.height = int(row.integer(2));
  facts.orientation = int(row.integer(3));
  facts.takenMs = row.optionalInteger(4);
  if (const auto offset = row.optionalInteger(5)) facts.offsetMinutes = int(*offset);
  facts.make = row.text(6);
  facts.camera = row.text(7);
  facts.lens = row.text(8);
  facts.exposureSeconds = row.optionalReal(9);
  facts.fNumber = row.optionalReal(10);
  facts.iso = row.optionalReal(11);
  facts.focalLengthMm = row.optionalReal(12);
  facts.latitude = row.optionalReal(13);
  facts.longitude = row.optionalReal(14);
  facts.title = row.text(15);
  facts.caption = row.text(16);
  if (row.integer(17) != 0) facts.rating = int(row.integer(17));
  if (row.integer(18) < 0) facts.rating = -1;
  return facts;
}

/// Every folder a photo's files lie in, and those above up to the root.
using FolderKey = std::pair<std::int64_t, std::string>;

void addWithParents(std::set<FolderKey>& folders, std::int64_t root, std::string folder) {
  while (folders.emplace(root, folder).second && !folder.empty()) {
    const auto slash = folder.rfind('/');
    folder.resize(slash == std::string::npos ? 0 : slash);
  }
}

constexpr std::int64_t kRecentMs = 3'600'000;

/// "IMG_9" stands before "IMG_10": numbers are written with as many digits.
std::string sortName(std::string_view name) {
  constexpr std::size_t kDigits = 12;
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  std::string key;
  for (std::size_t i = 0; i < name.size();) {
    if (!isDigit(name[i])) {
      const char c = name[i++];
      key += c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
      continue;
    }
    std::size_t end = i;
    while (end < name.size() && isDigit(name[end])) ++end;
    if (end - i < kDigits) key.append(kDigits - (end - i), '0');
    key += name.substr(i, end - i);
    i = end;
  }
  return key;
}

}  // namespace

Result<std::vector<PhotoRow>> PhotoStore::getMany(std::span<const PhotoId> ids) const {
  if (ids.size() > kMaxBatch)
    return fail(Code::InvalidArgument, "Too many photos were asked for at once.");
  CALOTYPE_TRY(auto query, database_.prepare(std::string(kRowColumns) +
                                             " FROM photo"
                                             " WHERE id = ?1 AND " +
                                             shown()));
  std::vector<PhotoRow> rows;
  rows.reserve(ids.size());
  for (const PhotoId id : ids) {
    query.bind(id);
    CALOTYPE_CHECK(readRows(query, rows));
    query.reset();
  }
  return rows;
}

Result<std::vector<PhotoRow>> PhotoStore::readAll(Statement query) const {
  std::vector<PhotoRow> rows;
  CALOTYPE_CHECK(readRows(query, rows));
  return rows;
}

Result<PhotoDetails> PhotoStore::details(PhotoId photo) const {
  CALOTYPE_TRY(
      auto row,
      database_.query("SELECT format, width, height, orientation, taken_ms, taken_offset_min,"
                      " make, camera, lens, exposure_seconds, f_number, iso,"
                      " focal_length_mm, latitude, longitude, title, caption, rating, flag, colour,"
                      " duration_ms"
                      " FROM photo WHERE id = ?1",
                      photo));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return fail(Code::NotFound, "The photo is no longer in the catalog.");
  PhotoDetails details;
  details.id = photo;
  details.metadata = metadataOf(row);
  details.flag = int(row.integer(18));
  details.colour = int(row.integer(19));
  details.metadata.durationMs = row.optionalInteger(20);
  CALOTYPE_TRY(details.metadata.keywords, TagStore(database_).acceptedOf(photo));
  CALOTYPE_TRY(details.files, FileStore(database_).pathsOf(photo));
  CALOTYPE_TRY(auto file, database_.query("SELECT size, mtime_ns FROM file WHERE photo_id = ?1"
                                          " ORDER BY state <> 'present', id LIMIT 1",
                                          photo));
  CALOTYPE_TRY(const bool held, file.step());
  if (held) {
    details.bytes = std::uint64_t(file.integer(0));
    details.fileMs = file.integer(1) / 1'000'000;
  }
  return details;
}

Result<std::vector<PhotoRow>> PhotoStore::all() const {
  CALOTYPE_TRY(auto query,
               database_.prepare(std::string(kRowColumns) +
                                 " FROM photo"
                                 " WHERE files > 0 AND hidden = 0 ORDER BY sort_ms DESC, id"));
  std::vector<PhotoRow> rows;
  CALOTYPE_CHECK(readRows(query, rows));
  return rows;
}

Result<std::vector<PhotoRow>> PhotoStore::missing() const {
  return rows(
      std::string("WHERE photo.id IN (SELECT photo_id FROM file WHERE state = 'missing') AND ") +
      kMissing + " ORDER BY sort_ms DESC, photo.id");
}

Result<std::vector<PhotoRow>> PhotoStore::inFolder(const fs::path& folder) const {
  CALOTYPE_TRY(const auto roots, RootStore(database_).all());
  std::vector<PhotoRow> rows;
  for (const Root& root : roots) {
    const auto below = relativeTo(folder, root.path);
    if (below && !below->empty()) {
      CALOTYPE_TRY(auto query, database_.query(std::string(kRowColumns) + kInFolder, root.id,
                                               asBlob(*below + "/"), asBlob(*below + "0")));
      CALOTYPE_CHECK(readRows(query, rows));
    } else if (below || relativeTo(root.path, folder)) {
      CALOTYPE_TRY(auto query, database_.query(std::string(kRowColumns) + kInRoot, root.id));
      CALOTYPE_CHECK(readRows(query, rows));
    }
  }
  std::sort(rows.begin(), rows.end(), [](const PhotoRow& a, const PhotoRow& b) {
    return a.sortMs != b.sortMs ? a.sortMs > b.sortMs : a.id < b.id;
  });
  const auto sameId = [](const PhotoRow& a, const PhotoRow& b) { return a.id == b.id; };
  rows.erase(std::unique(rows.begin(), rows.end(), sameId), rows.end());
  return rows;
}

Result<std::vector<PhotoRow>> PhotoStore::withTag(TagId tag) const {
  return rows(
      std::string("WHERE ") + shown() +
          " AND photo.id IN (WITH RECURSIVE below (id) AS (SELECT ?1"
          " UNION SELECT tag.id FROM tag JOIN below ON parent_id = below.id) SELECT photo_id FROM"
          " photo_tag WHERE state = 'accepted' AND tag_id IN (SELECT id FROM below))"
          " ORDER BY sort_ms DESC, photo.id",
      tag);
}

Result<std::vector<PhotoRow>> PhotoStore::recent() const {
  return rows(
      "WHERE files > 0 AND hidden = 0 AND added_ms >= (SELECT max(added_ms) FROM photo) - ?1"
      " ORDER BY sort_ms DESC, photo.id",
      kRecentMs);
}

Result<std::unordered_map<std::int64_t, std::string>> PhotoStore::namesOfAll() const {
  CALOTYPE_TRY(auto files,
               database_.prepare("SELECT photo_id, path FROM file WHERE photo_id IS NOT NULL"
                                 " ORDER BY state = 'present', id DESC"));
  std::unordered_map<std::int64_t, std::string> names;
  while (true) {
    CALOTYPE_TRY(const bool row, files.step());
    if (!row) return names;
    const auto path = files.bytes(1);
    names[files.integer(0)] = sortName(path.substr(path.rfind('/') + 1));
  }
}

Result<std::vector<Folder>> PhotoStore::folders() const {
  CALOTYPE_TRY(const auto roots, RootStore(database_).all());
  std::map<FolderKey, std::int64_t> photos;
  for (const Root& root : roots) photos[{std::int64_t(root.id), ""}] = 0;

  CALOTYPE_TRY(auto rows, database_.query("SELECT photo_id, root_id, folder FROM file"
                                          " JOIN photo ON photo.id = photo_id"
                                          " WHERE state = 'present' AND hidden = 0"
                                          " ORDER BY photo_id"));
  std::int64_t current = 0;
  std::set<FolderKey> ofCurrent;
  const auto finishPhoto = [&] {
    for (const auto& folder : ofCurrent) ++photos[folder];
    ofCurrent.clear();
  };
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row || rows.integer(0) != current) finishPhoto();
    if (!row) break;
    current = rows.integer(0);
    addWithParents(ofCurrent, rows.integer(1), rows.bytes(2));
  }

  std::vector<Folder> folders;
  folders.reserve(photos.size());
  for (const auto& [key, count] : photos) {
    const auto root = std::find_if(roots.begin(), roots.end(), [&id = key.first](const Root& each) {
      return std::int64_t(each.id) == id;
    });
    if (root == roots.end()) continue;
    folders.push_back({key.second.empty() ? root->path : root->path / key.second, root->id, count});
  }
  std::sort(folders.begin(), folders.end(),
            [](const Folder& a, const Folder& b) { return a.path < b.path; });
  return folders;
}

Result<Counts> PhotoStore::counts(std::optional<ModelId> model, std::uint32_t transform) const {
  Counts counts;
  CALOTYPE_TRY(const auto photos,
               database_.value("SELECT count(*) FROM photo WHERE files > 0 AND hidden = 0"));
  counts.photos = photos.value_or(0);
  CALOTYPE_TRY(auto states, database_.query("SELECT state, count(*) FROM file GROUP BY state"));
  while (true) {
    CALOTYPE_TRY(const bool row, states.step());
    if (!row) break;
    if (states.text(0) == "missing") {
      counts.missing = states.integer(1);
      continue;
    }
    if (states.text(0) == "unreadable") counts.unreadable = states.integer(1);
    counts.files += states.integer(1);
  }
  const auto count = [&](const std::string& sql, std::int64_t& into) -> Status {
    CALOTYPE_TRY(const auto found, database_.value(sql));
    into = found.value_or(0);
    return {};
  };
  CALOTYPE_CHECK(
      count("SELECT count(*) FROM photo WHERE files > 0 AND hidden = 0 AND added_ms >="
            " (SELECT max(added_ms) FROM photo) - " +
                std::to_string(kRecentMs),
            counts.recent));
  CALOTYPE_CHECK(
      count("SELECT count(*) FROM photo_tag JOIN photo ON photo.id = photo_id"
            " WHERE state = 'proposed' AND files > 0 AND hidden = 0",
            counts.proposed));
  CALOTYPE_CHECK(
      count("SELECT count(*) FROM photo WHERE files > 0 AND hidden = 0"
            " AND duration_ms IS NOT NULL",
            counts.films));
  CALOTYPE_CHECK(
      count(std::string("SELECT count(*) FROM photo WHERE id IN (SELECT photo_id FROM file WHERE"
                        " state = 'missing') AND ") +
                kMissing,
            counts.missingPhotos));
  CALOTYPE_CHECK(count("SELECT count(DISTINCT photo_id) FROM trash", counts.trashed));
  CALOTYPE_CHECK(count("SELECT count(*) FROM unwritten", counts.unwritten));
  CALOTYPE_CHECK(
      count("SELECT count(DISTINCT photo_id) FROM sidecar JOIN file ON file.id = file_id"
            " WHERE other_rating IS NOT NULL OR other_caption IS NOT NULL",
            counts.conflicts));
  if (!model) return counts;
  CALOTYPE_TRY(
      const auto embedded,
      database_.value("SELECT count(*) FROM embedding JOIN photo ON photo.id = photo_id"
                      " WHERE model_id = ?1 AND transform = ?2 AND files > 0 AND hidden = 0",
                      *model, transform));
  counts.embedded = embedded.value_or(0);
  return counts;
}

}  // namespace calotype::catalog
