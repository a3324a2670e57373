// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace calotype::model {

/// A part of some trials, with the interval that holds 95 % of its values when the trials are drawn
/// anew (the bootstrap's percentiles; Efron 1979).
struct Part {
  double value = 0, low = 0, high = 0;
};

/// How often a rank is at most 1, 5 and 10, and the middle rank.
struct Recall {
  std::size_t queries = 0;
  Part at1, at5, at10;
  std::int64_t medianRank = 0;
};

/// Unit rows of `dims` values.
struct UnitRows {
  std::size_t dims = 0;
  std::vector<float> values;

  std::size_t count() const { return dims == 0 ? 0 : values.size() / dims; }
  std::span<const float> row(std::size_t i) const {
    return std::span(values).subspan(i * dims, dims);
  }
};

/// For each query the place, from 1, of its best right answer among all candidates by dot product;
/// candidates as good as it stand before it. right: for each query its right answers, not empty.
std::vector<std::int64_t> ranksOf(const UnitRows& queries, const UnitRows& candidates,
                                  std::span<const std::vector<std::size_t>> right);

/// The same for every right answer of every query, one after the other: its place among those that
/// are not right.
std::vector<std::int64_t> ranksOfEach(const UnitRows& queries, const UnitRows& candidates,
                                      std::span<const std::vector<std::size_t>> right);

/// The same trials give the same interval.
Part partAtMost(std::span<const std::int64_t> ranks, std::int64_t most);

/// How far stated probabilities are from how often they are right: the mean over 15 bins of equal
/// width, by their share (Guo et al. 2017, "On Calibration of Modern Neural Networks", equation 3).
double expectedCalibrationError(std::span<const double> probabilities,
                                const std::vector<bool>& right);

Recall recallOf(std::span<const std::int64_t> ranks);

}  // namespace calotype::model
