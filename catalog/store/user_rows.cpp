// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/user_rows.h"

#include "catalog/store/sidecar_store.h"

namespace calotype::catalog {

Status copyUserRows(WriteToken& token, PhotoId from, PhotoId to) {
  const Database& database = token.database();
  CALOTYPE_CHECK(SidecarStore(database).followFile(token, from, to));
  CALOTYPE_CHECK(
      database.run("UPDATE photo SET rating = iif(photo.rating = 0, old.rating, photo.rating),"
                   " flag = iif(photo.flag = 0, old.flag, photo.flag),"
                   " colour = iif(photo.colour = 0, old.colour, photo.colour),"
                   " caption = coalesce(photo.caption, old.caption),"
                   " title = coalesce(photo.title, old.title),"
                   " hidden = max(photo.hidden, old.hidden)"
                   " FROM photo AS old WHERE old.id = ?1 AND photo.id = ?2",
                   from, to));
  CALOTYPE_CHECK(
      database.run("INSERT OR IGNORE INTO photo_tag"
                   " SELECT ?2, tag_id, origin, state, score, probability, prompt, at_ms, model_id "
                   "FROM photo_tag"
                   " WHERE photo_id = ?1 AND (origin = 'user' OR state = 'rejected'"
                   " OR (origin <> 'file' AND state = 'accepted'))",
                   from, to));
  return database.run(
      "INSERT OR IGNORE INTO album_photo"
      " SELECT album_id, ?2, position FROM album_photo WHERE photo_id = ?1",
      from, to);
}

Result<bool> hasUserRows(const Database& database, PhotoId photo) {
  CALOTYPE_TRY(
      const auto found,
      database.value(
          "SELECT rating <> 0 OR flag <> 0 OR colour <> 0 OR hidden <> 0"
          " OR EXISTS (SELECT 1 FROM photo_tag WHERE photo_id = photo.id AND (origin = 'user'"
          "   OR state = 'rejected' OR (origin <> 'file' AND state = 'accepted')))"
          " OR EXISTS (SELECT 1 FROM album_photo WHERE photo_id = photo.id)"
          " FROM photo WHERE id = ?1",
          photo));
  return found.value_or(0) != 0;
}

}  // namespace calotype::catalog
