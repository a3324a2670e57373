// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "model/torch/transformer.h"

namespace calotype::model {

/// A transformer over tokens. CLIP's is causal, and the state at a text's first end token is the
/// answer (Radford et al. 2021, section 2.4); in SigLIP's every token sees all, and the state at
/// the last place is (Zhai et al. 2023).
struct TextTowerImpl : torch::nn::Module {
  TextTowerImpl(const TextSpec& spec, std::int64_t dims);

  /// ids: [batch, length] of int64 with length <= context. ends: [batch] of int64, positions <
  /// length. Returns [batch, dims], not of unit length. What stands behind the longest end may be
  /// left out.
  torch::Tensor forward(const torch::Tensor& ids, const torch::Tensor& ends);

  torch::Tensor token_embedding;       // "token_embedding.weight": [vocabulary, width]
  torch::Tensor positional_embedding;  // [context, width]
  Transformer transformer{nullptr};
  LayerNorm ln_final{nullptr};
  torch::Tensor text_projection;       // [width, dims]
  torch::Tensor text_projection_bias;  // [dims]; CLIP's: undefined
  bool causal;
};
TORCH_MODULE(TextTower);

}  // namespace calotype::model
