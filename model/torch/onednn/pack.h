// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include "model/precision.h"

namespace calotype::model::onednn {

/// Lays the weights of every linear layer and convolution of a tower out for this processor, in one
/// arithmetic, for inference only; the plain weights of these layers are given back. precision: one
/// that the processor supports, not Automatic.
void pack(torch::nn::Module& tower, Precision precision);

}  // namespace calotype::model::onednn
