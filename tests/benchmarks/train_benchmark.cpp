// SPDX-License-Identifier: GPL-3.0-or-later
// benchmark-train CONFIG STEPS: steps of training on random pictures and texts, and how many
// pictures a second that is. compare_training.py runs it in turns with the same network in PyTorch.
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "model/encoder.h"
#include "model/torch/runtime.h"
#include "model/torch/train/initial.h"
#include "model/torch/train/student.h"

namespace calotype::model {
namespace {

constexpr int kTextTokens = 16;
constexpr int kWarmUp = 3;

TrainingTensors randomBatch(const TrainingSpec& spec) {
  const std::int64_t pairs = spec.batch, side = spec.model.transform.size;
  TrainingTensors batch;
  batch.pixels = torch::randn({pairs, 3, side, side});
  batch.ids = torch::randint(1, spec.model.text.vocabulary, {pairs, kTextTokens}, torch::kLong);
  batch.ends = torch::full({pairs}, kTextTokens - 1, torch::kLong);
  return batch;
}

int run(const char* config, int steps) {
  prepareLibTorch();
  const auto spec = TrainingSpec::open(config);
  if (!spec) {
    std::fprintf(stderr, "%s\n", spec.error().message.c_str());
    return 1;
  }
  setThreadsOnce(0);
  keepMemory();
  Clip clip(spec->model);
  initialise(clip, spec->model, 1);
  Student student(*spec, clip, 0, 0, torch::kCPU);
  const auto batch = randomBatch(*spec);
  auto begun = std::chrono::steady_clock::now();
  for (int step = -kWarmUp; step < steps; ++step) {
    if (step == 0) begun = std::chrono::steady_clock::now();
    student.backward(batch);
    shortenGradients(student.learnt(), spec->gradientNorm);
    adamW(student.learnt(), {1e-4, spec->beta1, spec->beta2, spec->epsilon, spec->weightDecay},
          step + kWarmUp + 1);
    student.settle();
  }
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  std::printf("%.1f\n", steps * spec->batch / seconds);
  return 0;
}

}  // namespace
}  // namespace calotype::model

int main(int argc, char** argv) {
  if (argc == 3) return calotype::model::run(argv[1], std::atoi(argv[2]));
  std::fprintf(stderr, "benchmark-train CONFIG STEPS\n");
  return 2;
}
