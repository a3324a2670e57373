// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/train/initial.h"

#include <ATen/CPUGeneratorImpl.h>

#include <cmath>
#include <sstream>
#include <string>
#include <string_view>

#include "model/files/weight_source.h"
#include "model/torch/weights.h"

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

bool isPlaces(const std::string& name) {
  return name.starts_with("visual.") && endsWith(name, "positional_embedding");
}

std::int64_t sideOf(std::int64_t places) {
  return std::int64_t(std::lround(std::sqrt(double(places - 1))));
}

Status take(const std::string& name, torch::Tensor& ours, const torch::Tensor* theirs) {
  if (theirs != nullptr && theirs->sizes() == ours.sizes()) {
    ours.set_data(*theirs);
    return {};
  }
  if (theirs != nullptr && isPlaces(name) && theirs->size(1) == ours.size(1)) {
    ours.set_data(placesFor(*theirs, ours.size(0)));
    return {};
  }
  std::ostringstream shapes;
  shapes << nameInFile(name) << " is " << ours.sizes() << " in the run's file and ";
  if (theirs != nullptr)
    shapes << theirs->sizes();
  else
    shapes << "missing";
  return fail(
      Code::InvalidArgument,
      shapes.str() + " in the model to begin with: only the size of the pictures may differ.");
}

Status takeAll(Clip& clip, Clip& from) {
  const auto theirs = from->named_parameters();
  if (theirs.size() != clip->named_parameters().size())
    return fail(Code::InvalidArgument,
                "The model to begin with has other layers than the run's file describes: only the "
                "size of the pictures may differ.");
  for (auto& parameter : clip->named_parameters())
    CALOTYPE_CHECK(take(parameter.key(), parameter.value(), theirs.find(parameter.key())));
  const auto theirBuffers = from->named_buffers();
  for (auto& buffer : clip->named_buffers())
    CALOTYPE_CHECK(take(buffer.key(), buffer.value(), theirBuffers.find(buffer.key())));
  return {};
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

torch::Tensor placesFor(const torch::Tensor& places, std::int64_t count) {
  const auto from = sideOf(places.size(0)), to = sideOf(count), width = places.size(1);
  const auto grid =
      places.narrow(0, 1, from * from).view({1, from, from, width}).permute({0, 3, 1, 2});
  const auto between = torch::upsample_bilinear2d(grid.contiguous(), {to, to}, false);
  return torch::cat(
      {places.narrow(0, 0, 1), between.permute({0, 2, 3, 1}).reshape({to * to, width})});
}

Status beginWith(Clip& clip, const ModelSpec& initial) {
  const torch::NoGradGuard guard;
  CALOTYPE_TRY(const auto source, WeightSource::open(initial));
  Clip from(initial);
  CALOTYPE_CHECK(fill(*from, {}, source));
  return takeAll(clip, from);
}

}  // namespace calotype::model
