// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>

namespace calotype::catalog {

/// How many photos the encoder gets at once: as many as it finishes in about half a second (so that
/// a search or a stop never waits longer), at most 32, and fewer when memory ran out.
class BatchSize {
 public:
  static constexpr std::size_t kMost = 32;
  static constexpr double kSeconds = 0.5;

  std::size_t next() const { return next_; }

  /// A batch of `photos` was encoded in `seconds`: the next one may be up to twice as large.
  void took(std::size_t photos, double seconds) {
    const double each = std::max(seconds, 1e-6) / double(std::max<std::size_t>(photos, 1));
    const auto fitting = std::size_t(std::min(kSeconds / each, double(kMost)));
    next_ = std::clamp<std::size_t>(fitting, 1, std::min(photos * 2, most_));
  }

  /// A batch of `photos` did not fit into memory. False when it was a single photo.
  bool outOfMemory(std::size_t photos) {
    most_ = std::max<std::size_t>(photos / 2, 1);
    next_ = std::min(next_, most_);
    return photos > 1;
  }

 private:
  std::size_t most_ = kMost;
  std::size_t next_ = 1;
};

}  // namespace calotype::catalog
