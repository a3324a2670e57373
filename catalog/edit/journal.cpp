// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/edit/journal.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <set>

#include "catalog/edit/apply.h"
#include "catalog/store/changeset.h"
#include "catalog/store/sidecar_store.h"
#include "catalog/store/text_index.h"
#include "model/base/hash.h"

namespace calotype::catalog {

namespace {

constexpr const char* kTrashed = "trash";
constexpr const char* kRestored = "restore";

std::string asBytes(std::span<const PhotoId> photos) {
  const auto bytes = std::as_bytes(photos);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::vector<PhotoId> asPhotos(std::span<const std::byte> bytes) {
  std::vector<PhotoId> photos(bytes.size() / sizeof(PhotoId));
  if (!photos.empty()) std::memcpy(photos.data(), bytes.data(), photos.size() * sizeof(PhotoId));
  return photos;
}

/// The photos a changeset concerns, those that bear a changed tag among them; their words for
/// searching are written anew.
Result<std::vector<PhotoId>> refreshWords(WriteToken& token, const std::string& changes) {
  const Database& database = token.database();
  CALOTYPE_TRY(auto rows, rowsIn(changes));
  std::set<PhotoId> photos(rows.photos.begin(), rows.photos.end());
  for (const auto tag : rows.tags) {
    CALOTYPE_TRY(auto bearers,
                 database.query("SELECT photo_id FROM photo_tag WHERE tag_id = ?1", tag));
    while (true) {
      CALOTYPE_TRY(const bool row, bearers.step());
      if (!row) break;
      photos.insert(bearers.id<PhotoId>(0));
    }
  }
  std::vector<PhotoId> changed;
  for (const PhotoId photo : photos) {
    const auto refreshed = TextIndex(database).refresh(token, photo);
    if (refreshed)
      changed.push_back(photo);
    else if (refreshed.error().code != Code::NotFound)
      return tl::make_unexpected(refreshed.error());
  }
  return changed;
}

struct Entry {
  std::int64_t id = 0;
  EditName name;
  std::string changes;
  std::vector<PhotoId> moved;
  bool damaged = false;
};

std::int64_t checksumOf(std::string_view changes) {
  return std::bit_cast<std::int64_t>(xxh3(asBlob(changes)));
}

constexpr const char* kNextUndo =
    "SELECT id, action, subject, photos, changes, moved, checksum FROM journal WHERE undone = 0"
    " ORDER BY id DESC LIMIT 1";
constexpr const char* kNextRedo =
    "SELECT id, action, subject, photos, changes, moved, checksum FROM journal WHERE undone = 1"
    " ORDER BY id LIMIT 1";

Result<std::optional<Entry>> readEntry(const Database& database, const char* sql) {
  CALOTYPE_TRY(auto row, database.prepare(sql));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return std::optional<Entry>();
  Entry entry;
  entry.id = row.integer(0);
  entry.name = {std::string(row.text(1)), std::string(row.text(2)), row.integer(3)};
  entry.changes = row.bytes(4);
  entry.moved = asPhotos(row.blob(5));
  entry.damaged = !row.isNull(6) && row.integer(6) != checksumOf(entry.changes);
  return std::optional(std::move(entry));
}

}  // namespace

Status Journal::enter(WriteToken& token, const EditName& name, const std::string& changes,
                      std::span<const PhotoId> moved, std::int64_t nowMs) {
  const Database& database = token.database();
  CALOTYPE_CHECK(database.run("DELETE FROM journal WHERE undone = 1"));
  const auto movedBytes = moved.empty() ? std::nullopt : std::optional(asBytes(moved));
  CALOTYPE_CHECK(database.run(
      "INSERT INTO journal (at_ms, action, subject, photos, changes, moved,"
      " checksum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      nowMs, name.action, name.subject, name.photos, asBlob(changes),
      movedBytes ? std::optional(asBlob(*movedBytes)) : std::nullopt, checksumOf(changes)));
  return database.run("DELETE FROM journal WHERE id <= (SELECT max(id) FROM journal) - ?1", kKept);
}

Result<EditDone> Journal::record(WriteToken& token, std::int64_t nowMs,
                                 const std::function<Status(EditDone&)>& work) {
  EditDone done;
  CALOTYPE_TRY(auto recorder, ChangeRecorder::begin(token.database()));
  CALOTYPE_CHECK(work(done));
  CALOTYPE_TRY(const auto changes, recorder.finish());
  if (changes.empty()) return done;
  done.changed = true;
  CALOTYPE_CHECK(enter(token, done.name, changes, {}, nowMs));
  CALOTYPE_TRY(done.photos, refreshWords(token, changes));
  CALOTYPE_CHECK(SidecarStore(token.database()).queue(token, done.photos));
  return done;
}

Result<EditDone> Journal::apply(WriteToken& token, const Edit& edit, std::int64_t nowMs) {
  return record(token, nowMs, [&](EditDone& done) { return applyEdit(token, edit, done, nowMs); });
}

EditDone Journal::moveFiles(WriteToken& token, const char* action, std::span<const PhotoId> photos,
                            std::int64_t nowMs) {
  Trash bin(token.database());
  EditDone done;
  for (const PhotoId photo : photos) {
    auto moved = action == std::string_view(kTrashed) ? bin.put(token, photo, nowMs)
                                                      : bin.bringBack(token, photo);
    if (moved)
      done.photos.push_back(photo);
    else
      done.problems.push_back(std::move(moved).error());
  }
  done.name = {action, "", std::int64_t(done.photos.size())};
  done.changed = !done.photos.empty();
  return done;
}

Result<EditDone> Journal::trash(WriteToken& token, std::span<const PhotoId> photos,
                                std::int64_t nowMs) {
  auto done = moveFiles(token, kTrashed, photos, nowMs);
  if (done.changed) CALOTYPE_CHECK(enter(token, done.name, {}, done.photos, nowMs));
  return done;
}

Result<EditDone> Journal::restore(WriteToken& token, std::span<const PhotoId> photos,
                                  std::int64_t nowMs) {
  auto done = moveFiles(token, kRestored, photos, nowMs);
  if (done.changed) CALOTYPE_CHECK(enter(token, done.name, {}, done.photos, nowMs));
  return done;
}

Result<EditDone> Journal::take(WriteToken& token, Step step, std::int64_t nowMs) {
  const Database& database = token.database();
  const bool back = step == Step::Undo;
  CALOTYPE_TRY(auto entry, readEntry(database, back ? kNextUndo : kNextRedo));
  if (!entry)
    return fail(Code::NotFound,
                back ? "There is nothing to undo." : "There is nothing to do again.");
  if (entry->damaged)
    return fail(Code::Corrupt,
                "What this change was is damaged in the catalog, so it stays as it is. Look the "
                "catalog through with: calotype-cli catalog check");
  EditDone done;
  if (entry->moved.empty()) {
    CALOTYPE_CHECK(
        applyChanges(database, entry->changes, back ? Direction::Back : Direction::Forward));
    CALOTYPE_TRY(done.photos, refreshWords(token, entry->changes));
    CALOTYPE_CHECK(SidecarStore(database).queue(token, done.photos));
  } else {
    const bool toBin = (entry->name.action == kTrashed) != back;
    done = moveFiles(token, toBin ? kTrashed : kRestored, entry->moved, nowMs);
    if (!done.changed && !done.problems.empty()) return tl::make_unexpected(done.problems.front());
  }
  done.changed = true;
  done.name = std::move(entry->name);
  CALOTYPE_CHECK(
      database.run("UPDATE journal SET undone = ?2 WHERE id = ?1", entry->id, back ? 1 : 0));
  return done;
}

Result<EditDone> Journal::undo(WriteToken& token, std::int64_t nowMs) {
  return take(token, Step::Undo, nowMs);
}

Result<EditDone> Journal::redo(WriteToken& token, std::int64_t nowMs) {
  return take(token, Step::Redo, nowMs);
}

Result<std::int64_t> Journal::damagedEntries() const {
  CALOTYPE_TRY(auto rows, database_.query("SELECT changes, checksum FROM journal"
                                          " WHERE checksum IS NOT NULL"));
  std::int64_t damaged = 0;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return damaged;
    if (checksumOf(rows.bytes(0)) != rows.integer(1)) ++damaged;
  }
}

Result<JournalState> Journal::state() const {
  JournalState state;
  const auto nameOf = [](std::optional<Entry> entry) {
    return entry ? std::optional(std::move(entry->name)) : std::nullopt;
  };
  CALOTYPE_TRY(auto undo, readEntry(database_, kNextUndo));
  CALOTYPE_TRY(auto redo, readEntry(database_, kNextRedo));
  state.undo = nameOf(std::move(undo));
  state.redo = nameOf(std::move(redo));
  return state;
}

std::string describe(const EditName& name) {
  const auto photos = name.photos == 1 ? "1 photo" : std::to_string(name.photos) + " photos";
  struct Words {
    const char* action;
    const char* before;
    bool subject, photos;
  };
  static constexpr Words kWords[] = {
      {"rating", "rating", true, true},
      {"flag", "flag", true, true},
      {"colour", "colour", true, true},
      {"caption", "caption", false, true},
      {"tag.add", "tag", true, true},
      {"tag.remove", "removing the tag", true, true},
      {"tag.accept", "accepting the tag", true, true},
      {"tag.reject", "refusing the tag", true, true},
      {"tag.create", "new tag", true, false},
      {"tag.rename", "renaming the tag", true, false},
      {"tag.move", "moving the tag", true, false},
      {"tag.merge", "merging the tag", true, false},
      {"tag.delete", "deleting the tag", true, false},
      {"tag.run", "tagging", false, true},
      {"album.add", "adding to the album", true, true},
      {"album.remove", "taking out of the album", true, true},
      {"album.create", "new album", true, true},
      {"album.rename", "renaming the album", true, false},
      {"album.delete", "deleting the album", true, false},
      {"search.save", "saving the search", true, false},
      {"search.change", "changing the saved search", true, false},
      {"sidecar", "taking over from a sidecar", false, true},
      {"trash", "moving to the trash", false, true},
      {"restore", "restoring from the trash", false, true},
  };
  for (const auto& words : kWords) {
    if (name.action != words.action) continue;
    std::string text = words.before;
    if (words.subject) text += " \"" + name.subject + "\"";
    if (words.photos) text += ": " + photos;
    return text;
  }
  return name.action;
}

}  // namespace calotype::catalog
