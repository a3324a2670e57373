// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace calotype::model::onednn {

constexpr int kZero = 128;  // the byte that stands for 0 in activations

/// The largest magnitude of some numbers.
float largestOf(const float* values, std::ptrdiff_t count);
/// One output's weights as bytes: the nearest to value * factor, which is within 127. Gives their
/// sum.
std::int32_t quantiseWeights(const float* values, std::ptrdiff_t count, float factor,
                             std::int8_t* bytes);

/// One row of activations as bytes: x = scale * (byte - kZero). Gives the scale.
float quantiseRow(const float* values, std::ptrdiff_t count, std::uint8_t* bytes);

enum class Step { None, Gelu, QuickGelu, GeluTanh, Add };

/// What a row of sums of products becomes: sums[j] * rowScale * scales[j] + offsets[j], where
/// `shifts` takes out what kZero added to each sum; then the step. Add: is added to `out`.
struct Finish {
  const std::int32_t* shifts = nullptr;
  const float* scales = nullptr;
  const float* offsets = nullptr;
  std::ptrdiff_t count = 0;
  Step step = Step::None;
};
void finishRow(const Finish& finish, const std::int32_t* sums, float rowScale, float* out);

}  // namespace calotype::model::onednn
