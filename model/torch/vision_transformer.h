// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "model/files/model_spec.h"
#include "model/torch/image_tower.h"
#include "model/torch/transformer.h"

namespace calotype::model {

/// The picture as a sequence of patches behind a class token, whose state at the end is the answer.
/// Dosovitskiy et al. 2021, with CLIP's extra norm before the first block (Radford et al. 2021,
/// section 2.4).
struct VisionTransformer final : ImageTower {
  VisionTransformer(const VisionSpec& spec, std::int64_t dims);
  torch::Tensor forward(const torch::Tensor& pixels) override;

  Patches conv1{nullptr};
  torch::Tensor class_embedding, positional_embedding;  // [width], [1 + patches, width]
  LayerNorm ln_pre{nullptr}, ln_post{nullptr};
  Transformer transformer{nullptr};
  torch::Tensor proj;  // [width, dims]
};

}  // namespace calotype::model
