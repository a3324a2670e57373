// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace calotype {

/// Numbers that depend on nothing but what it is begun with: the same on every machine, at every
/// place of a run. Steele, Lea and Flood 2014, "Fast Splittable Pseudorandom Number Generators".
class Random {
 public:
  explicit Random(std::initializer_list<std::uint64_t> seeds) {
    for (const auto seed : seeds) state_ = (state_ ^ seed) + next();
  }

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15u;
    auto mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
  }
  /// From 0 to below 1.
  double uniform() { return double(next() >> 11) * 0x1p-53; }
  double uniform(double from, double to) { return from + (to - from) * uniform(); }
  bool chance(double part) { return uniform() < part; }
  /// From 0 to count - 1; count > 0.
  std::size_t below(std::size_t count) { return std::size_t(uniform() * double(count)); }

 private:
  std::uint64_t state_ = 0;
};

}  // namespace calotype
