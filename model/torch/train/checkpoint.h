// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "model/base/files.h"
#include "model/base/result.h"
#include "model/torch/train/student.h"

namespace calotype::model {

/// What a run has beside the student: it goes on from these as if it had not been interrupted.
struct TrainingState {
  std::int64_t step = 0;                // done
  std::vector<torch::Tensor> averages;  // of learnt(), in its order; empty without averaging
  std::vector<torch::Tensor> averageBuffers;
};

/// Writes FOLDER/checkpoint-STEP.safetensors and then FOLDER/checkpoint.json, which names it: a
/// power cut leaves the old checkpoint or the new one. The seed and the step are all the random
/// state there is. The one that was named before is removed.
Status saveCheckpoint(const fs::path& folder, const TrainingSpec& spec, Student& student,
                      const TrainingState& state);

/// The step of the folder's checkpoint, whose values then are in `student` and `state`; nullopt
/// when there is none. Corrupt when it belongs to another run.
Result<std::optional<std::int64_t>> loadCheckpoint(const fs::path& folder, const TrainingSpec& spec,
                                                   Student& student, TrainingState& state);

/// See writeModelFolder in model/files/model_folder.h.
Status saveModel(const fs::path& folder, const ModelSpec& spec, const NamedTensors& weights);

}  // namespace calotype::model
