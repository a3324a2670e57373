// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

#include "model/files/model_spec.h"
#include "model/torch/layers.h"

namespace calotype::model {

/// Multi-head self-attention with one packed projection for queries, keys and values. Vaswani et
/// al. 2017, section 3.2.
struct AttentionImpl : torch::nn::Module {
  AttentionImpl(std::int64_t width, std::int64_t heads);

  /// x: [batch, length, width]. mask: [length, length] of 0 and -inf, or undefined for none.
  /// Returns [batch, length, width], in x's dtype.
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& mask);

  std::int64_t heads;
  torch::Tensor in_proj_weight, in_proj_bias;  // [3 * width, width], [3 * width]: q, k, v
  Linear out_proj{nullptr};
};
TORCH_MODULE(Attention);

/// What every block of one transformer has in common.
struct BlockShape {
  std::int64_t width = 0, heads = 0;
  std::int64_t hidden = 0;  // inside the block's two linear layers
  Activation activation = Activation::Gelu;
  double epsilon = 1e-5;  // of the layer norms
};

/// One pre-norm block: x + attn(ln_1(x)), then x + mlp(ln_2(x)). Radford et al. 2021, section 2.4.
/// Fields bear the checkpoint's names: a tensor's path in the file is its path in the code.
struct BlockImpl : torch::nn::Module {
  explicit BlockImpl(const BlockShape& shape);
  torch::Tensor forward(torch::Tensor x, const torch::Tensor& mask);  // shapes as above

  Attention attn{nullptr};
  LayerNorm ln_1{nullptr}, ln_2{nullptr};
  Linear c_fc{nullptr}, c_proj{nullptr};  // under "mlp"
  Activation activation;
};
TORCH_MODULE(Block);

/// Blocks one after the other, under "resblocks".
struct TransformerImpl : torch::nn::Module {
  TransformerImpl(std::int64_t layers, const BlockShape& shape);
  torch::Tensor forward(torch::Tensor x, const torch::Tensor& mask);  // shapes as above

  torch::nn::ModuleList resblocks{nullptr};
};
TORCH_MODULE(Transformer);

}  // namespace calotype::model
