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

struct EvaluationOptions {
  /// Names to choose among; photos without any of them do not count. Empty: all labels that occur.
  std::vector<std::string> classes = {};
  int prompts = 7;  // so many of prompts.h's sentences around each
};

/// Naming photos by their labels: the class whose sentences lie nearest. Right is any of a photo's
/// labels.
struct ZeroShot {
  struct Class {
    std::string name;
    std::int64_t photos = 0;          // that bear it
    std::int64_t top1 = 0, top5 = 0;  // of them, where it is among the first 1 and 5
  };
  std::size_t classes = 0, photos = 0, prompts = 0;
  model::Part top1, top5;
  /// Of the first answer, whose probability is a softmax over the classes by the model's own scale.
  double expectedCalibrationError = 0;
  std::map<std::string, std::pair<model::Part, model::Part>> bySource;  // top 1, top 5
  std::vector<Class> byClass;
};

/// Captions that have something in common, as queries.
struct CaptionSlice {
  std::string name;
  model::Recall photosByCaption;
};

struct Evaluation {
  std::size_t photos = 0;  // all
  std::size_t captionedPhotos = 0, captions = 0;
  std::optional<model::Recall> photosByCaption, captionsByPhoto;
  std::vector<CaptionSlice> slices;  // by whom the caption names; the frequent ones
  std::optional<ZeroShot> zeroShot;
};

/// What the model makes of the photos. Every caption is a query for its photo among all photos with
/// captions, and every such photo one for any of its captions.
Result<Evaluation> evaluate(model::Encoder& encoder, const EvaluationPhotos& photos,
                            const EvaluationOptions& options);

/// A name a line; blank lines do not count. InvalidArgument: there is none.
Result<std::vector<std::string>> readClasses(const fs::path& file);

/// The labels that stand at least `least` times in a file of counts: label -> {"train": n}, or
/// label -> n.
Result<std::vector<std::string>> readConcepts(const fs::path& file, int least);

}  // namespace calotype::catalog
