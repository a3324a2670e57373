// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/train/trainer.h"

#include <chrono>
#include <cmath>
#include <thread>
#include <utility>

#include "model/base/bounded_queue.h"
#include "model/torch/encoder_torch.h"
#include "model/torch/runtime.h"
#include "model/torch/train/batch.h"
#include "model/torch/train/checkpoint.h"
#include "model/torch/train/initial.h"

namespace calotype::model {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kAhead = 2;  // batches made while one is trained on

/// Parts of the loss, added up until they are reported.
struct Sums {
  double all = 0, contrast = 0, imitation = 0, relations = 0, guidance = 0, agreement = 0,
         words = 0;
  int steps = 0;

  void add(const LossParts& parts) {
    all += parts.all.item<double>();
    contrast += parts.contrast.item<double>();
    imitation += parts.imitation.item<double>();
    relations += parts.relations.item<double>();
    guidance += parts.guidance.item<double>();
    agreement += parts.agreement.item<double>();
    words += parts.words.item<double>();
    ++steps;
  }
};

class Trainer {
 public:
  Trainer(const TrainingRequest& request, Clip clip, torch::Device device)
      : request_(request),
        spec_(request.spec),
        device_(device),
        clip_(std::move(clip)),
        student_(spec_, clip_, request.source.teacherDims(), request.source.wordDims(), device),
        drawn_(kAhead) {}

  Status run() {
    beginAverages();
    if (!request_.resume) CALOTYPE_CHECK(refuseUsedFolder(request_.folder));
    if (request_.resume) {
      CALOTYPE_TRY(const auto step, loadCheckpoint(request_.folder, spec_, student_, state_));
      student_.settle();
      if (step) request_.log.info("going on from step {}", *step);
    }
    begun_ = reported_ = Clock::now();
    first_ = state_.step;
    drawer_ =
        std::jthread([this, first = state_.step](std::stop_token stop) { draw(first, stop); });
    auto trained = steps();
    drawer_.request_stop();
    drawn_.close();
    return trained;
  }

 private:
  Status steps() {
    while (state_.step < spec_.steps) {
      if (request_.stop.stop_requested()) {
        CALOTYPE_CHECK(save());
        return fail(Code::Cancelled, "The training was stopped; --resume goes on from step " +
                                         std::to_string(state_.step) + ".");
      }
      CALOTYPE_CHECK(step());
      const bool last = state_.step == spec_.steps;
      if (last || state_.step % spec_.reportEvery == 0) report();
      if (last || state_.step % spec_.checkpointEvery == 0) {
        CALOTYPE_CHECK(save());
        CALOTYPE_CHECK(measure());
      }
    }
    return {};
  }

  void draw(std::int64_t step, const std::stop_token& stop) {
    for (; step < spec_.steps && !stop.stop_requested(); ++step) {
      auto drawn = drawOne(step);
      const bool fine = drawn.has_value();
      if (!drawn_.push(std::move(drawn), stop) || !fine) return;
    }
  }

  Result<TrainingTensors> drawOne(std::int64_t step) {
    return guardTorch([&]() -> Result<TrainingTensors> {
      CALOTYPE_TRY(const auto pairs, request_.source.pairs(step, spec_.batch));
      TrainingWords words;
      if (spec_.words > 0 && request_.source.wordDims() > 0) {
        CALOTYPE_TRY(words, request_.source.words(step, spec_.wordsAtOnce));
      }
      return tensorsOf(pairs, words, spec_.model.transform, device_);
    });
  }

  Status step() {
    auto next = drawn_.pop(request_.stop);
    if (!next) return {};  // asked to stop: the loop says so
    CALOTYPE_TRY(const auto batch, std::move(*next));
    const auto parts = student_.backward(batch);
    sums_.add(parts);
    if (!std::isfinite(sums_.all))
      return fail(Code::Internal, "The loss is no number any more at step " +
                                      std::to_string(state_.step + 1) +
                                      ". The last checkpoint is sound; try a lower learning_rate.");
    shortenGradients(student_.learnt(), spec_.gradientNorm);
    rate_ =
        spec_.learningRate * rateAt(state_.step, spec_.steps, spec_.warmUpSteps, spec_.lastRate);
    adamW(student_.learnt(), {rate_, spec_.beta1, spec_.beta2, spec_.epsilon, spec_.weightDecay},
          state_.step + 1);
    student_.settle();
    ++state_.step;
    average();
    return {};
  }

  void beginAverages() {
    if (spec_.average <= 0) return;
    for (const auto& parameter : student_.learnt())
      state_.averages.push_back(parameter.value.detach().clone());
    for (const auto& buffer : student_.buffers())
      state_.averageBuffers.push_back(buffer.second.clone());
  }

  void average() {
    if (spec_.average <= 0) return;
    const torch::NoGradGuard guard;
    // A slow average would remember the random beginning.
    const double kept = std::min(spec_.average, double(state_.step) / double(state_.step + 9));
    for (std::size_t i = 0; i < state_.averages.size(); ++i)
      state_.averages[i].lerp_(student_.learnt()[i].value, 1 - kept);
    const auto buffers = student_.buffers();
    for (std::size_t i = 0; i < buffers.size(); ++i)
      state_.averageBuffers[i].lerp_(buffers[i].second, 1 - kept);
  }

  void report() {
    const auto now = Clock::now();
    const double seconds = std::chrono::duration<double>(now - reported_).count();
    const double whole = std::chrono::duration<double>(now - begun_).count();
    const double count = std::max(1, sums_.steps);
    TrainingStep told;
    told.step = state_.step;
    told.steps = spec_.steps;
    told.loss = sums_.all / count;
    told.contrast = sums_.contrast / count;
    told.imitation = sums_.imitation / count;
    told.relations = sums_.relations / count;
    told.guidance = sums_.guidance / count;
    told.agreement = sums_.agreement / count;
    told.words = sums_.words / count;
    told.scale = clip_->logit_scale.exp().item<double>();
    told.learningRate = rate_;
    told.picturesPerSecond = double(sums_.steps) * spec_.batch / std::max(1e-9, seconds);
    told.secondsLeft = whole / double(std::max<std::int64_t>(1, state_.step - first_)) *
                       double(spec_.steps - state_.step);
    request_.events.step(told);
    sums_ = {};
    reported_ = now;
  }

  Status save() {
    CALOTYPE_CHECK(saveCheckpoint(request_.folder, spec_, student_, state_));
    std::vector<torch::Tensor> learnt = state_.averages;
    if (learnt.empty())
      for (const auto& parameter : student_.learnt()) learnt.push_back(parameter.value);
    return saveModel(request_.folder / "model", spec_.model,
                     student_.weights(learnt, state_.averageBuffers));
  }

  Status measure() {
    CALOTYPE_TRY(const auto saved, ModelStore::open(request_.folder / "model"));
    CALOTYPE_TRY(const auto encoder,
                 openTorchEncoder(PluginRequest{saved, request_.options, request_.log}));
    CALOTYPE_CHECK(request_.events.measure(state_.step, *encoder));
    reported_ = Clock::now();  // measuring is not training
    return {};
  }

  const TrainingRequest& request_;
  const TrainingSpec& spec_;
  torch::Device device_;
  Clip clip_;
  Student student_;
  TrainingState state_;
  BoundedQueue<Result<TrainingTensors>> drawn_;
  std::jthread drawer_;
  Sums sums_;
  double rate_ = 0;
  std::int64_t first_ = 0;
  Clock::time_point begun_, reported_;
};

/// The text tower's width has to hold what evening takes out of the shared space.
Status check(const TrainingSpec& spec) {
  const bool narrow = spec.model.text.width < spec.model.dims ||
                      (spec.model.vision.kind == VisionSpec::Kind::Transformer &&
                       spec.model.vision.width < spec.model.dims);
  if (spec.evenEmbeddings && narrow)
    return fail(Code::Unsupported,
                "even_embeddings needs towers at least as wide as embed_dim; set it to false.");
  return {};
}

}  // namespace

Status trainWithTorch(const TrainingRequest& request) {
  return guardTorch([&]() -> Status {
    CALOTYPE_CHECK(check(request.spec));
    CALOTYPE_TRY(const auto device, chooseDevice(request.options.device));
    setThreadsOnce(request.options.threads);
    keepMemory();
    Clip clip(request.spec.model);
    if (request.initial != nullptr) {
      CALOTYPE_CHECK(beginWith(clip, request.initial->spec));
    } else {
      initialise(clip, request.spec.model, request.spec.seed);
    }
    return Trainer(request, std::move(clip), device).run();
  });
}

}  // namespace calotype::model
