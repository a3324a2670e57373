// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "catalog/index/scan.h"

namespace calotype::catalog {

/// Higher scores first, equal ones by photo id, so an order does not depend on that of arrival.
inline bool isBetter(const Hit& a, const Hit& b) {
  return a.score != b.score ? a.score > b.score : a.id < b.id;
}

/// Sorts many hits, none of whose scores is NaN: by the digits of the score's bits, which takes a
/// third of the time that comparing takes for a million; equal scores then by id.
inline void rank(std::vector<Hit>& hits) {
  constexpr std::size_t kFew = 2048;
  if (hits.size() < kFew) return std::sort(hits.begin(), hits.end(), isBetter);
  constexpr unsigned kBits = 11, kDigits = 1u << kBits, kPasses = 3;
  // Ascending as a number is descending as a score; -0 is 0.
  const auto key = [](const Hit& hit) {
    const auto bits = std::bit_cast<std::uint32_t>(hit.score + 0.0f);
    return (bits & 0x80000000u) != 0 ? bits : ~(bits | 0x80000000u);
  };
  std::vector<Hit> sorted(hits.size());
  for (unsigned pass = 0; pass < kPasses; ++pass) {
    const auto digit = [&](const Hit& hit) { return key(hit) >> (pass * kBits) & (kDigits - 1); };
    std::array<std::size_t, kDigits> next{};
    for (const Hit& hit : hits) ++next[digit(hit)];
    std::size_t begin = 0;
    for (auto& count : next) begin += std::exchange(count, begin);
    for (const Hit& hit : hits) sorted[next[digit(hit)]++] = hit;
    hits.swap(sorted);
  }
  for (auto run = hits.begin(); run != hits.end();) {
    const auto end =
        std::find_if(run + 1, hits.end(), [&](const Hit& hit) { return hit.score != run->score; });
    std::sort(run, end, isBetter);
    run = end;
  }
}

/// The k best of many hits: a heap, from the k-th on, whose front is the worst that is kept.
class Best {
 public:
  explicit Best(std::size_t k) : k_(k) {}

  void offer(Hit hit) {
    if (hits_.size() < k_) {
      hits_.push_back(hit);
      if (hits_.size() == k_) std::make_heap(hits_.begin(), hits_.end(), isBetter);
    } else if (k_ > 0 && isBetter(hit, hits_.front())) {
      std::pop_heap(hits_.begin(), hits_.end(), isBetter);
      hits_.back() = hit;
      std::push_heap(hits_.begin(), hits_.end(), isBetter);
    }
  }

  std::vector<Hit> take() {
    rank(hits_);
    return std::move(hits_);
  }

 private:
  std::size_t k_;
  std::vector<Hit> hits_;
};

}  // namespace calotype::catalog
