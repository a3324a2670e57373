// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/siglip_tower.h"

namespace calotype::model {

AttentionHeadImpl::AttentionHeadImpl(const BlockShape& shape) {
  probe = register_parameter("probe", unfilled({1, 1, shape.width}));
  attn = register_module("attn", Attention(shape.width, shape.heads));
  ln = register_module("ln", LayerNorm(shape.width, shape.epsilon));
  auto mlp = register_module("mlp", std::make_shared<torch::nn::Module>());
  c_fc = mlp->register_module("c_fc", Linear(shape.width, shape.hidden, shape.activation));
  c_proj = mlp->register_module("c_proj", Linear(shape.hidden, shape.width));
}

torch::Tensor AttentionHeadImpl::forward(const torch::Tensor& x) {
  const auto y = attn->ask(probe.view({1, -1}).expand({x.size(0), -1}).contiguous(), x);
  return c_proj->addTo(y, c_fc(ln(y)));
}

SiglipTower::SiglipTower(const VisionSpec& spec) {
  const std::int64_t width = spec.width, side = spec.imageSize / spec.patch;
  const BlockShape shape{width, spec.heads, spec.hidden, spec.activation, spec.epsilon};

  conv1 = register_module("conv1", Patches(width, spec.patch, true));
  positional_embedding = register_parameter("positional_embedding", unfilled({side * side, width}));
  transformer = register_module("transformer", Transformer(spec.layers, shape, false));
  ln_post = register_module("ln_post", LayerNorm(width, spec.epsilon));
  head = register_module("head", AttentionHead(shape));
}

torch::Tensor SiglipTower::forward(const torch::Tensor& pixels) {
  return head(ln_post(transformer->everywhere(conv1(pixels) + positional_embedding, false)));
}

}  // namespace calotype::model
