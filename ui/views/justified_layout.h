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
    int margin = 12;  // on all sides
    /// Photos that start a row, below a band with a heading or a divider; ascending.
    std::vector<int> breaks{};
    int bandHeight = 40;
    bool squares = false;  // cells of equal width
  };

  /// aspects: width / height; clamped to [kNarrowest, kWidest].
  void arrange(std::span<const float> aspects, const Options& options);

  static constexpr float kNarrowest = 0.4f, kWidest = 4.0f;

  int count() const { return int(prefix_.empty() ? 0 : prefix_.size() - 1); }
  const std::vector<Row>& rows() const { return rows_; }
  std::int64_t totalHeight() const { return totalHeight_; }
  const Options& options() const { return options_; }
  /// Top of the band above the break of this number in options().breaks; -1 when it has none.
  std::int64_t bandTop(int number) const { return bandTops_[std::size_t(number)]; }
  /// The last break at or before a photo; -1: none.
  int breakOf(int photo) const;

  struct Cell {
    int left = 0;
    std::int64_t top = 0;
    int width = 0, height = 0;
  };
  Cell cell(int photo) const;
  /// The row a photo is in.
  int rowOf(int photo) const;
  /// The photo under a point, or -1: gaps, margins and bands belong to none.
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
  std::int64_t totalHeight_ = 0;
  std::vector<std::int64_t> bandTops_;
};

}  // namespace calotype::ui
