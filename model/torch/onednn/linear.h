// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <memory>
#include <optional>

#include "model/encoder.h"
#include "model/files/model_spec.h"
#include "model/torch/packed_layers.h"

namespace calotype::model::onednn {

/// act(x W^T + b), its weights in the layout that oneDNN likes best here. weight: [outputs,
/// inputs], bias: [outputs], float32; neither is kept. precision: Float32, Bf16 or Int8, one that
/// the processor supports.
std::unique_ptr<PackedLinear> packLinear(const torch::Tensor& weight, const torch::Tensor& bias,
                                         std::optional<Activation> activation, Precision precision);

}  // namespace calotype::model::onednn
