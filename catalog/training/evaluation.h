// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/decoder_pool.h"
#include "model/encoder.h"
#include "model/score/recall.h"

namespace calotype::catalog {

/// Photos that were kept out of training, ready for a model.
struct EvaluationPhotos {
  struct Photo {
    Rgb8 crop;
    std::vector<std::string> labels, captions;
    std::string source;
  };
  std::vector<Photo> photos;
  std::vector<std::string> problems;
};

/// Reads shards or folders (shard.h) and decodes their pictures through the pool.
Result<EvaluationPhotos> readEvaluationPhotos(std::span<const fs::path> shards,
                                              DecoderPool& decoders,
                                              const model::TransformSpec& transform);

/// Naming pictures by their labels: ranks of the best label that applies among all concepts.
struct ZeroShot {
  std::size_t concepts = 0, photos = 0;
  model::Part top1, top5;
  std::map<std::string, std::pair<model::Part, model::Part>> bySource;  // top 1, top 5
};

struct Evaluation {
  std::size_t captionedPhotos = 0, captions = 0;
  std::optional<model::Recall> photosByCaption, captionsByPhoto;
  std::optional<ZeroShot> zeroShot;
};

/// What the model makes of the photos. Every caption is a query for its photo among all photos with
/// captions, and every such photo one for any of its captions. concepts: labels to choose among;
/// photos without any of them do not count; empty: all labels that occur. Right is any of a photo's
/// labels.
Result<Evaluation> evaluate(model::Encoder& encoder, const EvaluationPhotos& photos,
                            const std::vector<std::string>& concepts);

/// The labels that stand at least `least` times in a file of counts: label -> {"train": n}, or
/// label -> n.
Result<std::vector<std::string>> readConcepts(const fs::path& file, int least);

}  // namespace calotype::catalog
