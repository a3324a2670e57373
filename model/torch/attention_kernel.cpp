// SPDX-License-Identifier: GPL-3.0-or-later
// Plain loops that the compiler turns into vector instructions, once for each kind of processor.
#include "model/torch/attention_kernel.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "model/torch/processor_clones.h"
#include "model/torch/vector_math.h"

namespace calotype::model {

namespace {

constexpr std::ptrdiff_t kRows = 4, kColumns = 16;  // of sums that are kept in registers

constexpr std::ptrdiff_t kLanes = 8;
typedef float Lanes __attribute__((vector_size(sizeof(float) * kLanes)));

std::ptrdiff_t padded(std::ptrdiff_t count) {
  return (count + kColumns - 1) / kColumns * kColumns;
}

/// c[r][0..16) = sum over p of a[r][p] b[p][0..16), for Rows rows.
template <std::ptrdiff_t Rows>
CALOTYPE_INLINE void block(const float* a, std::ptrdiff_t aStride, const float* b,
                           std::ptrdiff_t bStride, float* c, std::ptrdiff_t cStride,
                           std::ptrdiff_t inner) {
  Lanes low[Rows], high[Rows];
  for (std::ptrdiff_t r = 0; r < Rows; ++r) low[r] = high[r] = Lanes{};
  for (std::ptrdiff_t p = 0; p < inner; ++p, b += bStride) {
    Lanes first, second;
    std::memcpy(&first, b, sizeof first);
    std::memcpy(&second, b + kLanes, sizeof second);
    for (std::ptrdiff_t r = 0; r < Rows; ++r) {
      low[r] += a[r * aStride + p] * first;
      high[r] += a[r * aStride + p] * second;
    }
  }
  for (std::ptrdiff_t r = 0; r < Rows; ++r) {
    std::memcpy(c + r * cStride, &low[r], sizeof(Lanes));
    std::memcpy(c + r * cStride + kLanes, &high[r], sizeof(Lanes));
  }
}

/// The columns that do not fill a block.
CALOTYPE_INLINE void rest(const float* a, const float* b, std::ptrdiff_t bStride, float* c,
                          std::ptrdiff_t columns, std::ptrdiff_t inner) {
  for (std::ptrdiff_t j = 0; j < columns; ++j) c[j] = 0;
  for (std::ptrdiff_t p = 0; p < inner; ++p)
    for (std::ptrdiff_t j = 0; j < columns; ++j) c[j] += a[p] * b[p * bStride + j];
}

CALOTYPE_INLINE void multiply(const float* a, std::ptrdiff_t aStride, const float* b,
                              std::ptrdiff_t bStride, float* c, std::ptrdiff_t cStride,
                              std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t inner) {
  const auto whole = columns / kColumns * kColumns;
  for (std::ptrdiff_t j = 0; j < whole; j += kColumns) {
    std::ptrdiff_t r = 0;
    for (; r + kRows <= rows; r += kRows)
      block<kRows>(a + r * aStride, aStride, b + j, bStride, c + r * cStride + j, cStride, inner);
    for (; r < rows; ++r)
      block<1>(a + r * aStride, aStride, b + j, bStride, c + r * cStride + j, cStride, inner);
  }
  if (whole == columns) return;
  for (std::ptrdiff_t r = 0; r < rows; ++r)
    rest(a + r * aStride, b + whole, bStride, c + r * cStride + whole, columns - whole, inner);
}

CALOTYPE_INLINE float largestOf(const float* row, std::ptrdiff_t count) {
  Lanes most;
  std::memcpy(&most, row, sizeof most);
  for (std::ptrdiff_t j = kLanes; j < count; j += kLanes) {
    Lanes next;
    std::memcpy(&next, row + j, sizeof next);
    most = next > most ? next : most;
  }
  float largest = most[0];
  for (std::ptrdiff_t i = 1; i < kLanes; ++i) largest = std::max(largest, most[i]);
  return largest;
}

CALOTYPE_INLINE float sumOf(const float* row, std::ptrdiff_t count) {
  Lanes sums = {};
  for (std::ptrdiff_t j = 0; j < count; j += kLanes) {
    Lanes next;
    std::memcpy(&next, row + j, sizeof next);
    sums += next;
  }
  float sum = 0;
  for (std::ptrdiff_t i = 0; i < kLanes; ++i) sum += sums[i];
  return sum;
}

/// Scores to weights, in place: the first `seen` of a row, the others become 0. stride: of the row,
/// a multiple of kLanes.
CALOTYPE_INLINE void softmax(float* row, std::ptrdiff_t seen, std::ptrdiff_t stride, float scale) {
  for (std::ptrdiff_t j = seen; j < stride; ++j) row[j] = row[0];
  const float most = largestOf(row, stride);
  for (std::ptrdiff_t j = 0; j < stride; ++j) row[j] = expOf((row[j] - most) * scale);
  for (std::ptrdiff_t j = seen; j < stride; ++j) row[j] = 0;
  const float factor = 1 / sumOf(row, stride);
  for (std::ptrdiff_t j = 0; j < stride; ++j) row[j] *= factor;
}

}  // namespace

std::size_t attentionScratch(std::ptrdiff_t keyCount, std::ptrdiff_t width) {
  return std::size_t(padded(keyCount) * (2 * width + kRows));
}

CALOTYPE_CLONES void attendHead(const HeadRows& head, float* scratch) {
  const auto stride = padded(head.keyCount);
  float* const turned = scratch;                       // keys, [width, stride]
  float* const values = turned + stride * head.width;  // [keyCount, width]
  float* const scores = values + stride * head.width;
  // Rows that lie far apart would throw each other out of the cache.
  for (std::ptrdiff_t j = 0; j < head.keyCount; ++j) {
    std::memcpy(values + j * head.width, head.values + j * head.valueStride,
                std::size_t(head.width) * sizeof(float));
    for (std::ptrdiff_t d = 0; d < head.width; ++d)
      turned[d * stride + j] = head.keys[j * head.keyStride + d];
  }
  for (std::ptrdiff_t d = 0; d < head.width; ++d)
    for (std::ptrdiff_t j = head.keyCount; j < stride; ++j) turned[d * stride + j] = 0;
  const float scale = 1 / std::sqrt(float(head.width));
  for (std::ptrdiff_t first = 0; first < head.queryCount; first += kRows) {
    const auto rows = std::min(kRows, head.queryCount - first);
    multiply(head.queries + first * head.queryStride, head.queryStride, turned, stride, scores,
             stride, rows, stride, head.width);
    std::ptrdiff_t most = 0;
    for (std::ptrdiff_t r = 0; r < rows; ++r) {
      const auto seen =
          head.seen == 0 ? head.keyCount : std::min(head.keyCount, head.seen + first + r);
      most = std::max(most, seen);
      softmax(scores + r * stride, seen, stride, scale);
    }
    multiply(scores, stride, values, head.width, head.out + first * head.outStride, head.outStride,
             rows, head.width, most);
  }
}

}  // namespace calotype::model
