// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/replaced_store.h"

#include <algorithm>
#include <span>
#include <utility>

#include "catalog/store/photo_store.h"
#include "catalog/store/sidecar_store.h"
#include "catalog/store/text_index.h"
#include "catalog/store/user_rows.h"

namespace calotype::catalog {

namespace {

using Pairs = std::vector<std::pair<PhotoId, PhotoId>>;

Result<Pairs> pairs(Statement rows) {
  Pairs all;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return all;
    all.emplace_back(rows.id<PhotoId>(0), rows.id<PhotoId>(1));
  }
}

}  // namespace

Status ReplacedStore::note(WriteToken& token, PhotoId old, PhotoId now, bool unknown) {
  return token.database().run(
      "INSERT OR IGNORE INTO replaced (old_id, new_id, was_unknown) VALUES (?1, ?2, ?3)", old, now,
      unknown);
}

/// The same picture, with other metadata, that came to the catalog since.
Status ReplacedStore::follow(WriteToken& token, PhotoId old, std::int64_t sinceMs,
                             Settled& settled) {
  const Database& database = token.database();
  CALOTYPE_TRY(auto rows, database.query("SELECT old.id, new.id FROM photo AS old"
                                         " JOIN photo AS new ON new.pixel_hash = old.pixel_hash"
                                         " AND new.id <> old.id"
                                         " WHERE old.id = ?1 AND new.added_ms >= ?2",
                                         old, sinceMs));
  CALOTYPE_TRY(const auto found, pairs(std::move(rows)));
  for (const auto& entry : found) {
    const PhotoId now = entry.second;
    CALOTYPE_TRY(const bool hasWork, hasUserRows(database, now));
    if (hasWork) continue;
    CALOTYPE_CHECK(copyUserRows(token, old, now));
    CALOTYPE_CHECK(SidecarStore(database).queue(token, std::span(&now, 1)));
    CALOTYPE_CHECK(TextIndex(database).refresh(token, now));
    settled.changed.push_back(now);
  }
  return {};
}

Status ReplacedStore::settlePlaces(WriteToken& token, std::span<const FileId> absent,
                                   std::int64_t sinceMs, Settled& settled) {
  const Database& database = token.database();
  for (const FileId file : absent) {
    CALOTYPE_TRY(const auto held, database.value("SELECT photo_id FROM file WHERE id = ?1", file));
    if (held) CALOTYPE_CHECK(follow(token, PhotoId{*held}, sinceMs, settled));
  }
  CALOTYPE_TRY(auto lost, database.query("SELECT DISTINCT old_id, 0 FROM replaced"));
  CALOTYPE_TRY(const auto losers, pairs(std::move(lost)));
  for (const auto& entry : losers) CALOTYPE_CHECK(follow(token, entry.first, sinceMs, settled));

  CALOTYPE_TRY(auto edited,
               database.query("SELECT old_id, new_id FROM replaced"
                              " JOIN photo AS old ON old.id = old_id"
                              " JOIN photo AS new ON new.id = new_id"
                              " WHERE was_unknown = 1 AND old.files = 0 AND old.hidden = 0"
                              " AND old.taken_ms IS new.taken_ms AND NOT EXISTS (SELECT 1"
                              " FROM photo AS twin WHERE twin.pixel_hash = old.pixel_hash"
                              " AND twin.files > 0)"));
  CALOTYPE_TRY(const auto found, pairs(std::move(edited)));
  for (const auto& [old, now] : found) {
    CALOTYPE_CHECK(copyUserRows(token, old, now));
    CALOTYPE_CHECK(SidecarStore(database).queue(token, std::span(&now, 1)));
    CALOTYPE_CHECK(TextIndex(database).refresh(token, now));
    settled.changed.push_back(now);
  }
  CALOTYPE_CHECK(removeUnheld(token, settled));
  return database.run("DELETE FROM replaced");
}

/// Photos that lost their only place and have nothing that would be lost with them.
Status ReplacedStore::removeUnheld(WriteToken& token, Settled& settled) {
  const Database& database = token.database();
  CALOTYPE_TRY(auto unheld,
               database.query("SELECT DISTINCT old_id, coalesce((SELECT twin.id FROM photo AS twin"
                              " WHERE twin.pixel_hash = old.pixel_hash AND twin.files > 0 LIMIT 1),"
                              " 0) FROM replaced JOIN photo AS old ON old.id = old_id"
                              " WHERE NOT EXISTS (SELECT 1 FROM file WHERE photo_id = old_id)"));
  CALOTYPE_TRY(const auto found, pairs(std::move(unheld)));
  for (const auto& [old, twin] : found) {
    CALOTYPE_TRY(const bool precious, hasUserRows(database, old));
    if (precious && twin == PhotoId{}) continue;
    if (twin != PhotoId{})
      CALOTYPE_CHECK(database.run("UPDATE album SET cover_id = ?2 WHERE cover_id = ?1", old, twin));
    CALOTYPE_CHECK(PhotoStore(database).remove(token, std::span(&old, 1)));
    settled.removed.push_back(old);
  }
  return {};
}

Status ReplacedStore::settleMissing(WriteToken& token, Settled& settled) {
  const Database& database = token.database();
  CALOTYPE_TRY(auto moved,
               database.query("SELECT DISTINCT old.id, min(new.id) FROM file"
                              " JOIN photo AS old ON old.id = file.photo_id"
                              " JOIN photo AS new ON new.pixel_hash = old.pixel_hash"
                              " WHERE state = 'missing' AND old.files = 0 AND old.hidden = 0"
                              " AND new.files > 0 GROUP BY old.id"));
  CALOTYPE_TRY(const auto found, pairs(std::move(moved)));
  for (const auto& [old, now] : found) {
    CALOTYPE_TRY(const bool precious, hasUserRows(database, old));
    if (!precious) continue;
    CALOTYPE_CHECK(copyUserRows(token, old, now));
    CALOTYPE_CHECK(SidecarStore(database).queue(token, std::span(&now, 1)));
    CALOTYPE_CHECK(database.run("UPDATE album SET cover_id = ?2 WHERE cover_id = ?1", old, now));
    CALOTYPE_CHECK(database.run("DELETE FROM file WHERE photo_id = ?1", old));
    CALOTYPE_CHECK(PhotoStore(database).remove(token, std::span(&old, 1)));
    CALOTYPE_CHECK(TextIndex(database).refresh(token, now));
    settled.changed.push_back(now);
    settled.removed.push_back(old);
  }
  return {};
}

}  // namespace calotype::catalog
