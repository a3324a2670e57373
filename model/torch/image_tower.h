// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace calotype::model {

/// What turns pictures into points of the shared space: a vision transformer or a ResNet.
struct ImageTower : torch::nn::Module {
  /// pixels: [batch, 3, size, size], normalised. Returns [batch, dims], not of unit length.
  virtual torch::Tensor forward(const torch::Tensor& pixels) = 0;
};

}  // namespace calotype::model
