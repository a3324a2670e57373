// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/photo_store.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <ctime>
#include <string>

#include "catalog/metadata/merge.h"
#include "catalog/store/replaced_store.h"
#include "catalog/store/sidecar_store.h"
#include "catalog/store/tag_store.h"
#include "catalog/store/text_index.h"
#include "catalog/store/user_rows.h"

namespace calotype::catalog {

namespace {

/// Width by height of the upright picture, within what a grid can show.
double uprightAspect(const Metadata& metadata) {
  if (metadata.width <= 0 || metadata.height <= 0) return metadata.durationMs ? 16. / 9 : 1;
  const double stored = double(metadata.width) / double(metadata.height);
  const bool turned = metadata.orientation >= 5 && metadata.orientation <= 8;
  return std::clamp(turned ? 1 / stored : stored, 0.02, 50.0);
}

std::optional<std::string> unlessEmpty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// A number that is not finite would come back as NULL or break the order.
std::optional<double> finite(std::optional<double> value) {
  return value && std::isfinite(*value) ? value : std::nullopt;
}

constexpr const char* kAddPhoto =
    "INSERT INTO photo (content, pixel_hash, width, height, format, orientation, taken_ms,"
    " taken_offset_min, make, camera, lens, exposure_seconds, f_number, iso, focal_length_mm,"
    " latitude, longitude, title, caption, rating, flag, added_ms, aspect, average_rgb, sort_ms,"
    " duration_ms, file_rating, file_caption)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,"
    " ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28)"
    " ON CONFLICT (content) DO UPDATE SET pixel_hash = excluded.pixel_hash, width = excluded.width,"
    " height = excluded.height, format = excluded.format, orientation = excluded.orientation,"
    " taken_ms = excluded.taken_ms, taken_offset_min = excluded.taken_offset_min,"
    " make = excluded.make, camera = excluded.camera, lens = excluded.lens,"
    " exposure_seconds = excluded.exposure_seconds, f_number = excluded.f_number,"
    " iso = excluded.iso, focal_length_mm = excluded.focal_length_mm,"
    " latitude = excluded.latitude, longitude = excluded.longitude,"
    " title = coalesce(title, excluded.title), caption = coalesce(caption, excluded.caption),"
    " file_rating = excluded.file_rating, file_caption = excluded.file_caption,"
    " duration_ms = excluded.duration_ms, aspect = excluded.aspect, average_rgb = "
    "excluded.average_rgb,"
    " sort_ms = iif(excluded.taken_ms IS NULL, min(sort_ms, excluded.sort_ms), excluded.sort_ms)";

}  // namespace

std::int64_t localWallClock(std::int64_t utcMs) {
  const std::int64_t milliseconds = ((utcMs % 1000) + 1000) % 1000;
  const auto seconds = std::time_t((utcMs - milliseconds) / 1000);
  std::tm local{};
  if (::localtime_r(&seconds, &local) == nullptr) return utcMs;
  return std::int64_t(::timegm(&local)) * 1000 + milliseconds;
}

Result<PhotoId> PhotoStore::addOnce(WriteToken& token, const Photo& photo, std::int64_t fileMs,
                                    std::int64_t nowMs) {
  const Metadata& facts = photo.metadata;
  const int rating = std::clamp(facts.rating.value_or(0), 0, 5);
  const int flag = facts.rating.value_or(0) < 0 ? -1 : 0;
  const int orientation = facts.orientation >= 1 && facts.orientation <= 8 ? facts.orientation : 1;
  const auto sortMs = facts.takenMs ? *facts.takenMs : localWallClock(fileMs);
  CALOTYPE_CHECK(token.database().run(
      kAddPhoto, photo.content, photo.pixelHash, facts.width, facts.height, facts.format,
      orientation, facts.takenMs, facts.offsetMinutes, unlessEmpty(facts.make),
      unlessEmpty(facts.camera), unlessEmpty(facts.lens), finite(facts.exposureSeconds),
      finite(facts.fNumber), finite(facts.iso), finite(facts.focalLengthMm), finite(facts.latitude),
      finite(facts.longitude), unlessEmpty(facts.title), unlessEmpty(facts.caption), rating, flag,
      nowMs, uprightAspect(facts), photo.averageRgb & 0xffffffu, sortMs, facts.durationMs,
      facts.rating, unlessEmpty(facts.caption)));
  CALOTYPE_TRY(const auto id,
               token.database().value("SELECT id FROM photo WHERE content = ?1", photo.content));
  const PhotoId added{id.value_or(0)};
  const auto said = saidBy(facts);
  CALOTYPE_CHECK(
      TagStore(token.database())
          .setFileTags(token, added, said.tags.value_or(std::vector<std::string>()), nowMs));
  CALOTYPE_CHECK(TextIndex(token.database()).refresh(token, added));
  return added;
}

Result<Recorded> PhotoStore::record(WriteToken& token, FileId file, const FileStat& stat,
                                    const Photo& photo, std::int64_t nowMs) {
  CALOTYPE_TRY(const auto known, PhotoStore(token.database()).find(photo.content));
  CALOTYPE_TRY(const auto id, addOnce(token, photo, stat.mtimeNs / 1'000'000, nowMs));
  return link(token, file, stat, id, !known);
}

Result<Recorded> PhotoStore::recordKnown(WriteToken& token, FileId file, const FileStat& stat,
                                         PhotoId photo) {
  return link(token, file, stat, photo, false);
}

Result<Recorded> PhotoStore::link(WriteToken& token, FileId file, const FileStat& stat,
                                  PhotoId photo, bool isNew) {
  const Database& database = token.database();
  CALOTYPE_TRY(auto row, database.query("SELECT photo_id FROM file WHERE id = ?1", file));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return fail(Code::NotFound, "The file is no longer in the catalog.");
  const auto held = row.optionalInteger(0);
  row.reset();

  CALOTYPE_CHECK(database.run(
      "UPDATE file SET photo_id = ?2, size = ?3, mtime_ns = ?4, inode = ?5, device = ?6,"
      " state = 'present', needs_read = 0, seen_ms = ?7 WHERE id = ?1",
      file, photo, stat.size, stat.mtimeNs, stat.inode, stat.device, stat.seenMs));
  CALOTYPE_CHECK(database.run("DELETE FROM failure WHERE file_id = ?1", file));
  CALOTYPE_CHECK(database.run(
      "UPDATE photo SET forgotten_ms = NULL WHERE id = ?1 AND forgotten_ms IS NOT NULL", photo));
  // The photo was missing elsewhere: it has moved here.
  CALOTYPE_CHECK(database.run("DELETE FROM file WHERE photo_id = ?1 AND state = 'missing'", photo));

  const Recorded recorded{photo, isNew, held && PhotoId{*held} == photo};
  if (held && PhotoId{*held} != photo) {
    CALOTYPE_CHECK(SidecarStore(database).forget(token, file));
    CALOTYPE_CHECK(takeOver(token, PhotoId{*held}, recorded));
  }
  // What the user made of it before lies in sidecars elsewhere, if anywhere.
  if (!isNew || held) {
    CALOTYPE_TRY(const bool worded, SidecarStore(database).hasUserWords(photo));
    if (worded) CALOTYPE_CHECK(SidecarStore(database).queue(token, std::span(&photo, 1)));
  }
  CALOTYPE_CHECK(TextIndex(database).refresh(token, photo));
  return recorded;
}

/// The file held `old` before. Its user's rows follow at once when only the metadata was rewritten;
/// what else becomes of it is settled when all files were looked at.
Status PhotoStore::takeOver(WriteToken& token, PhotoId old, const Recorded& recorded) {
  const Database& database = token.database();
  CALOTYPE_TRY(
      const auto rewritten,
      database.value("SELECT 1 FROM photo AS a JOIN photo AS b ON a.pixel_hash = b.pixel_hash"
                     " WHERE a.id = ?1 AND b.id = ?2",
                     old, recorded.photo));
  if (rewritten) CALOTYPE_CHECK(copyUserRows(token, old, recorded.photo));
  CALOTYPE_CHECK(ReplacedStore(database).note(token, old, recorded.photo, recorded.isNew));
  return TextIndex(database).refresh(token, old);
}

Status PhotoStore::rewritten(WriteToken& token, FileId file, const FileStat& stat,
                             const Sha256& content) {
  const Database& database = token.database();
  CALOTYPE_TRY(const auto twin, database.value("SELECT id FROM photo WHERE content = ?1 AND id <>"
                                               " (SELECT photo_id FROM file WHERE id = ?2)",
                                               content, file));
  // The same bytes are known as another photo: whoever reads the file finds that out.
  if (twin) return database.run("UPDATE file SET needs_read = 1 WHERE id = ?1", file);
  CALOTYPE_CHECK(
      database.run("UPDATE file SET needs_read = 1 WHERE id <> ?1 AND state = 'present'"
                   " AND photo_id = (SELECT photo.id FROM photo JOIN file ON photo_id = photo.id"
                   "  WHERE file.id = ?1 AND content <> ?2)",
                   file, content));
  CALOTYPE_CHECK(
      database.run("UPDATE photo SET content = ?2 WHERE id = (SELECT photo_id FROM file"
                   " WHERE id = ?1)",
                   file, content));
  return database.run(
      "UPDATE file SET size = ?2, mtime_ns = ?3, inode = ?4, device = ?5,"
      " needs_read = 0, seen_ms = ?6 WHERE id = ?1",
      file, stat.size, stat.mtimeNs, stat.inode, stat.device, stat.seenMs);
}

Status PhotoStore::remove(WriteToken& token, std::span<const PhotoId> photos) {
  const Database& database = token.database();
  for (const PhotoId photo : photos) {
    CALOTYPE_CHECK(database.run("UPDATE album SET cover_id = NULL WHERE cover_id = ?1", photo));
    CALOTYPE_CHECK(
        database.run("UPDATE file SET photo_id = NULL, needs_read = 1 WHERE photo_id = ?1", photo));
    CALOTYPE_CHECK(TextIndex(database).remove(token, photo));
    CALOTYPE_CHECK(database.run("DELETE FROM photo WHERE id = ?1", photo));
  }
  return {};
}

Result<std::optional<PhotoId>> PhotoStore::find(const Sha256& content) const {
  CALOTYPE_TRY(const auto id, database_.value("SELECT id FROM photo WHERE content = ?1", content));
  return id ? std::optional(PhotoId{*id}) : std::nullopt;
}

Result<Sha256> PhotoStore::contentOf(PhotoId photo) const {
  CALOTYPE_TRY(auto row, database_.query("SELECT content FROM photo WHERE id = ?1", photo));
  CALOTYPE_TRY(const bool there, row.step());
  Sha256 content{};
  if (!there || row.blob(0).size() != content.size())
    return fail(Code::NotFound, "The photo is no longer in the catalog.");
  std::memcpy(content.data(), row.blob(0).data(), content.size());
  return content;
}

}  // namespace calotype::catalog
