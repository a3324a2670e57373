// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "catalog/index/photo_set.h"

namespace calotype::catalog {

/// A set of photos that is asked about every photo of a library: as bits where the ids lie close
/// together, as they do in a catalog. The set must outlive it.
class PhotoMask {
 public:
  explicit PhotoMask(const PhotoSet& set) : set_(set) {
    constexpr std::uint64_t kMostBitsPerPhoto = 256;  // a set itself takes 64
    const auto ids = set.ids();
    if (ids.empty()) return;
    first_ = std::int64_t(ids.front());
    const auto range = std::uint64_t(std::int64_t(ids.back())) - std::uint64_t(first_) + 1;
    if (range == 0 || range / kMostBitsPerPhoto > ids.size()) return;
    bits_.resize(range);
    for (const auto id : ids) bits_[placeOf(id)] = true;
  }

  bool contains(PhotoId id) const {
    if (bits_.empty()) return set_.contains(id);
    const auto place = placeOf(id);
    return place < bits_.size() && bits_[place];
  }

 private:
  /// Of ids below the first one: more than any range.
  std::uint64_t placeOf(PhotoId id) const {
    return std::uint64_t(std::int64_t(id)) - std::uint64_t(first_);
  }

  const PhotoSet& set_;
  std::int64_t first_ = 0;
  std::vector<bool> bits_;
};

}  // namespace calotype::catalog
