// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "catalog/store/database.h"
#include "catalog/types.h"

struct sqlite3_session;

namespace calotype::catalog {

/// Watches the tables that a person's work lives in (photo, tag, photo_tag, album, album_photo) and
/// keeps what an edit does to their rows, by SQLite's session extension. Lives within one edit, on
/// the writer's thread.
class ChangeRecorder {
 public:
  static Result<ChangeRecorder> begin(const Database& database);
  /// The changes since begin(), as a changeset; empty when nothing changed in the end.
  Result<std::string> finish();

 private:
  struct Delete {
    void operator()(sqlite3_session* session) const;
  };
  explicit ChangeRecorder(sqlite3_session* session) : session_(session) {}
  std::unique_ptr<sqlite3_session, Delete> session_;
};

enum class Direction { Forward, Back };

/// Does the changes again, or takes them back. A row that somebody else has changed since keeps
/// what it has, a row that is in the way of one the user made gives way, and what hangs on a photo
/// that is gone is left out. Busy, and nothing changed, when a name that is needed was given
/// otherwise meanwhile.
Status applyChanges(const Database& database, const std::string& changes, Direction direction);

/// Which photos the changes concern, by their own rows or those of their tags and albums.
struct ChangedRows {
  std::vector<PhotoId> photos;     // each once
  std::vector<std::int64_t> tags;  // rows of "tag" itself
  bool albums = false;
};
Result<ChangedRows> rowsIn(const std::string& changes);

}  // namespace calotype::catalog
