// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace calotype::model {

/// A vocabulary as one model sees it. Zero-shot classification as in CLIP (Radford et al. 2021,
/// section 3.1.4): a concept's vector is the mean of the unit vectors of its prompts, of unit
/// length again.
struct ConceptVectors {
  std::size_t dims = 0;
  std::vector<float> rows;     // [concepts, dims], unit length
  std::vector<float> neutral;  // [dims]: the mean of the unit vectors of prompts that say nothing
  std::vector<std::int32_t> above;  // the broader concept's row, which stands earlier; -1: none
  float logitScale = 100;           // exp(logit_scale) of the model

  std::size_t count() const { return above.size(); }
};

/// How much a photo speaks for a concept.
///
/// Right and wrong names overlap in raw cosine, so both figures are relative. score: logits above
/// the neutral prompts, logitScale * (cos(photo, concept) - cos(photo, neutral)), the largest among
/// the concept and those below it. share: the natural logarithm of the part that the concept and
/// those below it have in the softmax of all scores.
struct Evidence {
  float score = 0;
  float share = 0;
};

/// image: [dims], unit length. Gives one row a concept.
std::vector<Evidence> weigh(const ConceptVectors& concepts, std::span<const float> image);

}  // namespace calotype::model
