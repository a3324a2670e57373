// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/justified_layout.h"

#include <algorithm>
#include <cmath>

namespace calotype::ui {

namespace {

constexpr double kTallestRow = 1.5;  // times the wished height; beyond, a row is left short

}  // namespace

int JustifiedLayout::heightOf(int first, int count) const {
  const double room = options_.width - options_.gap * (count - 1);
  return std::max(1, int(std::lround(room / aspectSum(first, first + count))));
}

int JustifiedLayout::endOfRow(int first, int end) const {
  // The first count that makes the row no taller than wished, or one less if that comes nearer.
  int count = 1;
  while (first + count < end && heightOf(first, count) > options_.height) ++count;
  const int with = heightOf(first, count);
  if (count > 1 && with < options_.height) {
    const int without = heightOf(first, count - 1);
    if (without * with < options_.height * options_.height) --count;
  }
  return first + count;
}

void JustifiedLayout::arrange(std::span<const float> aspects, const Options& options) {
  options_ = options;
  options_.width = std::max(options.width, 1);
  prefix_.assign(1, 0.0);
  prefix_.reserve(aspects.size() + 1);
  for (const float aspect : aspects) {
    if (options.squares) {
      prefix_.push_back(prefix_.back() + 1);
      continue;
    }
    const bool sound = aspect >= kNarrowest && aspect <= kWidest;
    const float shown = sound ? aspect : aspect > kWidest ? kWidest : kNarrowest;
    prefix_.push_back(prefix_.back() + double(shown));
  }
  rows_.clear();
  bandTops_.assign(options_.breaks.size(), -1);
  std::int64_t top = options_.margin;
  const int total = count();
  std::size_t next = 0;  // break
  for (int first = 0; first < total;) {
    while (next < options_.breaks.size() && options_.breaks[next] <= first) {
      if (options_.breaks[next] == first) {
        bandTops_[next] = top;
        top += options_.bandHeight + options_.gap;
      }
      ++next;
    }
    const int end = next < options_.breaks.size() ? std::min(options_.breaks[next], total) : total;
    const int last = endOfRow(first, end);
    int height = heightOf(first, last - first);
    const bool filled = height <= options_.height * kTallestRow;
    if (!filled) height = options_.height;
    rows_.push_back({first, last - first, top, height, filled});
    top += height + options_.gap;
    first = last;
  }
  totalHeight_ = rows_.empty() ? 0 : top - options_.gap + options_.margin;
}

int JustifiedLayout::breakOf(int photo) const {
  const auto after = std::upper_bound(options_.breaks.begin(), options_.breaks.end(), photo);
  return int(after - options_.breaks.begin()) - 1;
}

int JustifiedLayout::rowOf(int photo) const {
  const auto after =
      std::upper_bound(rows_.begin(), rows_.end(), photo,
                       [](int wanted, const Row& row) { return wanted < row.first; });
  return int(after - rows_.begin()) - 1;
}

JustifiedLayout::Cell JustifiedLayout::cell(int photo) const {
  const Row& row = rows_[std::size_t(rowOf(photo))];
  const int before = photo - row.first;
  // Edges are rounded, not widths, so that the last one falls on the right edge exactly.
  const double scale = row.filled ? (options_.width - options_.gap * (row.count - 1)) /
                                        aspectSum(row.first, row.first + row.count)
                                  : double(row.height);
  const int left = int(std::lround(scale * aspectSum(row.first, photo)));
  const int right = int(std::lround(scale * aspectSum(row.first, photo + 1)));
  return {options_.margin + left + options_.gap * before, row.top, std::max(1, right - left),
          row.height};
}

int JustifiedLayout::nearestInRow(int rowIndex, int x) const {
  const Row& row = rows_[std::size_t(rowIndex)];
  int low = row.first, high = row.first + row.count - 1;
  while (low < high) {
    const int middle = (low + high) / 2;
    const auto c = cell(middle);
    if (x < c.left + c.width + options_.gap / 2)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

int JustifiedLayout::photoAt(int x, std::int64_t y) const {
  const auto after =
      std::upper_bound(rows_.begin(), rows_.end(), y,
                       [](std::int64_t wanted, const Row& row) { return wanted < row.top; });
  if (after == rows_.begin()) return -1;
  const int rowIndex = int(after - rows_.begin()) - 1;
  const Row& row = rows_[std::size_t(rowIndex)];
  if (y >= row.top + row.height) return -1;
  const int photo = nearestInRow(rowIndex, x);
  const auto c = cell(photo);
  return x >= c.left && x < c.left + c.width ? photo : -1;
}

std::pair<int, int> JustifiedLayout::photosBetween(std::int64_t top, std::int64_t bottom) const {
  const auto first = std::partition_point(
      rows_.begin(), rows_.end(), [&](const Row& row) { return row.top + row.height <= top; });
  const auto after =
      std::partition_point(first, rows_.end(), [&](const Row& row) { return row.top < bottom; });
  if (first == after) return {0, -1};
  const Row& last = *(after - 1);
  return {first->first, last.first + last.count - 1};
}

}  // namespace calotype::ui
