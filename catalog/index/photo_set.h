// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "catalog/types.h"

namespace calotype::catalog {

/// Some photos, each once, in the order of their ids: what a filter leaves over.
class PhotoSet {
 public:
  PhotoSet() = default;
  explicit PhotoSet(std::vector<PhotoId> ids) : ids_(std::move(ids)) {
    std::sort(ids_.begin(), ids_.end());
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
  }

  std::span<const PhotoId> ids() const { return ids_; }
  bool contains(PhotoId id) const { return std::binary_search(ids_.begin(), ids_.end(), id); }

 private:
  std::vector<PhotoId> ids_;
};

}  // namespace calotype::catalog
