// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/tags/tagger.h"

#include <algorithm>
#include <string>
#include <utility>

#include "model/base/hash.h"

namespace calotype::catalog {

Tagger::Tagger(Vocabulary vocabulary, model::ConceptVectors vectors, model::Calibration calibration)
    : vocabulary_(std::move(vocabulary)),
      vectors_(std::move(vectors)),
      calibration_(std::move(calibration)) {}

std::vector<Guess> Tagger::guess(std::span<const float> image, double precision) const {
  const auto& concepts = vocabulary_.concepts();
  const double least = calibration_.leastProbability(precision);
  std::vector<Guess> guesses;
  if (least > 1) return guesses;
  const auto evidence = model::weigh(vectors_, image);
  std::vector<bool> covered(concepts.size(), false);
  for (std::size_t i = concepts.size(); i-- > 0;) {
    const double probability =
        concepts[i].group ? 0 : calibration_.probability(evidence[i], concepts[i].id);
    const bool chosen = probability >= least && !covered[i];
    if (chosen) guesses.push_back({std::int32_t(i), evidence[i].score, float(probability)});
    if ((chosen || covered[i]) && concepts[i].above >= 0)
      covered[std::size_t(concepts[i].above)] = true;
  }
  std::sort(guesses.begin(), guesses.end(), [](const Guess& a, const Guess& b) {
    return a.probability != b.probability ? a.probability > b.probability : a.concept_ < b.concept_;
  });
  if (guesses.size() > kMostTags) guesses.resize(kMostTags);
  return guesses;
}

std::uint64_t Tagger::fingerprint(double precision) const {
  const auto text = std::to_string(vocabulary_.hash()) + calibration_.toJson() +
                    std::to_string(precision) + std::to_string(vectors_.logitScale);
  const auto rows = xxh3(std::as_bytes(std::span(vectors_.rows)));
  return (xxh3(std::as_bytes(std::span(text))) ^ rows) >> 1;  // fits a signed column
}

}  // namespace calotype::catalog
