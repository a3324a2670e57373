// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/image/resample.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "model/base/assert.h"

namespace calotype::model {

namespace {

using Interpolation = TransformSpec::Interpolation;

// 8 bits for the pixel and 2 for overshoot and sign leave 22 of 32.
constexpr int kPrecision = 32 - 8 - 2;
constexpr std::int32_t kHalf = std::int32_t(1) << (kPrecision - 1);

double bilinear(double x) {
  x = std::abs(x);
  return x < 1 ? 1 - x : 0;
}

/// Keys' cubic convolution with a = -1/2.
double bicubic(double x) {
  constexpr double a = -0.5;
  x = std::abs(x);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

/// The source pixels that make one output pixel, and their weights.
struct Window {
  std::int64_t first = 0;
  std::size_t weights = 0;  // index of the first
  int count = 0;
};

/// Windows for the outputs first … first + count - 1 of a line resized from `in` to `out`.
struct Weights {
  std::vector<Window> windows;
  std::vector<std::int32_t> values;

  std::int64_t begin() const { return windows.front().first; }
  std::int64_t end() const { return windows.back().first + windows.back().count; }
};

Weights makeWeights(std::int64_t in, std::int64_t out, std::int64_t first, int count,
                    Interpolation filter) {
  const double scale = double(in) / double(out);
  const double stretch = std::max(scale, 1.0);
  const double support = (filter == Interpolation::Bicubic ? 2.0 : 1.0) * stretch;
  const double inverse = 1.0 / stretch;
  Weights all;
  std::vector<double> weights;
  for (std::int64_t x = first; x < first + count; ++x) {
    const double centre = (double(x) + 0.5) * scale;
    const auto low = std::max<std::int64_t>(0, std::int64_t(centre - support + 0.5));
    const auto high = std::min<std::int64_t>(in, std::int64_t(centre + support + 0.5));
    weights.clear();
    double sum = 0;
    for (auto source = low; source < high; ++source) {
      const double distance = (double(source) - centre + 0.5) * inverse;
      weights.push_back(filter == Interpolation::Bicubic ? bicubic(distance) : bilinear(distance));
      sum += weights.back();
    }
    all.windows.push_back({low, all.values.size(), int(weights.size())});
    for (double weight : weights) {
      if (sum != 0) weight /= sum;
      const double scaled = weight * double(1 << kPrecision);
      all.values.push_back(std::int32_t(scaled < 0 ? scaled - 0.5 : scaled + 0.5));
    }
  }
  return all;
}

std::uint8_t toByte(std::int32_t sum) {
  return std::uint8_t(std::clamp(sum >> kPrecision, 0, 255));
}

/// The rows [firstRow, endRow) of the picture, each resized to the windows.
Rgb8 resampleColumns(RgbView picture, std::int64_t firstRow, std::int64_t endRow,
                     const Weights& weights) {
  Rgb8 result(int(weights.windows.size()), int(endRow - firstRow));
  for (int y = 0; y < result.height; ++y) {
    const auto* const source = picture.row(int(firstRow) + y);
    auto* target = result.row(y);
    for (const auto& window : weights.windows) {
      const auto* pixel = source + window.first * 3;
      const auto* const weight = weights.values.data() + window.weights;
      std::int32_t red = kHalf, green = kHalf, blue = kHalf;
      for (int i = 0; i < window.count; ++i, pixel += 3) {
        red += pixel[0] * weight[i];
        green += pixel[1] * weight[i];
        blue += pixel[2] * weight[i];
      }
      *target++ = toByte(red);
      *target++ = toByte(green);
      *target++ = toByte(blue);
    }
  }
  return result;
}

/// `firstRow`: what the windows count from lies in row 0 of the picture. The sums of a whole row
/// are kept side by side, which the compiler turns into vector code.
Rgb8 resampleRows(const Rgb8& picture, std::int64_t firstRow, const Weights& weights) {
  Rgb8 result(picture.width, int(weights.windows.size()));
  const auto rowBytes = picture.stride();
  std::vector<std::int32_t> sums(rowBytes);
  for (int y = 0; y < result.height; ++y) {
    const auto& window = weights.windows[std::size_t(y)];
    std::fill(sums.begin(), sums.end(), kHalf);
    for (int i = 0; i < window.count; ++i) {
      const auto* const source = picture.row(int(window.first - firstRow) + i);
      const auto weight = weights.values[window.weights + std::size_t(i)];
      for (std::size_t x = 0; x < rowBytes; ++x) sums[x] += source[x] * weight;
    }
    auto* const target = result.row(y);
    for (std::size_t x = 0; x < rowBytes; ++x) target[x] = toByte(sums[x]);
  }
  return result;
}

Rgb8 cut(RgbView picture, std::int64_t left, std::int64_t top, int width, int height) {
  Rgb8 result(width, height);
  for (int y = 0; y < height; ++y)
    std::memcpy(result.row(y), picture.row(int(top) + y) + left * 3, result.stride());
  return result;
}

}  // namespace

Rgb8 resample(RgbView picture, const ResizedPart& part, Interpolation filter) {
  CALOTYPE_ASSERT(picture.width > 0 && picture.height > 0);
  CALOTYPE_ASSERT(part.left >= 0 && part.left + part.partWidth <= part.width);
  CALOTYPE_ASSERT(part.top >= 0 && part.top + part.partHeight <= part.height);
  const bool columns = part.width != picture.width;
  const bool rows = part.height != picture.height;

  Weights vertical;
  auto firstRow = part.top, endRow = part.top + part.partHeight;
  if (rows) {
    vertical = makeWeights(picture.height, part.height, part.top, part.partHeight, filter);
    firstRow = vertical.begin();
    endRow = vertical.end();
  }
  const auto wide =
      columns ? resampleColumns(
                    picture, firstRow, endRow,
                    makeWeights(picture.width, part.width, part.left, part.partWidth, filter))
              : cut(picture, part.left, firstRow, part.partWidth, int(endRow - firstRow));
  return rows ? resampleRows(wide, firstRow, vertical) : wide;
}

}  // namespace calotype::model
