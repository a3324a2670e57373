// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "catalog/tags/vocabulary.h"
#include "model/score/calibration.h"
#include "model/score/zero_shot.h"

namespace calotype::catalog {

/// A concept that a photo seems to show.
struct Guess {
  std::int32_t concept_ = 0;
  float score = 0;
  float probability = 0;
};

/// A vocabulary, seen by a model, with what its numbers are worth.
class Tagger {
 public:
  static constexpr std::size_t kMostTags = 12;  // of one photo

  Tagger(Vocabulary vocabulary, model::ConceptVectors vectors, model::Calibration calibration);

  const Vocabulary& vocabulary() const { return vocabulary_; }
  const model::ConceptVectors& vectors() const { return vectors_; }

  /// The concepts to propose so that `precision` of all proposals are right: the surest first, and
  /// of a concept and what lies below it only the narrowest. image: unit length.
  std::vector<Guess> guess(std::span<const float> image, double precision) const;
  /// The least probability of a proposal at this precision; above 1 when the model cannot reach it.
  double leastProbability(double precision) const {
    return calibration_.leastProbability(precision);
  }
  /// Changes with everything that changes a guess.
  std::uint64_t fingerprint(double precision) const;

 private:
  Vocabulary vocabulary_;
  model::ConceptVectors vectors_;
  model::Calibration calibration_;
};

}  // namespace calotype::catalog
