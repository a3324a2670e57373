// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "catalog/edit/edit.h"
#include "catalog/edit/trash.h"
#include "catalog/store/writer.h"

namespace calotype::catalog {

/// Everything the user changed, in order, each taken back and done again as often as one likes,
/// also after a restart. A new change ends what could be done again.
///
/// An entry keeps the rows before and after as an SQLite changeset, so nothing that an edit did, in
/// whatever table and by whatever rule, can be forgotten. What the machine does by itself
/// (indexing, proposals) is no entry.
class Journal {
 public:
  static constexpr std::int64_t kKept = 1000;  // entries; older ones cannot be taken back

  explicit Journal(const Database& database) : database_(database) {}

  /// Does the edit and enters it. The errors of applyEdit.
  Result<EditDone> apply(WriteToken&, const Edit& edit, std::int64_t nowMs);
  /// The same for any work on the rows of the user: it fills in `done.name`.
  Result<EditDone> record(WriteToken&, std::int64_t nowMs,
                          const std::function<Status(EditDone& done)>& work);
  /// Puts the photos' files into the bin. What could not be moved stays, with a problem for each.
  Result<EditDone> trash(WriteToken&, std::span<const PhotoId> photos, std::int64_t nowMs);
  /// Brings them back to where they were, or beside it when something else is there now.
  Result<EditDone> restore(WriteToken&, std::span<const PhotoId> photos, std::int64_t nowMs);

  /// NotFound: there is nothing to take back, or to do again. Corrupt: the entry is damaged.
  Result<EditDone> undo(WriteToken&, std::int64_t nowMs);
  Result<EditDone> redo(WriteToken&, std::int64_t nowMs);
  Result<JournalState> state() const;
  /// Entries that are not what they were when they were written.
  Result<std::int64_t> damagedEntries() const;

 private:
  enum class Step { Undo, Redo };
  Result<EditDone> take(WriteToken&, Step step, std::int64_t nowMs);
  EditDone moveFiles(WriteToken&, const char* action, std::span<const PhotoId> photos,
                     std::int64_t nowMs);
  Status enter(WriteToken&, const EditName& name, const std::string& changes,
               std::span<const PhotoId> moved, std::int64_t nowMs);

  const Database& database_;
};

}  // namespace calotype::catalog
