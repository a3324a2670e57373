// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "model/score/recall.h"

namespace calotype::model {

/// How much alike a model's vectors are in two arithmetics, of the same photos and sentences.
struct Agreement {
  static constexpr std::size_t kTop = 20;       // photos that a query is judged by
  static constexpr std::size_t kQueries = 200;  // photos that are queries too

  std::size_t photos = 0, sentences = 0;
  double meanCosine = 1, leastCosine = 1;  // of a photo's, and a sentence's, two vectors
  /// Of the kTop best photos for a query in the one, the share that is among the kTop in the other.
  double sameByWords = 1, sameByPictures = 1;
};

/// The vectors of one arithmetic.
struct TowerRows {
  UnitRows photos, sentences;
};

/// Both have the same number of rows of the same length; the i-th are of the same photo or
/// sentence. A photo as a query finds all photos but itself. Without sentences, nothing is said
/// against them.
Agreement agreementOf(const TowerRows& one, const TowerRows& other);

/// Mean cosine 0.99 and more, and of the best photos 98 % the same: nobody will notice.
bool keepsQuality(const Agreement& agreement);

}  // namespace calotype::model
