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

constexpr std::ptrdiff_t kRows = 4;  // of two registers of sums each

template <std::ptrdiff_t Count>
struct Vector {
  typedef float Lanes __attribute__((vector_size(sizeof(float) * Count)));
};

/// Room for whole blocks, however wide.
constexpr std::ptrdiff_t kWidestBlock = 32;
std::ptrdiff_t padded(std::ptrdiff_t count) {
  return (count + kWidestBlock - 1) / kWidestBlock * kWidestBlock;
}

/// c[r][0..2 kLanes) = sum over p of a[r][p] b[p][0..2 kLanes), for Rows rows.
template <std::ptrdiff_t kLanes, std::ptrdiff_t Rows>
CALOTYPE_INLINE void block(const float* a, std::ptrdiff_t aStride, const float* b,
                           std::ptrdiff_t bStride, float* c, std::ptrdiff_t cStride,
                           std::ptrdiff_t inner) {
  using Lanes = typename Vector<kLanes>::Lanes;
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

template <std::ptrdiff_t kLanes>
CALOTYPE_INLINE void multiply(const float* a, std::ptrdiff_t aStride, const float* b,
                              std::ptrdiff_t bStride, float* c, std::ptrdiff_t cStride,
                              std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t inner) {
  constexpr auto kColumns = 2 * kLanes;
  const auto whole = columns / kColumns * kColumns;
  for (std::ptrdiff_t j = 0; j < whole; j += kColumns) {
    if (rows == kRows) {
      block<kLanes, kRows>(a, aStride, b + j, bStride, c + j, cStride, inner);
      continue;
    }
    std::ptrdiff_t r = 0;
    if (rows >= 2) block<kLanes, 2>(a, aStride, b + j, bStride, c + j, cStride, inner), r = 2;
    if (r < rows)
      block<kLanes, 1>(a + r * aStride, aStride, b + j, bStride, c + r * cStride + j, cStride,
                       inner);
  }
  if (whole == columns) return;
  for (std::ptrdiff_t r = 0; r < rows; ++r)
    rest(a + r * aStride, b + whole, bStride, c + r * cStride + whole, columns - whole, inner);
}

template <std::ptrdiff_t kLanes>
CALOTYPE_INLINE float largestOf(const float* row, std::ptrdiff_t count) {
  using Lanes = typename Vector<kLanes>::Lanes;
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

template <std::ptrdiff_t kLanes>
CALOTYPE_INLINE float sumOf(const float* row, std::ptrdiff_t count) {
  using Lanes = typename Vector<kLanes>::Lanes;
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
template <std::ptrdiff_t kLanes>
CALOTYPE_INLINE void softmax(float* row, std::ptrdiff_t seen, std::ptrdiff_t stride, float scale) {
  for (std::ptrdiff_t j = seen; j < stride; ++j) row[j] = row[0];
  const float most = largestOf<kLanes>(row, stride);
  for (std::ptrdiff_t j = 0; j < stride; ++j) row[j] = expOf((row[j] - most) * scale);
  for (std::ptrdiff_t j = seen; j < stride; ++j) row[j] = 0;
  const float factor = 1 / sumOf<kLanes>(row, stride);
  for (std::ptrdiff_t j = 0; j < stride; ++j) row[j] *= factor;
}

/// The keys with rows and columns exchanged, [width, stride], zeros behind the last one: four by
/// four, since numbers that are stored one by one take longer than the products.
CALOTYPE_INLINE void turn(const HeadRows& head, float* turned, std::ptrdiff_t stride) {
  using Four = Vector<4>::Lanes;
  using Places = std::int32_t __attribute__((vector_size(16)));
  const auto wholeKeys = head.keyCount / 4 * 4, wholeWidth = head.width / 4 * 4;
  for (std::ptrdiff_t j = 0; j < wholeKeys; j += 4)
    for (std::ptrdiff_t d = 0; d < wholeWidth; d += 4) {
      Four rows[4];
      for (std::ptrdiff_t i = 0; i < 4; ++i)
        std::memcpy(&rows[i], head.keys + (j + i) * head.keyStride + d, sizeof(Four));
      const Four lowEven = __builtin_shuffle(rows[0], rows[1], Places{0, 4, 1, 5});
      const Four lowOdd = __builtin_shuffle(rows[2], rows[3], Places{0, 4, 1, 5});
      const Four highEven = __builtin_shuffle(rows[0], rows[1], Places{2, 6, 3, 7});
      const Four highOdd = __builtin_shuffle(rows[2], rows[3], Places{2, 6, 3, 7});
      const Four columns[4] = {__builtin_shuffle(lowEven, lowOdd, Places{0, 1, 4, 5}),
                               __builtin_shuffle(lowEven, lowOdd, Places{2, 3, 6, 7}),
                               __builtin_shuffle(highEven, highOdd, Places{0, 1, 4, 5}),
                               __builtin_shuffle(highEven, highOdd, Places{2, 3, 6, 7})};
      for (std::ptrdiff_t i = 0; i < 4; ++i)
        std::memcpy(turned + (d + i) * stride + j, &columns[i], sizeof(Four));
    }
  for (std::ptrdiff_t d = 0; d < head.width; ++d) {
    for (auto j = d < wholeWidth ? wholeKeys : 0; j < head.keyCount; ++j)
      turned[d * stride + j] = head.keys[j * head.keyStride + d];
    for (auto j = head.keyCount; j < stride; ++j) turned[d * stride + j] = 0;
  }
}

template <std::ptrdiff_t kLanes>
CALOTYPE_INLINE void attend(const HeadRows& head, float* scratch) {
  const auto stride = padded(head.keyCount);
  float* const turned = scratch;                       // keys, [width, stride]
  float* const values = turned + stride * head.width;  // [keyCount, width]
  float* const scores = values + stride * head.width;
  // Rows that lie far apart would throw each other out of the cache.
  for (std::ptrdiff_t j = 0; j < head.keyCount; ++j) {
    std::memcpy(values + j * head.width, head.values + j * head.valueStride,
                std::size_t(head.width) * sizeof(float));
  }
  turn(head, turned, stride);
  const float scale = 1 / std::sqrt(float(head.width));
  for (std::ptrdiff_t first = 0; first < head.queryCount; first += kRows) {
    const auto rows = std::min(kRows, head.queryCount - first);
    multiply<kLanes>(head.queries + first * head.queryStride, head.queryStride, turned, stride,
                     scores, stride, rows, stride, head.width);
    std::ptrdiff_t most = 0;
    for (std::ptrdiff_t r = 0; r < rows; ++r) {
      const auto seen =
          head.seen == 0 ? head.keyCount : std::min(head.keyCount, head.seen + first + r);
      most = std::max(most, seen);
      softmax<kLanes>(scores + r * stride, seen, stride, scale);
    }
    multiply<kLanes>(scores, stride, values, head.width, head.out + first * head.outStride,
                     head.outStride, rows, head.width, most);
  }
}

CALOTYPE_CLONES void attendInEights(const HeadRows& head, float* scratch) {
  attend<8>(head, scratch);
}

CALOTYPE_CLONES void attendInSixteens(const HeadRows& head, float* scratch) {
  attend<16>(head, scratch);
}

}  // namespace

std::size_t attentionScratch(std::ptrdiff_t keyCount, std::ptrdiff_t width) {
  return std::size_t(padded(keyCount) * (2 * width + kRows));
}

void attendHead(const HeadRows& head, float* scratch) {
#if defined(__x86_64__)
  static const bool wide = __builtin_cpu_supports("avx512f");
  if (wide) return attendInSixteens(head, scratch);
#endif
  attendInEights(head, scratch);
}

}  // namespace calotype::model
