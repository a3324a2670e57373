// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "model/encoder.h"
#include "model/torch/layers.h"
#include "model/torch/packed_layers.h"

namespace calotype::model::onednn {

/// A convolution and the norm behind it, by its running statistics, as one. Neither is kept.
/// precision: Float32 or Bf16, one that the processor supports.
std::unique_ptr<PackedConvolution> packConvolution(const ConvolutionImpl& convolution,
                                                   const BatchNormImpl& norm, Precision precision);

}  // namespace calotype::model::onednn
