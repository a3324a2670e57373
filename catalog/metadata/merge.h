// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/types.h"

namespace calotype::catalog {

/// What a photo's sidecars say. What is not in them is said neither way.
struct Said {
  std::optional<int> rating;                     // 0-5; -1: rejected
  std::string caption;                           // empty: says nothing
  std::optional<std::vector<std::string>> tags;  // paths; empty optional: no such field

  friend bool operator==(const Said&, const Said&) = default;
};

/// Of the metadata that was read from a sidecar or a photo.
Said saidBy(const Metadata& metadata);
/// Of two sidecars of one photo: all tags of both, else what the newer one says.
Said together(const Said& newer, const Said& older);

/// What to do about the catalog and the sidecars, so that they say the same.
struct Merged {
  std::optional<int> rating;           // the catalog's is to become this
  std::optional<std::string> caption;  //
  bool reject = false;                 // the photo's flag is to become "rejected"
  std::vector<std::string> add;        // tags of the catalog
  std::vector<std::string> takeAway;   //
  std::optional<int> otherRating;      // both were changed, differently: a person decides
  std::optional<std::string> otherCaption;
  bool write = false;  // the sidecars lack something of the catalog's

  bool conflicts() const { return otherRating || otherCaption; }
};

/// Merges three ways, field by field: what only one side changed since they last said the same is
/// the other's too; what both changed differently is a conflict, and of tags the union. Absence
/// changes nothing. `before` without tags: the sidecars were never read; then all their tags are
/// added.
Merged merge(const Said& before, const Said& now, const PhotoWords& catalog);

/// The same tag, for whoever writes it: case and composition do not count, and a "|" within a name
/// is a "/", since most programs' lists cannot hold it.
std::string tagPathKey(const std::string& path);

/// The words as a file can hold them are those that it says.
bool says(const Said& said, const PhotoWords& words);

}  // namespace calotype::catalog
