// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/changeset.h"

#define SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_PREUPDATE_HOOK
#include <sqlite3.h>

#include <algorithm>
#include <string_view>

namespace calotype::catalog {

namespace {

constexpr const char* kTables[] = {"photo", "tag", "photo_tag", "album", "album_photo"};

struct FreeBytes {
  void operator()(void* bytes) const { sqlite3_free(bytes); }
};
using Bytes = std::unique_ptr<void, FreeBytes>;

Error refusal(int code) {
  return sqliteError(nullptr, code, "The change could not be recorded or taken back");
}

/// What became of rows that were not as the changes expect them.
struct Conflicts {
  bool nameTaken = false;
  bool danglingRows = false;
};

int settle(void* context, int kind, sqlite3_changeset_iter* change) {
  auto& conflicts = *static_cast<Conflicts*>(context);
  const char* table = nullptr;
  int columns = 0, operation = 0, indirect = 0;
  switch (kind) {
    case SQLITE_CHANGESET_CONFLICT:  // a row with this key is there: the user's takes its place
      return SQLITE_CHANGESET_REPLACE;
    case SQLITE_CHANGESET_CONSTRAINT:
      sqlite3changeset_op(change, &table, &columns, &operation, &indirect);
      // A row of a photo, tag or album that is gone has nothing to hang on.
      if (std::string_view(table) == "photo_tag" || std::string_view(table) == "album_photo")
        return SQLITE_CHANGESET_OMIT;
      conflicts.nameTaken = true;
      return SQLITE_CHANGESET_ABORT;
    case SQLITE_CHANGESET_FOREIGN_KEY:
      conflicts.danglingRows = true;
      return SQLITE_CHANGESET_OMIT;
    default:  // changed by somebody else since, or gone
      return SQLITE_CHANGESET_OMIT;
  }
}

Status removeDanglingRows(const Database& database) {
  return database.execute(
      "DELETE FROM photo_tag WHERE photo_id NOT IN (SELECT id FROM photo)"
      " OR tag_id NOT IN (SELECT id FROM tag);"
      "DELETE FROM album_photo WHERE photo_id NOT IN (SELECT id FROM photo)"
      " OR album_id NOT IN (SELECT id FROM album);"
      "UPDATE album SET cover_id = NULL WHERE cover_id NOT IN (SELECT id FROM photo);"
      "UPDATE tag SET parent_id = NULL WHERE parent_id NOT IN (SELECT id FROM tag)");
}

/// The changed row's key column; of an UPDATE or DELETE it stands among the old values.
std::int64_t keyOf(sqlite3_changeset_iter* change, int operation, int column) {
  sqlite3_value* value = nullptr;
  if (operation == SQLITE_INSERT)
    sqlite3changeset_new(change, column, &value);
  else
    sqlite3changeset_old(change, column, &value);
  return value == nullptr ? 0 : sqlite3_value_int64(value);
}

}  // namespace

void ChangeRecorder::Delete::operator()(sqlite3_session* session) const {
  sqlite3session_delete(session);
}

Result<ChangeRecorder> ChangeRecorder::begin(const Database& database) {
  sqlite3_session* session = nullptr;
  int code = sqlite3session_create(database.connection(), "main", &session);
  ChangeRecorder recorder(session);
  for (const char* table : kTables)
    if (code == SQLITE_OK) code = sqlite3session_attach(session, table);
  if (code != SQLITE_OK) return tl::make_unexpected(refusal(code));
  return recorder;
}

Result<std::string> ChangeRecorder::finish() {
  int size = 0;
  void* bytes = nullptr;
  const int code = sqlite3session_changeset(session_.get(), &size, &bytes);
  const Bytes owned(bytes);
  if (code != SQLITE_OK) return tl::make_unexpected(refusal(code));
  return std::string(static_cast<const char*>(bytes), std::size_t(size));
}

Status applyChanges(const Database& database, const std::string& changes, Direction direction) {
  int size = int(changes.size());
  void* bytes = const_cast<char*>(changes.data());
  Bytes inverted;
  if (direction == Direction::Back) {
    const int code = sqlite3changeset_invert(size, bytes, &size, &bytes);
    inverted.reset(bytes);
    if (code != SQLITE_OK) return tl::make_unexpected(refusal(code));
  }
  Conflicts conflicts;
  const int code =
      sqlite3changeset_apply(database.connection(), size, bytes, nullptr, settle, &conflicts);
  if (conflicts.nameTaken)
    return fail(Code::Busy,
                "This cannot be done, since the name that it needs was given to something else "
                "meanwhile. Rename that first.");
  if (code != SQLITE_OK) return tl::make_unexpected(refusal(code));
  return conflicts.danglingRows ? removeDanglingRows(database) : Status();
}

Result<ChangedRows> rowsIn(const std::string& changes) {
  sqlite3_changeset_iter* change = nullptr;
  int code =
      sqlite3changeset_start(&change, int(changes.size()), const_cast<char*>(changes.data()));
  if (code != SQLITE_OK) return tl::make_unexpected(refusal(code));
  ChangedRows rows;
  while ((code = sqlite3changeset_next(change)) == SQLITE_ROW) {
    const char* name = nullptr;
    int columns = 0, operation = 0, indirect = 0;
    sqlite3changeset_op(change, &name, &columns, &operation, &indirect);
    const std::string_view table(name);
    if (table == "photo" || table == "photo_tag")
      rows.photos.push_back(PhotoId{keyOf(change, operation, 0)});
    else if (table == "album_photo")
      rows.photos.push_back(PhotoId{keyOf(change, operation, 1)});
    else if (table == "tag")
      rows.tags.push_back(keyOf(change, operation, 0));
    rows.albums = rows.albums || table == "album" || table == "album_photo";
  }
  if (code == SQLITE_DONE) code = SQLITE_OK;
  const int finished = sqlite3changeset_finalize(change);
  if (code != SQLITE_OK || finished != SQLITE_OK)
    return tl::make_unexpected(refusal(code != SQLITE_OK ? code : finished));
  std::sort(rows.photos.begin(), rows.photos.end());
  rows.photos.erase(std::unique(rows.photos.begin(), rows.photos.end()), rows.photos.end());
  return rows;
}

}  // namespace calotype::catalog
