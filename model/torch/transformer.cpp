// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/transformer.h"

#include <cmath>

namespace calotype::model {

AttentionImpl::AttentionImpl(std::int64_t width, std::int64_t heads_) : heads(heads_) {
  in_proj_weight = register_parameter("in_proj_weight", unfilled({3 * width, width}));
  in_proj_bias = register_parameter("in_proj_bias", unfilled({3 * width}));
  out_proj = register_module("out_proj", Linear(width, width));
}

torch::Tensor AttentionImpl::forward(const torch::Tensor& x, const torch::Tensor& mask) {
  const auto batch = x.size(0), length = x.size(1), width = x.size(2);
  const auto head = width / heads;

  const auto qkv = torch::linear(x, in_proj_weight, in_proj_bias)
                       .view({batch, length, 3, heads, head})
                       .permute({2, 0, 3, 1, 4});  // [3, batch, heads, length, head]
  auto scores = torch::matmul(qkv[0], qkv[1].transpose(-2, -1)) / std::sqrt(double(head));
  if (mask.defined()) scores = scores + mask;
  const auto mixed = torch::matmul(torch::softmax(scores, -1), qkv[2]);
  return out_proj(mixed.transpose(1, 2).reshape({batch, length, width}));
}

BlockImpl::BlockImpl(const BlockShape& shape) : activation(shape.activation) {
  ln_1 = register_module("ln_1", LayerNorm(shape.width, shape.epsilon));
  attn = register_module("attn", Attention(shape.width, shape.heads));
  ln_2 = register_module("ln_2", LayerNorm(shape.width, shape.epsilon));
  auto mlp = register_module("mlp", std::make_shared<torch::nn::Module>());
  c_fc = mlp->register_module("c_fc", Linear(shape.width, shape.hidden));
  c_proj = mlp->register_module("c_proj", Linear(shape.hidden, shape.width));
}

torch::Tensor BlockImpl::forward(torch::Tensor x, const torch::Tensor& mask) {
  x = x + attn(ln_1(x), mask);
  auto h = c_fc(ln_2(x));
  h = activation == Activation::QuickGelu ? h * torch::sigmoid(1.702 * h) : torch::gelu(h);
  return x + c_proj(h);
}

TransformerImpl::TransformerImpl(std::int64_t layers, const BlockShape& shape) {
  resblocks = register_module("resblocks", torch::nn::ModuleList());
  for (std::int64_t i = 0; i < layers; ++i) resblocks->push_back(Block(shape));
}

torch::Tensor TransformerImpl::forward(torch::Tensor x, const torch::Tensor& mask) {
  for (const auto& block : *resblocks) x = block->as<Block>()->forward(x, mask);
  return x;
}

}  // namespace calotype::model
