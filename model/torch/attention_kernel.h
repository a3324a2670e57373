// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace calotype::model {

/// One head of one sequence, in memory: row i of the queries begins at queries + i * queryStride,
/// and so on. All strides in floats.
struct HeadRows {
  const float* queries = nullptr;
  const float* keys = nullptr;
  const float* values = nullptr;
  float* out = nullptr;
  std::ptrdiff_t queryStride = 0, keyStride = 0, valueStride = 0, outStride = 0;
  std::ptrdiff_t queryCount = 0, keyCount = 0;
  std::ptrdiff_t width = 0;  // of a head
  /// Query i sees the first `seen` + i keys (causal), or all of them (0).
  std::ptrdiff_t seen = 0;
};

/// Floats of scratch that attendHead needs.
std::size_t attentionScratch(std::ptrdiff_t keyCount, std::ptrdiff_t width);

/// out = softmax(queries keys^T / sqrt(width)) values. Without LibTorch, so that it can be compiled
/// for several kinds of processor.
void attendHead(const HeadRows& head, float* scratch);

}  // namespace calotype::model
