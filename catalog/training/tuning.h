// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <spdlog/logger.h>

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "catalog/tags/vocabulary.h"
#include "model/encoder.h"
#include "model/training.h"

namespace calotype::catalog {

/// A photo with its owner's words.
struct TuningPhoto {
  std::string key;
  Rgb8 picture;
  std::vector<std::string> captions, tags;
  std::int64_t day =
      0;  // photos of one day are alike: they are learnt from or measured on together
};

struct TuningRequest {
  model::TrainingSpec spec;  // model: the initial one's
  const model::InstalledModel& initial;
  std::vector<TuningPhoto> photos = {};
  std::vector<Rgb8> others = {};  // pictures without words: what the model says of them should stay
  const Vocabulary& vocabulary;
  fs::path folder;  // exists, empty; afterwards it holds "model", if it was kept
  model::EncoderOptions options;
  std::function<void(const model::TrainingStep&)> step = [](const auto&) {};
  std::stop_token stop = {};
  spdlog::logger& log;
};

/// With fewer photos that have words there is too little to learn from and to measure on.
inline constexpr std::size_t kLeastTuningPhotos = 50;

/// What was found, all on photos that nothing was learnt from.
struct TuningReport {
  std::size_t learntFrom = 0, chosenBy = 0, provenOn = 0, guards = 0;  // photos
  std::size_t queries = 0;       // words of the photos it is proven on, each photo's by themselves
  double before = 0, after = 0;  // recall at 5: a photo of the owner's found by its words
  double guardAfter = 1;         // of the other photos, whose best concept is still among five
  double share = 0;              // of the way from the initial model to the trained one
  bool kept = false;
};

/// Learns from a person's own words, and keeps the result only if it is better for them and no
/// worse for the rest: trains (by the spec's adapter and what it freezes) on three fifths of the
/// days, chooses how far to go on another fifth (Wortsman et al. 2022), and proves it on the last.
/// Recall has to rise there, and at most 0.5 % of the guards may change. InvalidArgument: too few
/// photos with words, or a folder that is not empty; nothing was trained.
Result<TuningReport> tune(const TuningRequest& request);

/// The run's file for photos so many: what is usual for tuning. Call it with the initial model's
/// spec. Unsupported: models of its kind cannot be trained here.
Result<model::TrainingSpec> tuningSpec(const model::ModelSpec& model, std::size_t photos);

}  // namespace calotype::catalog
