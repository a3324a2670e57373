// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/tags/tagger.h"
#include "model/score/vectors.h"
#include "tests/support/temp_catalog.h"

namespace calotype::test {

/// Animals (a group), cat, dog with terrier and poodle below it, over four dimensions: cat points
/// along the second, terrier along the third, poodle along the fourth.
inline catalog::Tagger smallTagger(
    model::Calibration calibration = model::Calibration::cautious()) {
  auto vocabulary = orDie(catalog::Vocabulary::parse(
      R"({"format": 1, "concepts": [
          {"id": "animals", "en": ["animals"], "de": ["Tiere"], "group": true},
          {"id": "cat", "under": "animals", "en": ["cat"], "de": ["Katze"]},
          {"id": "dog", "under": "animals", "en": ["dog"], "de": ["Hund"]},
          {"id": "terrier", "under": "dog", "en": ["terrier"], "de": ["Terrier"]},
          {"id": "poodle", "under": "dog", "en": ["poodle"], "de": ["Pudel"]}]})",
      "small"));
  model::ConceptVectors vectors;
  vectors.dims = 4;
  vectors.logitScale = 25;
  vectors.rows = {1, 0, 0, 0, 0, 1, 0, 0, 0.5f, 0, 0.612f, 0.612f, 0, 0, 1, 0, 0, 0, 0, 1};
  vectors.neutral = {0.5f, 0, 0, 0};
  vectors.above = {-1, 0, 0, 2, 2};
  return {std::move(vocabulary), std::move(vectors), std::move(calibration)};
}

}  // namespace calotype::test
