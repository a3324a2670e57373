// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <memory>
#include <optional>

#include "model/files/model_spec.h"
#include "model/torch/packed_layers.h"

namespace calotype::model::onednn {

/// As packLinear: weights in 8 bits with a scale for each output, activations in 8 bits with a
/// scale for each row, found anew each time; sums in 32 bits. Where the processor cuts sums of
/// pairs off at 16 bits, weights have 7 bits.
std::unique_ptr<PackedLinear> packInt8Linear(const torch::Tensor& weight, const torch::Tensor& bias,
                                             std::optional<Activation> activation);

}  // namespace calotype::model::onednn
