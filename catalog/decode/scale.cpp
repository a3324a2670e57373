// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/scale.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace calotype::catalog {

namespace {

/// Which source pixels a target pixel covers along one axis, and how much of each.
struct Span {
  int first = 0;
  std::vector<float> weights;
};

std::vector<Span> areaSpans(int from, int to) {
  std::vector<Span> spans(static_cast<std::size_t>(to));
  const double step = double(from) / to;
  for (int i = 0; i < to; ++i) {
    auto& span = spans[std::size_t(i)];
    const double start = i * step, end = std::min((i + 1) * step, double(from));
    span.first = std::min(int(start), from - 1);
    for (int x = span.first; x < from && x < end; ++x)
      span.weights.push_back(
          float((std::min(end, x + 1.0) - std::max(start, double(x))) / (end - start)));
  }
  return spans;
}

}  // namespace

Rgb8 fitInside(const Rgb8& picture, int edge) {
  const int longer = std::max(picture.width, picture.height);
  if (longer <= edge || picture.empty()) return picture;
  const auto scaled = [&](int side) {
    return std::max(1, int(std::lround(double(side) * edge / longer)));
  };
  Rgb8 out(scaled(picture.width), scaled(picture.height));
  const auto columns = areaSpans(picture.width, out.width);
  const auto rows = areaSpans(picture.height, out.height);
  std::vector<float> sums(out.stride());
  for (int y = 0; y < out.height; ++y) {
    std::fill(sums.begin(), sums.end(), 0.f);
    const auto& down = rows[std::size_t(y)];
    for (std::size_t i = 0; i < down.weights.size(); ++i) {
      const auto* in = picture.row(down.first + int(i));
      for (std::size_t x = 0; x < columns.size(); ++x)
        for (std::size_t j = 0; j < columns[x].weights.size(); ++j)
          for (std::size_t c = 0; c < 3; ++c)
            sums[3 * x + c] += down.weights[i] * columns[x].weights[j] *
                               float(in[3 * (std::size_t(columns[x].first) + j) + c]);
    }
    std::transform(sums.begin(), sums.end(), out.row(y),
                   [](float sum) { return std::uint8_t(std::clamp(sum + 0.5f, 0.f, 255.f)); });
  }
  return out;
}

}  // namespace calotype::catalog
