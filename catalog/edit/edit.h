// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "catalog/types.h"
#include "model/base/result.h"

namespace calotype::catalog {

// --- what can be done to photos
struct SetRating {
  int stars = 0;  // 0-5
};
struct SetFlag {
  int flag = 0;  // 1 picked, -1 rejected, 0 neither
};
struct SetColour {
  int colour = 0;  // 0-5, see kColourNames
};
struct SetCaption {
  std::string text;
};
struct AddTag {
  std::string path;  // a name, or levels apart by '/'; made if there is none
};
struct RemoveTag {
  TagId tag{};
};
struct AcceptTag {
  TagId tag{};
};
struct RejectTag {
  TagId tag{};
};
/// Photos whose files are missing are not shown any more, until one of them turns up.
struct ForgetMissing {};
struct AddToAlbum {
  AlbumId album{};
};
struct RemoveFromAlbum {
  AlbumId album{};
};

// --- what can be done to tags and albums
struct CreateTag {
  std::string path;
};
struct RenameTag {
  TagId tag{};
  std::string name;
};
struct MoveTag {
  TagId tag{};
  std::optional<TagId> parent;
};
struct MergeTags {
  TagId from{}, into{};
};
struct DeleteTag {
  TagId tag{};
};
/// The photos of the edit are put into it; with a query it is a saved search.
struct CreateAlbum {
  std::string name, query;
};
struct RenameAlbum {
  AlbumId album{};
  std::string name;
};
struct SetAlbumQuery {
  AlbumId album{};
  std::string query;
};
struct DeleteAlbum {
  AlbumId album{};
};

using EditAction =
    std::variant<SetRating, SetFlag, SetColour, SetCaption, ForgetMissing, AddTag, RemoveTag,
                 AcceptTag, RejectTag, AddToAlbum, RemoveFromAlbum, CreateTag, RenameTag, MoveTag,
                 MergeTags, DeleteTag, CreateAlbum, RenameAlbum, SetAlbumQuery, DeleteAlbum>;

/// One change of the user's, to all of `photos` at once, that can be taken back.
struct Edit {
  EditAction action;
  std::vector<PhotoId> photos;
};

/// How an entry of the journal is called: the action's name ("rating", "tag.add", …; the window
/// translates by it), what it was about (stars, a tag's or album's name) and to how many photos.
struct EditName {
  std::string action, subject;
  std::int64_t photos = 0;

  friend bool operator==(const EditName&, const EditName&) = default;
};

/// What an edit did, or undo and redo.
struct EditDone {
  EditName name;
  bool changed = false;          // false: all was so before, and the journal has no entry for it
  std::vector<PhotoId> photos;   // whose rows changed
  std::optional<AlbumId> album;  // that was made
  std::optional<TagId> tag;      // that was made or added
  std::vector<Error> problems;   // files that could not be moved, and stayed
};

/// What undo and redo would do now.
struct JournalState {
  std::optional<EditName> undo, redo;
};

/// In plain English, for the command line: "rating ★★★ on 20 photos".
std::string describe(const EditName& name);

}  // namespace calotype::catalog
