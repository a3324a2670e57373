// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "catalog/index/vector_index.h"

namespace calotype::catalog {

/// The k best of many hits: a heap whose front is the worst that is kept. Higher scores first,
/// equal ones by photo id, so the result does not depend on the order of arrival.
class Best {
 public:
  explicit Best(std::size_t k) : k_(k) {}

  void offer(Hit hit) {
    if (hits_.size() < k_) {
      hits_.push_back(hit);
      std::push_heap(hits_.begin(), hits_.end(), before);
    } else if (k_ > 0 && before(hit, hits_.front())) {
      std::pop_heap(hits_.begin(), hits_.end(), before);
      hits_.back() = hit;
      std::push_heap(hits_.begin(), hits_.end(), before);
    }
  }

  std::vector<Hit> take() {
    std::sort_heap(hits_.begin(), hits_.end(), before);
    return std::move(hits_);
  }

 private:
  static bool before(const Hit& a, const Hit& b) {
    return a.score != b.score ? a.score > b.score : a.id < b.id;
  }

  std::size_t k_;
  std::vector<Hit> hits_;
};

}  // namespace calotype::catalog
