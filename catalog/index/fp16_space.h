// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Without it hnswlib 0.6.2 prefetches the entry behind the last link, which may lie outside the
// list.
#define NO_MANUAL_VECTORIZATION
#include <hnswlib/hnswlib.h>

#include <cstddef>
#include <cstring>

#include "catalog/index/exact.h"

namespace calotype::catalog {

/// Distances between binary16 rows of unit length for hnswlib: 1 - cosine. What hnswlib stores as a
/// point is only where the row lies, so the vectors are in memory once. Include it in hnsw.cpp
/// alone: hnswlib 0.6.2 defines functions in its headers.
class Fp16Space final : public hnswlib::SpaceInterface<float> {
 public:
  explicit Fp16Space(std::size_t stride) : parameters_{kernels().dot, stride} {}

  std::size_t get_data_size() override { return sizeof(const Half*); }
  hnswlib::DISTFUNC<float> get_dist_func() override { return distance; }
  void* get_dist_func_param() override { return &parameters_; }

 private:
  struct Parameters {
    DotHalves* dot;
    std::size_t stride;
  };

  static const Half* rowAt(const void* point) {
    const Half* row = nullptr;
    std::memcpy(&row, point, sizeof row);  // points lie unaligned
    return row;
  }

  static float distance(const void* a, const void* b, const void* parameters) {
    const auto* with = static_cast<const Parameters*>(parameters);
    return 1 - with->dot(rowAt(a), rowAt(b), with->stride);
  }

  Parameters parameters_;
};

}  // namespace calotype::catalog
