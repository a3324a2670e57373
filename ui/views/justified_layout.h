// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRect>
#include <cstdint>
#include <span>
#include <vector>

namespace calotype::ui {

/// Where each photo of a grid lies: rows of equal height that fill the width, as justified text
/// does. All by arithmetic over prefix sums of the aspects: no work per photo but at set-up, and
/// logarithmic look-up both ways. Coordinates are logical pixels of the whole page; y grows to
/// 10^9 with a million photos, so it is 64 bits wide.
class JustifiedLayout {
 public:
  struct Row {
    int first = 0;
    int count = 0;
    std::int64_t top = 0;
    int height = 0;
    bool filled = true;  // reaches the right edge
  };
  struct Options {
    int width = 0;   // between the margins
    int height = 0;  // that rows come near to
    int gap = 4;
    int margin = 12;       // on all sides
    int breakBefore = -1;  // this photo starts a row, below a divider; -1: no divider
    int dividerHeight = 40;
  };

  /// aspects: width / height; clamped to [kNarrowest, kWidest].
  void arrange(std::span<const float> aspects, const Options& options);

  static constexpr float kNarrowest = 0.4f, kWidest = 4.0f;

  int count() const { return int(prefix_.empty() ? 0 : prefix_.size() - 1); }
  const std::vector<Row>& rows() const { return rows_; }
  std::int64_t totalHeight() const { return totalHeight_; }
  const Options& options() const { return options_; }
  /// Top of the divider's band, -1 without.
  std::int64_t dividerTop() const { return dividerTop_; }

  struct Cell {
    int left = 0;
    std::int64_t top = 0;
    int width = 0, height = 0;
  };
  Cell cell(int photo) const;
  /// The row a photo is in.
  int rowOf(int photo) const;
  /// The photo under a point, or -1: gaps, margins and the divider belong to none.
  int photoAt(int x, std::int64_t y) const;
  /// The photo of the row that is nearest to x.
  int nearestInRow(int row, int x) const;
  /// First and last photo of the rows that touch [top, bottom); {0, -1} when there is none.
  std::pair<int, int> photosBetween(std::int64_t top, std::int64_t bottom) const;

 private:
  int endOfRow(int first, int end) const;
  int heightOf(int first, int count) const;
  double aspectSum(int first, int last) const {
    return prefix_[std::size_t(last)] - prefix_[std::size_t(first)];
  }

  Options options_;
  std::vector<double> prefix_;  // prefix_[i]: sum of the first i aspects
  std::vector<Row> rows_;
  std::int64_t totalHeight_ = 0, dividerTop_ = -1;
};

}  // namespace calotype::ui
