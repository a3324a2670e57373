// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/train/initial.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <string>
#include <string_view>

namespace calotype::model {

namespace {

constexpr double kFirstScale = 1 / 0.07;  // Radford et al. 2021, section 2.5

bool endsWith(const std::string& name, std::string_view end) {
  return std::string_view(name).ends_with(end);
}

/// The deviation of a matrix of one of the transformers: openai/CLIP, `initialize_parameters`.
double blockDeviation(const std::string& name, double width, double layers) {
  if (endsWith(name, "mlp.c_fc.weight")) return std::pow(2 * width, -0.5);
  if (endsWith(name, "out_proj.weight") || endsWith(name, "mlp.c_proj.weight"))
    return std::pow(width, -0.5) * std::pow(2 * layers, -0.5);
  return std::pow(width, -0.5);  // attn.in_proj_weight
}

double deviation(const std::string& name, const torch::Tensor& value, const ModelSpec& spec) {
  const bool text = name.starts_with("text.");
  const double width = text ? spec.text.width : spec.vision.width;
  if (endsWith(name, "token_embedding.weight")) return 0.02;
  if (text && endsWith(name, "positional_embedding")) return 0.01;
  if (name.find("resblocks.") != std::string::npos)
    return blockDeviation(name, width, text ? spec.text.layers : spec.vision.layers);
  if (name.find("attnpool.") != std::string::npos) return std::pow(double(value.size(1)), -0.5);
  // Over what a filter puts out, rather than what it takes in.
  if (value.dim() == 4) return std::sqrt(2.0 / double(value.numel() / value.size(1)));
  return std::pow(width, -0.5);  // projections, the class token, the places of patches
}

torch::Tensor first(const std::string& name, const torch::Tensor& value, const ModelSpec& spec,
                    const at::Generator& random) {
  if (name == "logit_scale") return torch::full({}, std::log(kFirstScale));
  if (endsWith(name, "bias")) return torch::zeros(value.sizes());
  if (value.dim() == 1 && endsWith(name, "weight"))
    return endsWith(name, ".bn3.weight") && name.find("layer") != std::string::npos
               ? torch::zeros(value.sizes())
               : torch::ones(value.sizes());
  return torch::randn(value.sizes(), random) * deviation(name, value, spec);
}

}  // namespace

void initialise(Clip& clip, const ModelSpec& spec, std::uint64_t seed) {
  const torch::NoGradGuard guard;
  const auto random = at::detail::createCPUGenerator(seed);
  for (auto& parameter : clip->named_parameters())
    parameter.value().set_data(first(parameter.key(), parameter.value(), spec, random));
  for (auto& buffer : clip->named_buffers())
    buffer.value().set_data(endsWith(buffer.key(), "running_var")
                                ? torch::ones(buffer.value().sizes())
                                : torch::zeros(buffer.value().sizes()));
}

}  // namespace calotype::model
