// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/vision_transformer.h"

namespace calotype::model {

VisionTransformer::VisionTransformer(const VisionSpec& spec, std::int64_t dims) {
  const std::int64_t width = spec.width, side = spec.imageSize / spec.patch;
  const BlockShape shape{width, spec.heads, spec.hidden, spec.activation, spec.epsilon};

  conv1 = register_module("conv1", Convolution(3, width, spec.patch, spec.patch));
  class_embedding = register_parameter("class_embedding", unfilled({width}));
  positional_embedding =
      register_parameter("positional_embedding", unfilled({1 + side * side, width}));
  ln_pre = register_module("ln_pre", LayerNorm(width, spec.epsilon));
  transformer = register_module("transformer", Transformer(spec.layers, shape));
  ln_post = register_module("ln_post", LayerNorm(width, spec.epsilon));
  proj = register_parameter("proj", unfilled({width, dims}));
}

torch::Tensor VisionTransformer::forward(const torch::Tensor& pixels) {
  const auto patches = conv1(pixels).flatten(2).transpose(1, 2);  // [batch, patches, width]
  const auto first = class_embedding.expand({patches.size(0), 1, -1});
  auto x = torch::cat({first, patches}, 1) + positional_embedding;
  x = transformer(ln_pre(x), torch::Tensor());
  return torch::matmul(ln_post(x.select(1, 0)), proj);
}

}  // namespace calotype::model
