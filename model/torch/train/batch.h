// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "model/torch/train/student.h"
#include "model/training.h"

namespace calotype::model {

/// A step's pairs and words as tensors on the device. Texts are cut behind the longest end.
TrainingTensors tensorsOf(std::span<const TrainingPair> pairs, const TrainingWords& words,
                          const TransformSpec& transform, torch::Device device);

/// [n, n]: which pairs share a meaning, but for the diagonal.
torch::Tensor excludedOf(std::span<const TrainingPair> pairs);

}  // namespace calotype::model
