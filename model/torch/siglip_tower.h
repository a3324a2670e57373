// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "model/files/model_spec.h"
#include "model/torch/image_tower.h"
#include "model/torch/transformer.h"

namespace calotype::model {

/// One learnt query's attention over all places of a sequence, then x + mlp(ln(x)): what one
/// sequence comes to. Zhai et al. 2022, "Scaling Vision Transformers", section 3 (there "MAP").
struct AttentionHeadImpl : torch::nn::Module {
  explicit AttentionHeadImpl(const BlockShape& shape);
  torch::Tensor forward(const torch::Tensor& x);  // [batch, length, width] -> [batch, width]

  torch::Tensor probe;  // [1, 1, width]
  Attention attn{nullptr};
  LayerNorm ln{nullptr};
  Linear c_fc{nullptr}, c_proj{nullptr};  // under "mlp"
};
TORCH_MODULE(AttentionHead);

/// SigLIP's image tower: patches, each with its place, without a class token; the head's answer is
/// the picture's, and the shared space as wide as the tower. Zhai et al. 2023, section 3.
struct SiglipTower final : ImageTower {
  explicit SiglipTower(const VisionSpec& spec);
  torch::Tensor forward(const torch::Tensor& pixels) override;

  Patches conv1{nullptr};
  torch::Tensor positional_embedding;  // [patches, width]
  Transformer transformer{nullptr};
  LayerNorm ln_post{nullptr};
  AttentionHead head{nullptr};
};

}  // namespace calotype::model
