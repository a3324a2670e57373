// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "model/base/half.h"

namespace calotype::catalog {

/// scores[i] = rows[i] . query for `count` rows of `stride` numbers, one after the other; the
/// stride is a multiple of 32 and rows lie on 64 bytes.
using ScoreRows = void(const Half* rows, std::size_t count, const float* query, std::size_t stride,
                       float* scores);
/// a . b, both `stride` numbers.
using DotHalves = float(const Half* a, const Half* b, std::size_t stride);

/// One way to multiply. All ways add the same products in the same order (32 partial sums, halved
/// until one is left, no fused multiply-add), so their results are equal to the last bit.
struct Kernels {
  const char* name;
  ScoreRows* score;
  DotHalves* dot;
};

/// Those that this processor can run, the slowest and most portable first.
std::span<const Kernels> availableKernels();
/// The fastest of them.
const Kernels& kernels();

}  // namespace calotype::catalog
