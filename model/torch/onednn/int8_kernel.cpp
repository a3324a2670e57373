// SPDX-License-Identifier: GPL-3.0-or-later
// Plain loops that the compiler turns into vector instructions, once for each kind of processor.
#include "model/torch/onednn/int8_kernel.h"

#include <algorithm>
#include <bit>

#include "model/torch/processor_clones.h"
#include "model/torch/vector_math.h"

namespace calotype::model::onednn {

namespace {

constexpr float kMost = 127;

CALOTYPE_INLINE float largest(const float* values, std::ptrdiff_t count) {
  // The bits of positive floats are in the floats' order, and integers may be compared in any.
  std::uint32_t bits = 0;
  for (std::ptrdiff_t i = 0; i < count; ++i)
    bits = std::max(bits, std::bit_cast<std::uint32_t>(values[i]) & 0x7fffffffu);
  return std::bit_cast<float>(bits);
}

CALOTYPE_INLINE float scaled(const Finish& finish, const std::int32_t* sums, float rowScale,
                             std::ptrdiff_t j) {
  return float(sums[j] - finish.shifts[j]) * (rowScale * finish.scales[j]) + finish.offsets[j];
}

}  // namespace

CALOTYPE_CLONES float largestOf(const float* values, std::ptrdiff_t count) {
  return largest(values, count);
}

CALOTYPE_CLONES std::int32_t quantiseWeights(const float* values, std::ptrdiff_t count,
                                             float factor, std::int8_t* bytes) {
  std::int32_t sum = 0;
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const auto byte = std::int32_t(values[i] * factor + (float(kZero) + 0.5f)) - kZero;
    bytes[i] = std::int8_t(byte);
    sum += byte;
  }
  return sum;
}

CALOTYPE_CLONES float quantiseRow(const float* values, std::ptrdiff_t count, std::uint8_t* bytes) {
  const auto most = largest(values, count);
  const float factor = most > 0 ? kMost / most : 0;
  for (std::ptrdiff_t i = 0; i < count; ++i)
    bytes[i] = std::uint8_t(std::int32_t(values[i] * factor + (float(kZero) + 0.5f)));
  return most / kMost;
}

CALOTYPE_CLONES void finishRow(const Finish& finish, const std::int32_t* sums, float rowScale,
                               float* out) {
  switch (finish.step) {
    case Step::None:
      for (std::ptrdiff_t j = 0; j < finish.count; ++j) out[j] = scaled(finish, sums, rowScale, j);
      break;
    case Step::Add:
      for (std::ptrdiff_t j = 0; j < finish.count; ++j) out[j] += scaled(finish, sums, rowScale, j);
      break;
    case Step::Gelu:
      for (std::ptrdiff_t j = 0; j < finish.count; ++j)
        out[j] = geluOf(scaled(finish, sums, rowScale, j));
      break;
    case Step::QuickGelu:
      for (std::ptrdiff_t j = 0; j < finish.count; ++j)
        out[j] = quickGeluOf(scaled(finish, sums, rowScale, j));
      break;
    case Step::GeluTanh:
      for (std::ptrdiff_t j = 0; j < finish.count; ++j)
        out[j] = geluTanhOf(scaled(finish, sums, rowScale, j));
      break;
  }
}

}  // namespace calotype::model::onednn
