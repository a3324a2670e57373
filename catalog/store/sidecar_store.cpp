// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/sidecar_store.h"

#include <cstring>

#include "catalog/settings.h"
#include "catalog/store/photo_tag_store.h"
#include "catalog/store/setting_store.h"
#include "catalog/store/tag_store.h"
#include "catalog/store/text_index.h"
#include "catalog/store/user_rows.h"

namespace calotype::catalog {

namespace {

std::string lines(const std::vector<std::string>& texts) {
  std::string all;
  for (const auto& text : texts) {
    if (!all.empty()) all += '\n';
    all += text;
  }
  return all;
}

std::vector<std::string> fromLines(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const auto end = text.find('\n');
    all.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return all;
}

/// The tag that a sidecar names, by its whole path, so that "bird" is the one tag "animal/bird".
Result<std::vector<std::string>> inTheTree(const Database& database,
                                           const std::vector<std::string>& paths) {
  const TagStore tags(database);
  std::vector<std::string> known;
  for (const auto& path : paths) {
    CALOTYPE_TRY(const auto tag, tags.findPath(path));
    if (!tag) {
      known.push_back(path);
      continue;
    }
    CALOTYPE_TRY(auto whole, tags.writtenPathOf(*tag));
    known.push_back(std::move(whole));
  }
  return known;
}

/// A tag that the sidecars have and the catalog lacks. What the user took away before the sidecars
/// were ever read stays away.
Status addTag(WriteToken& token, PhotoId photo, const std::string& path, bool firstTime,
              std::int64_t nowMs) {
  const Database& database = token.database();
  const auto tag = TagStore(database).addPath(token, path);
  if (!tag && tag.error().code == Code::InvalidArgument) return {};
  if (!tag) return tl::make_unexpected(tag.error());
  CALOTYPE_TRY(const auto state, PhotoTagStore(database).stateOf(photo, *tag));
  if (firstTime && state == TagState::Rejected) return {};
  return database.run(
      "INSERT INTO photo_tag (photo_id, tag_id, origin, state, at_ms)"
      " VALUES (?1, ?2, 'file', 'accepted', ?3) ON CONFLICT (photo_id, tag_id, origin)"
      " DO UPDATE SET state = 'accepted', at_ms = ?3",
      photo, *tag, nowMs);
}

Status takeTagAway(WriteToken& token, PhotoId photo, const std::string& path, std::int64_t nowMs) {
  CALOTYPE_TRY(const auto tag, TagStore(token.database()).findPath(path));
  if (!tag) return {};
  return PhotoTagStore(token.database()).takeAway(token, std::span(&photo, 1), *tag, nowMs);
}

Result<std::optional<PhotoId>> photoIn(const Database& database, FileId file) {
  CALOTYPE_TRY(const auto id, database.value("SELECT photo_id FROM file WHERE id = ?1", file));
  return id ? std::optional(PhotoId{*id}) : std::nullopt;
}

Status applyTo(WriteToken& token, PhotoId photo, const Merged& merged, bool firstTime,
               std::int64_t nowMs) {
  const Database& database = token.database();
  if (merged.rating)
    CALOTYPE_CHECK(
        database.run("UPDATE photo SET rating = ?2 WHERE id = ?1", photo, *merged.rating));
  if (merged.reject)
    CALOTYPE_CHECK(database.run("UPDATE photo SET flag = -1 WHERE id = ?1 AND flag = 0", photo));
  if (merged.caption)
    CALOTYPE_CHECK(
        database.run("UPDATE photo SET caption = ?2 WHERE id = ?1", photo, *merged.caption));
  for (const auto& path : merged.add) CALOTYPE_CHECK(addTag(token, photo, path, firstTime, nowMs));
  for (const auto& path : merged.takeAway) CALOTYPE_CHECK(takeTagAway(token, photo, path, nowMs));
  return {};
}

bool changesPhoto(const Merged& merged) {
  return merged.rating || merged.reject || merged.caption || !merged.add.empty() ||
         !merged.takeAway.empty();
}

}  // namespace

Status SidecarStore::noteSeen(WriteToken& token, FileId file, std::int64_t stamp) {
  return token.database().run(
      "INSERT INTO sidecar (file_id, seen) VALUES (?1, ?2)"
      " ON CONFLICT (file_id) DO UPDATE SET seen = ?2",
      file, stamp);
}

Status SidecarStore::forget(WriteToken& token, FileId file) {
  return token.database().run(
      "UPDATE sidecar SET read = 0, rating = NULL, caption = NULL, tags = NULL,"
      " other_rating = NULL, other_caption = NULL WHERE file_id = ?1",
      file);
}

Result<std::vector<SidecarToRead>> SidecarStore::toRead(std::span<const RootId> roots, FileId after,
                                                        std::size_t limit) const {
  std::string list;
  for (const RootId root : roots)
    list += (list.empty() ? "" : ",") + std::to_string(std::int64_t(root));
  CALOTYPE_TRY(auto rows,
               database_.query("SELECT file_id, root_id, root.path, file.path FROM sidecar"
                               " JOIN file ON file.id = file_id JOIN root ON root.id = root_id"
                               " WHERE seen <> read AND file_id > ?1 AND state = 'present'"
                               " AND needs_read = 0 AND photo_id IS NOT NULL AND root_id IN (" +
                                   list + ") ORDER BY file_id LIMIT ?2",
                               after, limit));
  std::vector<SidecarToRead> files;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return files;
    files.push_back(
        {rows.id<FileId>(0), rows.id<RootId>(1), fs::path(rows.bytes(2)) / rows.bytes(3)});
  }
}

Result<KnownSidecar> SidecarStore::known(FileId file) const {
  CALOTYPE_TRY(auto row, database_.query("SELECT read, rating, caption, tags, other_rating IS NOT"
                                         " NULL OR other_caption IS NOT NULL FROM sidecar"
                                         " WHERE file_id = ?1",
                                         file));
  CALOTYPE_TRY(const bool there, row.step());
  KnownSidecar known;
  if (!there) return known;
  known.read = row.integer(0);
  known.conflict = row.integer(4) != 0;
  if (row.isNull(3)) return known;
  auto& before = known.before.emplace();
  if (const auto stars = row.optionalInteger(1)) before.rating = int(*stars);
  before.caption = row.text(2);
  before.tags = fromLines(row.text(3));
  return known;
}

Result<bool> SidecarStore::follow(WriteToken& token, FileId file, std::int64_t stamp,
                                  const Said& now, const Said& fileSays, std::int64_t nowMs) {
  const Database& database = token.database();
  const SidecarStore here(database);
  CALOTYPE_TRY(const auto photo, photoIn(database, file));
  if (!photo) return false;
  CALOTYPE_TRY(const auto known, here.known(file));
  CALOTYPE_TRY(auto catalog, here.wordsOf(*photo));
  Said said = now;
  if (now.tags) {
    CALOTYPE_TRY(said.tags, inTheTree(database, *now.tags));
  }
  auto before = known.before.value_or(Said{fileSays.rating, fileSays.caption, std::nullopt});
  const auto merged = merge(before, said, catalog);
  CALOTYPE_CHECK(applyTo(token, *photo, merged, !known.before, nowMs));
  // What a conflict is about was said before, and goes on being so until somebody decides; one with
  // the photo's own file (followFile) is not ended by sidecars that are read for the first time.
  const auto rating = merged.otherRating ? before.rating : said.rating;
  const auto& caption = merged.otherCaption ? before.caption : said.caption;
  CALOTYPE_CHECK(database.run(
      "INSERT INTO sidecar (file_id, seen, read, rating, caption, tags, other_rating,"
      " other_caption) VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7)"
      " ON CONFLICT (file_id) DO UPDATE SET seen = ?2, read = ?2, rating = ?3, caption = ?4,"
      " tags = ?5, other_rating = iif(?8, ?6, coalesce(?6, other_rating)),"
      " other_caption = iif(?8, ?7, coalesce(?7, other_caption)), problem = NULL,"
      " written_ms = iif(?2 = 0, NULL, written_ms)",
      file, stamp, rating, caption, lines(said.tags.value_or(std::vector<std::string>())),
      merged.otherRating, merged.otherCaption, int(known.before.has_value())));
  if (merged.write && stamp != 0)
    CALOTYPE_CHECK(SidecarStore(database).queue(token, std::span(&*photo, 1)));
  if (changesPhoto(merged)) CALOTYPE_CHECK(TextIndex(database).refresh(token, *photo));
  return changesPhoto(merged) || merged.conflicts();
}

Status SidecarStore::followFile(WriteToken& token, PhotoId from, PhotoId to) {
  const Database& database = token.database();
  CALOTYPE_TRY(auto row,
               database.query("SELECT old.file_rating, coalesce(old.file_caption, ''),"
                              " new.file_rating, coalesce(new.file_caption, ''), old.rating,"
                              " coalesce(old.caption, '') FROM photo AS old, photo AS new"
                              " WHERE old.id = ?1 AND new.id = ?2"
                              " AND new.rating = max(coalesce(new.file_rating, 0), 0)"
                              " AND coalesce(new.caption, '') = coalesce(new.file_caption, '')",
                              from, to));
  CALOTYPE_TRY(const bool untouched, row.step());
  if (!untouched) return {};
  const auto said = [&](int column) {
    Said words;
    if (const auto stars = row.optionalInteger(column)) words.rating = int(*stars);
    words.caption = row.text(column + 1);
    return words;
  };
  const PhotoWords ours{int(row.integer(4)), std::string(row.text(5)), {}};
  const auto merged = merge(said(0), said(2), ours);
  row.reset();
  const auto caption = merged.caption.value_or(ours.caption);
  CALOTYPE_CHECK(
      database.run("UPDATE photo SET rating = ?2, caption = nullif(?3, '') WHERE id = ?1", to,
                   merged.rating.value_or(*ours.rating), caption));
  if (!merged.conflicts()) return {};
  return database.run(
      "INSERT INTO sidecar (file_id, seen, other_rating, other_caption)"
      " SELECT id, 0, ?2, ?3 FROM file WHERE photo_id = ?1 AND state = 'present'"
      " ON CONFLICT (file_id) DO UPDATE SET other_rating = ?2, other_caption = ?3",
      to, merged.otherRating, merged.otherCaption);
}

Status SidecarStore::noteProblem(WriteToken& token, FileId file, std::int64_t stamp,
                                 const Error& error) {
  return token.database().run(
      "INSERT INTO sidecar (file_id, seen, read, problem) VALUES (?1, ?2, ?2, ?3)"
      " ON CONFLICT (file_id) DO UPDATE SET seen = ?2, read = ?2, problem = ?3",
      file, stamp, error.message);
}

Status SidecarStore::noteWritten(WriteToken& token, FileId file, std::int64_t stamp,
                                 const PhotoWords& words, std::int64_t nowMs) {
  return token.database().run(
      "INSERT INTO sidecar (file_id, seen, read, rating, caption, tags, written_ms)"
      " VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6)"
      " ON CONFLICT (file_id) DO UPDATE SET seen = ?2, read = ?2, rating = coalesce(?3, rating),"
      " caption = ?4, tags = ?5, other_rating = NULL, other_caption = NULL, problem = NULL,"
      " written_ms = ?6",
      file, stamp, words.rating, words.caption, lines(words.tags), nowMs);
}

Result<bool> SidecarStore::writes() const {
  CALOTYPE_TRY(const auto setting, SettingStore(database_).find(kSidecars));
  if (numberOf(*findSetting(kSidecars), setting) > 0) return true;
  CALOTYPE_TRY(const auto embeds, database_.value("SELECT 1 FROM root WHERE embeds = 1 LIMIT 1"));
  return embeds.has_value();
}

Status SidecarStore::queue(WriteToken& token, std::span<const PhotoId> photos) {
  const Database& database = token.database();
  CALOTYPE_TRY(const bool wanted, SidecarStore(database).writes());
  if (!wanted) return {};
  for (const PhotoId photo : photos)
    CALOTYPE_CHECK(database.run(
        "INSERT INTO unwritten (photo_id, change) SELECT id, 1 FROM photo WHERE id = ?1"
        " ON CONFLICT (photo_id) DO UPDATE SET change = change + 1, not_before_ms = 0",
        photo));
  return {};
}

Status SidecarStore::queueAll(WriteToken& token) {
  return token.database().run(
      std::string("INSERT INTO unwritten (photo_id, change) SELECT id, 1 FROM photo WHERE ") +
      kHasUserWords +
      " OR EXISTS (SELECT 1 FROM file JOIN sidecar ON file_id = file.id WHERE photo_id = photo.id"
      " AND written_ms IS NOT NULL)"
      " ON CONFLICT (photo_id) DO UPDATE SET change = change + 1, not_before_ms = 0");
}

Result<std::vector<Unwritten>> SidecarStore::unwritten(std::int64_t nowMs,
                                                       std::size_t limit) const {
  CALOTYPE_TRY(auto rows, database_.query("SELECT photo_id, change FROM unwritten"
                                          " WHERE not_before_ms <= ?1 ORDER BY photo_id LIMIT ?2",
                                          nowMs, limit));
  std::vector<Unwritten> photos;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return photos;
    photos.push_back({rows.id<PhotoId>(0), rows.integer(1)});
  }
}

Result<std::int64_t> SidecarStore::countUnwritten() const {
  CALOTYPE_TRY(const auto count, database_.value("SELECT count(*) FROM unwritten"));
  return count.value_or(0);
}

Status SidecarStore::settle(WriteToken& token, const Unwritten& done) {
  return token.database().run("DELETE FROM unwritten WHERE photo_id = ?1 AND change = ?2",
                              done.photo, done.change);
}

Status SidecarStore::noteFailure(WriteToken& token, const Unwritten& failed,
                                 const std::string& message, std::int64_t notBeforeMs) {
  return token.database().run(
      "UPDATE unwritten SET message = ?2, not_before_ms = iif(change = ?4, ?3, 0)"
      " WHERE photo_id = ?1",
      failed.photo, message, notBeforeMs, failed.change);
}

Status SidecarStore::retry(WriteToken& token) {
  return token.database().run("UPDATE unwritten SET not_before_ms = 0");
}

Result<PhotoWords> SidecarStore::wordsOf(PhotoId photo) const {
  CALOTYPE_TRY(auto row,
               database_.query("SELECT rating, flag, caption FROM photo WHERE id = ?1", photo));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return fail(Code::NotFound, "The photo is no longer in the catalog.");
  PhotoWords words;
  // A rejected photo without stars: a sidecar may say so with a rating of -1, which stays.
  const int stars = int(row.integer(0));
  if (stars > 0 || row.integer(1) >= 0) words.rating = stars;
  words.caption = row.text(2);
  CALOTYPE_TRY(auto tags, database_.query("SELECT DISTINCT tag_id FROM photo_tag"
                                          " WHERE photo_id = ?1 AND state = 'accepted'"
                                          " ORDER BY tag_id",
                                          photo));
  const TagStore tree(database_);
  while (true) {
    CALOTYPE_TRY(const bool tag, tags.step());
    if (!tag) return words;
    CALOTYPE_TRY(auto path, tree.writtenPathOf(tags.id<TagId>(0)));
    words.tags.push_back(std::move(path));
  }
}

Result<bool> SidecarStore::hasUserWords(PhotoId photo) const {
  CALOTYPE_TRY(
      const auto has,
      database_.value(std::string("SELECT 1 FROM photo WHERE id = ?1 AND (") + kHasUserWords + ")",
                      photo));
  return has.has_value();
}

Status SidecarStore::addReplacing(WriteToken& token, const Replacing& replacing) {
  return token.database().run(
      "INSERT OR REPLACE INTO replacing (path, file_id, content) VALUES (?1, ?2, ?3)",
      replacing.path, replacing.file, replacing.content);
}

Status SidecarStore::removeReplacing(WriteToken& token, const fs::path& path) {
  return token.database().run("DELETE FROM replacing WHERE path = ?1", path);
}

Result<std::vector<Replacing>> SidecarStore::replacing() const {
  CALOTYPE_TRY(auto rows, database_.query("SELECT path, file_id, content FROM replacing"));
  std::vector<Replacing> all;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return all;
    Replacing each{rows.bytes(0), rows.id<FileId>(1), std::nullopt};
    if (const auto content = rows.blob(2); content.size() == sizeof(Sha256))
      std::memcpy(each.content.emplace().data(), content.data(), content.size());
    all.push_back(std::move(each));
  }
}

Result<WordsState> SidecarStore::stateOf(PhotoId photo) const {
  WordsState state;
  CALOTYPE_TRY(auto rows, database_.query("SELECT root.path, file.path, written_ms, other_rating,"
                                          " other_caption, problem FROM file"
                                          " JOIN root ON root.id = root_id"
                                          " LEFT JOIN sidecar ON file_id = file.id"
                                          " WHERE photo_id = ?1 AND state = 'present'"
                                          " ORDER BY file.id",
                                          photo));
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) break;
    state.file = fs::path(rows.bytes(0)) / rows.bytes(1);
    if (const auto at = rows.optionalInteger(2)) {
      state.writtenMs = *at;
      state.kind = WordsState::Kind::Written;
    }
    if (const auto stars = rows.optionalInteger(3)) state.otherRating = int(*stars);
    if (!rows.isNull(4)) state.otherCaption = std::string(rows.text(4));
    if (!rows.isNull(5)) {
      state.message = rows.text(5);
      state.kind = WordsState::Kind::Failed;
    }
    if (state.otherRating || state.otherCaption) {
      state.kind = WordsState::Kind::Conflict;
      return state;
    }
  }
  CALOTYPE_TRY(auto waiting,
               database_.query("SELECT message FROM unwritten WHERE photo_id = ?1", photo));
  CALOTYPE_TRY(const bool waits, waiting.step());
  if (!waits || state.kind == WordsState::Kind::Failed) return state;
  state.kind = waiting.isNull(0) ? WordsState::Kind::Pending : WordsState::Kind::Failed;
  state.message = waiting.text(0);
  return state;
}

Result<std::vector<WordsTrouble>> SidecarStore::troubles() const {
  CALOTYPE_TRY(auto rows,
               database_.query("SELECT photo_id FROM unwritten WHERE message IS NOT NULL"
                               " UNION SELECT photo_id FROM sidecar JOIN file ON file.id = file_id"
                               " WHERE photo_id IS NOT NULL AND state = 'present'"
                               " AND (other_rating IS NOT NULL OR other_caption IS NOT NULL"
                               " OR problem IS NOT NULL) ORDER BY photo_id"));
  std::vector<WordsTrouble> troubles;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return troubles;
    WordsTrouble trouble{rows.id<PhotoId>(0), {}};
    CALOTYPE_TRY(trouble.state, stateOf(trouble.photo));
    troubles.push_back(std::move(trouble));
  }
}

Status SidecarStore::decide(WriteToken& token, PhotoId photo, bool bySidecar) {
  const Database& database = token.database();
  CALOTYPE_TRY(const auto state, SidecarStore(database).stateOf(photo));
  if (bySidecar && state.otherRating)
    CALOTYPE_CHECK(
        database.run("UPDATE photo SET rating = ?2 WHERE id = ?1", photo, *state.otherRating));
  if (bySidecar && state.otherCaption)
    CALOTYPE_CHECK(
        database.run("UPDATE photo SET caption = ?2 WHERE id = ?1", photo, *state.otherCaption));
  CALOTYPE_CHECK(database.run(
      "UPDATE sidecar SET rating = coalesce(other_rating, rating),"
      " caption = coalesce(other_caption, caption), other_rating = NULL, other_caption = NULL"
      " WHERE file_id IN (SELECT id FROM file WHERE photo_id = ?1)",
      photo));
  return SidecarStore(database).queue(token, std::span(&photo, 1));
}

}  // namespace calotype::catalog
