// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>

#include "model/files/model_spec.h"
#include "model/torch/attention.h"
#include "model/torch/layers.h"

namespace calotype::model {

/// Multi-head self-attention with one packed projection for queries, keys and values. Vaswani et
/// al. 2017, section 3.2.
struct AttentionImpl : torch::nn::Module {
  AttentionImpl(std::int64_t width, std::int64_t heads);

  /// to + the attention of x; to and x: [batch, length, width].
  torch::Tensor addTo(const torch::Tensor& to, const torch::Tensor& x, bool causal);
  /// The same for one query of each sequence: to: [batch, width], places: [batch] of int64.
  torch::Tensor addTo(const torch::Tensor& to, const torch::Tensor& x, bool causal,
                      const torch::Tensor& places);
  /// What one asks of each sequence, [batch, width], which is not of it, and sees all of it.
  torch::Tensor ask(const torch::Tensor& asking, const torch::Tensor& x);

  std::int64_t heads;
  torch::Tensor in_proj_weight, in_proj_bias;  // [3 * width, width], [3 * width]: q, k, v
  Linear out_proj{nullptr};
  // What inference uses instead, once there is one: of all three, or of queries and of the others.
  std::unique_ptr<PackedLinear> packed, packedQueries, packedOthers;

 private:
  torch::Tensor mixed(const torch::Tensor& asking, const torch::Tensor& x, const Sight& sight);
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
  /// x: [batch, length, width], same out. In inference x's memory may be written over.
  torch::Tensor forward(const torch::Tensor& x, bool causal);
  /// Row places[i] of what forward gives for sequence i, [batch, width]: keys and values are made
  /// for every place, the rest for one.
  torch::Tensor pooled(const torch::Tensor& x, bool causal, const torch::Tensor& places);

  Attention attn{nullptr};
  LayerNorm ln_1{nullptr}, ln_2{nullptr};
  Linear c_fc{nullptr}, c_proj{nullptr};  // under "mlp"
};
TORCH_MODULE(Block);

/// Blocks one after the other, under "resblocks".
struct TransformerImpl : torch::nn::Module {
  /// pools: forward will be used, or else everywhere.
  TransformerImpl(std::int64_t layers, const BlockShape& shape, bool pools = true);
  /// The state at one place of each sequence, [batch, width]. x: [batch, length, width], whose
  /// memory may be written over in inference; places: [batch] of int64.
  torch::Tensor forward(torch::Tensor x, bool causal, const torch::Tensor& places);
  /// The state at every place, [batch, length, width].
  torch::Tensor everywhere(torch::Tensor x, bool causal);

  bool pools;
  torch::nn::ModuleList resblocks{nullptr};
};
TORCH_MODULE(Transformer);

}  // namespace calotype::model
