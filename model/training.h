// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <spdlog/logger.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "model/base/image.h"
#include "model/base/result.h"
#include "model/encoder.h"
#include "model/files/training_spec.h"
#include "model/text/tokenizer.h"

namespace calotype::model {

/// A picture and a text that belong together, as one step sees them.
struct TrainingPair {
  Rgb8 crop;  // transform.size squared
  Tokens text;
  /// Of frozen towers: what they say, [dims], so that nobody asks them again and again. In all
  /// pairs of a step or in none; then neither crop nor text is looked at.
  std::vector<float> imageRow, textRow;
  /// What was said of the picture, as numbers, ascending: two pairs that share one are never each
  /// other's negatives.
  std::vector<std::uint64_t> meanings;
  /// What the teacher makes of this crop, [teacherDims]; empty: it said nothing.
  std::vector<float> teacher;
};

/// Words and what the teacher makes of them.
struct TrainingWords {
  std::vector<Tokens> texts;
  std::vector<float> vectors;  // [texts, wordDims], row-major
};

/// Gives the pairs of each step. Every answer depends on the step's number alone, so that a run
/// that was killed goes on as if it had not been. Used by one thread at a time.
class TrainingSource {
 public:
  virtual ~TrainingSource() = default;
  virtual Result<std::vector<TrainingPair>> pairs(std::int64_t step, int count) = 0;
  virtual Result<TrainingWords> words(std::int64_t step, int count) = 0;
  virtual int teacherDims() const = 0;  // 0: no teacher of pictures
  virtual int wordDims() const = 0;     // 0: no teacher of words
};

struct TrainingStep {
  std::int64_t step = 0, steps = 0;  // done, in all
  double loss = 0;                   // mean since the last report, as the others
  // Its parts, without their weights.
  double contrast = 0, imitation = 0, relations = 0, guidance = 0, agreement = 0, words = 0;
  double scale = 0;  // exp(logit_scale)
  double learningRate = 0;
  double picturesPerSecond = 0;
  double secondsLeft = 0;
};

/// What a run tells, on the thread that trains.
struct TrainingEvents {
  std::function<void(const TrainingStep&)> step = [](const auto&) {};
  /// At each checkpoint and at the end: the model as it would be saved now.
  std::function<Status(std::int64_t step, Encoder& model)> measure = [](auto, auto&) {
    return Status();
  };
};

struct TrainingRequest {
  const TrainingSpec& spec;
  const InstalledModel* initial = nullptr;  // nullptr: begin with random numbers
  TrainingSource& source;
  fs::path folder;      // checkpoints, and the model in "model"; exists
  bool resume = false;  // go on from the folder's checkpoint, if there is one
  EncoderOptions options;
  std::stop_token stop;  // saves a checkpoint and ends with Cancelled
  const TrainingEvents& events;
  spdlog::logger& log;  // the program's: the plug-in has no sinks of its own
};

/// Opens the training plug-in and trains. Afterwards `folder`/model is a model in OpenCLIP's
/// layout: matrices in binary16, norms and biases in float32. Returns an error when the files of
/// the run do not fit the spec, when the loss is no number any more, or when the disk is full; what
/// was saved before stays.
Status train(const TrainingRequest& request);

/// The plug-in's one symbol, as kOpenEncoderSymbol is the other's.
using TrainFunction = bool (*)(const char* version, const TrainingRequest& request, Status& answer);
inline constexpr const char* kTrainSymbol = "calotype_train";

}  // namespace calotype::model
