// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/vision_transformer.h"

namespace calotype::model {

VisionTransformer::VisionTransformer(const VisionSpec& spec, std::int64_t dims) {
  const std::int64_t width = spec.width, side = spec.imageSize / spec.patch;
  const BlockShape shape{width, spec.heads, spec.hidden, spec.activation, spec.epsilon};

  conv1 = register_module("conv1", Patches(width, spec.patch));
  class_embedding = register_parameter("class_embedding", unfilled({width}));
  positional_embedding =
      register_parameter("positional_embedding", unfilled({1 + side * side, width}));
  ln_pre = register_module("ln_pre", LayerNorm(width, spec.epsilon));
  transformer = register_module("transformer", Transformer(spec.layers, shape));
  ln_post = register_module("ln_post", LayerNorm(width, spec.epsilon));
  proj = register_parameter("proj", unfilled({width, dims}));
}

torch::Tensor VisionTransformer::forward(const torch::Tensor& pixels) {
  const auto patches = conv1(pixels);
  const auto classes = class_embedding.expand({patches.size(0), 1, -1});
  const auto x = torch::cat({classes, patches}, 1) + positional_embedding;
  const auto first = torch::zeros({x.size(0)}, x.options().dtype(torch::kLong));
  return torch::matmul(ln_post(transformer(ln_pre(x), false, first)), proj);
}

}  // namespace calotype::model
