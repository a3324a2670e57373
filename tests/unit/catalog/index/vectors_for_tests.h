// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "catalog/index/vector_index.h"
#include "model/score/vectors.h"

namespace calotype::test {

inline std::vector<float> randomUnit(std::mt19937& random, std::size_t dims) {
  std::normal_distribution<float> normal;
  std::vector<float> row(dims);
  do {
    for (float& value : row) value = normal(random);
  } while (!model::normalise(row));
  return row;
}

/// Vectors as CLIP makes them of photos: they share a mean that is longer than what tells them
/// apart, and come in clusters (a trip, a birthday).
class PhotoLikeVectors {
 public:
  PhotoLikeVectors(std::uint32_t seed, std::size_t dims, std::size_t clusters)
      : random_(seed), mean_(randomUnit(random_, dims)) {
    for (std::size_t i = 0; i < clusters; ++i) centres_.push_back(randomUnit(random_, dims));
  }

  std::vector<float> next() {
    const auto& centre = centres_[random_() % centres_.size()];
    const auto own = randomUnit(random_, mean_.size());
    std::vector<float> row(mean_.size());
    for (std::size_t i = 0; i < row.size(); ++i)
      row[i] = mean_[i] + 0.7f * centre[i] + 0.5f * own[i];
    model::normalise(row);
    return row;
  }

 private:
  std::mt19937 random_;
  std::vector<float> mean_;
  std::vector<std::vector<float>> centres_;
};

inline void addOne(catalog::VectorIndex& index, catalog::PhotoId id, std::span<const float> row) {
  index.add(std::span(&id, 1), model::toHalves(row));
}

}  // namespace calotype::test
