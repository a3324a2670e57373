// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/text_tower.h"

namespace calotype::model {

TextTowerImpl::TextTowerImpl(const TextSpec& spec, std::int64_t dims)
    : causal(spec.kind == TextSpec::Kind::Clip) {
  const std::int64_t width = spec.width;
  const BlockShape shape{width, spec.heads, spec.hidden, spec.activation, spec.epsilon};

  auto table = register_module("token_embedding", std::make_shared<torch::nn::Module>());
  token_embedding = table->register_parameter("weight", unfilled({spec.vocabulary, width}));
  positional_embedding =
      register_parameter("positional_embedding", unfilled({spec.context, width}));
  transformer = register_module("transformer", Transformer(spec.layers, shape));
  ln_final = register_module("ln_final", LayerNorm(width, spec.epsilon));
  text_projection = register_parameter("text_projection", unfilled({width, dims}));
  if (!causal) text_projection_bias = register_parameter("text_projection_bias", unfilled({dims}));
}

torch::Tensor TextTowerImpl::forward(const torch::Tensor& ids, const torch::Tensor& ends) {
  const auto length = ids.size(1);
  const auto x = torch::embedding(token_embedding, ids) + positional_embedding.narrow(0, 0, length);
  const auto y = torch::matmul(ln_final(transformer(x, causal, ends)), text_projection);
  return text_projection_bias.defined() ? y + text_projection_bias : y;
}

}  // namespace calotype::model
