// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "model/torch/image_tower.h"
#include "model/torch/text_tower.h"

namespace calotype::model {

/// Two towers into one space, where a picture lies near the words for it. Radford et al. 2021,
/// section 2.3.
struct ClipImpl : torch::nn::Module {
  /// Shapes only: every parameter is `unfilled` until weights.h fills it.
  explicit ClipImpl(const ModelSpec& spec);

  torch::Tensor images(const torch::Tensor& pixels);  // as ImageTower::forward
  torch::Tensor texts(const torch::Tensor& ids, const torch::Tensor& ends);  // as TextTower's
  /// exp(logit_scale) * cosine. images: [m, dims], texts: [n, dims]. Returns [m, n].
  torch::Tensor logits(const torch::Tensor& images, const torch::Tensor& texts);

  std::shared_ptr<ImageTower> visual;
  TextTower text{nullptr};
  torch::Tensor logit_scale;  // []: the natural logarithm of the factor
};
TORCH_MODULE(Clip);

}  // namespace calotype::model
