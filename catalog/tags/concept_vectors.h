// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "catalog/tags/vocabulary.h"
#include "model/base/hash.h"
#include "model/score/zero_shot.h"

namespace calotype::catalog {

/// Unit vectors of sentences, in their order; an error of the model, or Cancelled.
using EncodeTexts =
    std::function<Result<std::vector<std::vector<float>>>(std::span<const std::string>)>;

/// The vectors of a vocabulary's concepts for one model: the mean of the unit vectors of their
/// sentences, of unit length again. progress: sentences done, of how many.
Result<model::ConceptVectors> makeConceptVectors(
    const Vocabulary& vocabulary, float logitScale, const EncodeTexts& encode,
    const std::function<void(std::size_t, std::size_t)>& progress = {});

/// They take seconds to minutes to make, so a file keeps them, by model and vocabulary. A cache:
/// a file that is damaged, or of something else, is as good as none.
class ConceptVectorFile {
 public:
  ConceptVectorFile(const fs::path& cacheFolder, const Sha256& model, const Vocabulary& vocabulary);
  std::optional<model::ConceptVectors> load(const Vocabulary& vocabulary) const;
  Status save(const model::ConceptVectors& vectors) const;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
  Sha256 model_{};
  std::uint64_t vocabulary_ = 0;
};

}  // namespace calotype::catalog
