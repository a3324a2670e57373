// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// The tree of tags, and what a photo's file says about it.
class TagStore {
 public:
  static constexpr std::size_t kMaxKeywords = 1000;  // of one photo; the rest is left out (R38)
  static constexpr std::size_t kMaxBytes = 256;      // of one name; longer ones are left out

  explicit TagStore(const Database& database) : database_(database) {}

  /// Finds the tag below `parent` whose name differs at most in case or composition, or adds it.
  /// InvalidArgument for a name that is empty or too long.
  Result<TagId> addOnce(WriteToken&, std::string_view name, std::optional<TagId> parent = {});

  /// Finds or adds a tag by its path, levels apart by '/' (a '/' that belongs to a name is written
  /// "\\/"). A single name means the tag of that name wherever it stands, if there is just one.
  Result<TagId> addPath(WriteToken&, std::string_view path);
  /// The tag of a path, read as above; empty when there is none, or several of a single name.
  Result<std::optional<TagId>> findPath(std::string_view path) const;
  /// The tag that stands for a concept of a vocabulary.
  Result<std::optional<TagId>> findConcept(std::string_view id) const;

  /// InvalidArgument: the name is no good, or a tag beside it has it already. NotFound.
  Status rename(WriteToken&, TagId tag, std::string_view name);
  /// Under another tag, or to the top. InvalidArgument when it would come below itself.
  Status move(WriteToken&, TagId tag, std::optional<TagId> parent);
  /// Photos and tags below `from` get to `into`, then `from` is gone. InvalidArgument: the same, or
  /// `into` lies below `from`.
  Status merge(WriteToken&, TagId from, TagId into);
  /// Removes the tag and those below it from all photos and from the tree.
  Status remove(WriteToken&, TagId tag);

  /// All tags, parents before what is below them, each level in the order of names.
  Result<std::vector<TagNode>> all() const;
  /// From the top, levels apart by " / ". NotFound.
  Result<std::string> pathOf(TagId tag) const;

  /// As addPath takes it: "/" between levels. NotFound.
  Result<std::string> writtenPathOf(TagId tag) const;

  /// The photo's tags of origin "file" become exactly these, accepted: paths as addPath takes them.
  Status setFileTags(WriteToken&, PhotoId photo, std::span<const std::string> paths,
                     std::int64_t nowMs);

  /// Names of the photo's accepted tags, in the order of their keys, each once.
  Result<std::vector<std::string>> acceptedOf(PhotoId photo) const;

 private:
  Status mustExist(TagId tag) const;
  Result<std::vector<std::string>> namesFromTop(TagId tag) const;
  Result<bool> isBelow(TagId tag, TagId above) const;  // or the same
  const Database& database_;
};

/// The path of a tag without levels above it: a "/" belongs to its name.
std::string tagPathOfName(std::string_view name);
/// Composed (NFC) and without white space at either end; bytes that are not UTF-8 become U+FFFD.
std::string tagName(std::string_view name);
/// The levels of a tag's path, trimmed; empty ones are left out.
std::vector<std::string> tagLevels(std::string_view path);
/// What two names have in common that mean the same tag: folded for case, composed.
std::string tagKey(std::string_view name);

}  // namespace calotype::catalog
