// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/transformer.h"

namespace calotype::model {

namespace {

/// Row places[i] of sequence i: [batch, length, width] to [batch, width].
torch::Tensor rowsAt(const torch::Tensor& x, const torch::Tensor& places) {
  return x.index({torch::arange(x.size(0), places.options()), places});
}

}  // namespace

AttentionImpl::AttentionImpl(std::int64_t width, std::int64_t heads_) : heads(heads_) {
  in_proj_weight = register_parameter("in_proj_weight", unfilled({3 * width, width}));
  in_proj_bias = register_parameter("in_proj_bias", unfilled({3 * width}));
  out_proj = register_module("out_proj", Linear(width, width));
}

torch::Tensor AttentionImpl::addTo(const torch::Tensor& to, const torch::Tensor& x, bool causal) {
  const auto all = packed ? packed->run(x) : torch::linear(x, in_proj_weight, in_proj_bias);
  const auto parts = all.chunk(3, -1);
  return out_proj->addTo(to, attend(parts[0], parts[1], parts[2], heads, {causal, {}}));
}

torch::Tensor AttentionImpl::mixed(const torch::Tensor& asking, const torch::Tensor& x,
                                   const Sight& sight) {
  const auto width = x.size(2);
  const auto part = [&](const std::unique_ptr<PackedLinear>& packedPart, const torch::Tensor& rows,
                        std::int64_t first, std::int64_t count) {
    return packedPart ? packedPart->run(rows)
                      : torch::linear(rows, in_proj_weight.narrow(0, first, count),
                                      in_proj_bias.narrow(0, first, count));
  };
  const auto query = part(packedQueries, asking, 0, width).unsqueeze(1);
  const auto others = part(packedOthers, x, width, 2 * width).chunk(2, -1);
  return attend(query, others[0], others[1], heads, sight).squeeze(1);
}

torch::Tensor AttentionImpl::addTo(const torch::Tensor& to, const torch::Tensor& x, bool causal,
                                   const torch::Tensor& places) {
  return out_proj->addTo(to, mixed(rowsAt(x, places), x, {causal, places}));
}

torch::Tensor AttentionImpl::ask(const torch::Tensor& asking, const torch::Tensor& x) {
  return out_proj(mixed(asking, x, {}));
}

BlockImpl::BlockImpl(const BlockShape& shape) {
  ln_1 = register_module("ln_1", LayerNorm(shape.width, shape.epsilon));
  attn = register_module("attn", Attention(shape.width, shape.heads));
  ln_2 = register_module("ln_2", LayerNorm(shape.width, shape.epsilon));
  auto mlp = register_module("mlp", std::make_shared<torch::nn::Module>());
  c_fc = mlp->register_module("c_fc", Linear(shape.width, shape.hidden, shape.activation));
  c_proj = mlp->register_module("c_proj", Linear(shape.hidden, shape.width));
}

torch::Tensor BlockImpl::forward(const torch::Tensor& x, bool causal) {
  const auto y = attn->addTo(x, ln_1(x), causal);
  return c_proj->addTo(y, c_fc(ln_2(y)));
}

torch::Tensor BlockImpl::pooled(const torch::Tensor& x, bool causal, const torch::Tensor& places) {
  const auto y = attn->addTo(rowsAt(x, places), ln_1(x), causal, places);
  return c_proj->addTo(y, c_fc(ln_2(y)));
}

TransformerImpl::TransformerImpl(std::int64_t layers, const BlockShape& shape, bool pools_)
    : pools(pools_) {
  resblocks = register_module("resblocks", torch::nn::ModuleList());
  for (std::int64_t i = 0; i < layers; ++i) resblocks->push_back(Block(shape));
}

torch::Tensor TransformerImpl::everywhere(torch::Tensor x, bool causal) {
  for (const auto& block : *resblocks) x = block->as<Block>()->forward(x, causal);
  return x;
}

torch::Tensor TransformerImpl::forward(torch::Tensor x, bool causal, const torch::Tensor& places) {
  const auto layers = resblocks->size();
  for (std::size_t i = 0; i + 1 < layers; ++i) x = resblocks[i]->as<Block>()->forward(x, causal);
  return layers == 0 ? rowsAt(x, places)
                     : resblocks[layers - 1]->as<Block>()->pooled(x, causal, places);
}

}  // namespace calotype::model
