// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "app/cli/command.h"
#include "app/cli/model_commands.h"
#include "app/cli/open_catalog.h"
#include "model/base/install_paths.h"
#include "model/files/cost.h"
#include "model/install/installer.h"
#include "model/latency.h"

namespace calotype::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string name;
  std::uint64_t batch = 256;
  std::string device = "auto";
};

std::string architecture(const model::ModelSpec& spec) {
  const auto& vision = spec.vision;
  if (vision.kind != model::VisionSpec::Kind::ResNet)
    return std::string(vision.kind == model::VisionSpec::Kind::Siglip ? "SigLIP's " : "") +
           "vision transformer, " + std::to_string(vision.layers) + " layers of " +
           std::to_string(vision.width) + ", " + std::to_string(vision.heads) + " heads, patch " +
           std::to_string(vision.patch);
  std::string stages;
  for (const int blocks : vision.stages)
    stages += (stages.empty() ? "" : "-") + std::to_string(blocks);
  return "modified ResNet " + stages + ", width " + std::to_string(vision.width) +
         ", attention pooling with " + std::to_string(vision.heads) + " heads";
}

const char* activationName(model::Activation activation) {
  switch (activation) {
    case model::Activation::QuickGelu:
      return "QuickGELU";
    case model::Activation::GeluTanh:
      return "GELU (tanh)";
    case model::Activation::Gelu:
      break;
  }
  return "GELU";
}

/// Bytes of the weights files; empty for a configuration without files.
std::optional<std::uint64_t> bytesOnDisk(const model::ModelSpec& spec) {
  std::uint64_t bytes = 0;
  for (const auto& file : spec.weights) {
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error) return std::nullopt;
    bytes += size;
  }
  return spec.weights.empty() ? std::nullopt : std::optional(bytes);
}

Json describe(const model::ModelSpec& spec, const model::ModelCost& cost, std::uint64_t batch) {
  const auto training = cost.training(batch);
  const auto disk = bytesOnDisk(spec);
  Json json{{"name", spec.name},
            {"family", spec.family},
            {"image_architecture", architecture(spec)},
            {"activation", activationName(spec.vision.activation)},
            {"dims", spec.dims},
            {"image_size", spec.vision.imageSize},
            {"context", spec.text.context},
            {"vocabulary", spec.text.vocabulary},
            {"text_width", spec.text.width},
            {"text_layers", spec.text.layers},
            {"text_heads", spec.text.heads},
            {"image_parameters", cost.image.parameters},
            {"text_parameters", cost.text.parameters},
            {"parameters", cost.parameters()}};
  json["bytes_on_disk"] = disk ? Json(*disk) : Json();
  json["bytes_f32"] = cost.weightsBytes(model::DType::F32);
  json["bytes_f16"] = cost.weightsBytes(model::DType::F16);
  json["patches"] = cost.patches;
  json["image_positions"] = cost.image.positions;
  json["tokens"] = cost.tokens;
  json["image_gflops"] = model::gigaFlops(cost.image);
  json["text_gflops"] = model::gigaFlops(cost.text);
  json["batch"] = batch;
  json["comparisons"] = model::ModelCost::comparisons(batch);
  json["training_bytes"] = training.total();
  json["training_weights_bytes"] = training.weights;
  json["training_gradients_bytes"] = training.gradients;
  json["training_moments_bytes"] = training.moments;
  json["training_activations_bytes"] = training.activations;
  return json;
}

double millions(std::uint64_t count) {
  return double(count) / 1e6;
}

double mebibytes(std::uint64_t bytes) {
  return double(bytes) / double(1 << 20);
}

void print(const model::ModelSpec& spec, const model::ModelCost& cost, std::uint64_t batch) {
  const auto training = cost.training(batch);
  std::printf("%s (%s)\n", spec.name.c_str(), spec.family.c_str());
  std::printf("  image tower     %s, %s, %d px\n", architecture(spec).c_str(),
              activationName(spec.vision.activation), spec.vision.imageSize);
  std::printf("  text tower      transformer, %d layers of %d, %d heads, %s, vocabulary %d\n",
              spec.text.layers, spec.text.width, spec.text.heads,
              activationName(spec.text.activation), spec.text.vocabulary);
  std::printf("  shared space    %d dimensions\n", spec.dims);
  std::printf("  parameters      %.1f M image + %.1f M text = %.1f M\n",
              millions(cost.image.parameters), millions(cost.text.parameters),
              millions(cost.parameters()));
  if (const auto disk = bytesOnDisk(spec))
    std::printf("  on disk         %.1f MiB\n", mebibytes(*disk));
  std::printf("  in memory       %.1f MiB as float32, %.1f MiB as float16\n",
              mebibytes(cost.weightsBytes(model::DType::F32)),
              mebibytes(cost.weightsBytes(model::DType::F16)));
  std::printf("  a picture       %llu patches, %llu positions, %.2f GFLOPs\n",
              static_cast<unsigned long long>(cost.patches),
              static_cast<unsigned long long>(cost.image.positions), model::gigaFlops(cost.image));
  std::printf("  a text          %llu tokens, %.2f GFLOPs\n",
              static_cast<unsigned long long>(cost.tokens), model::gigaFlops(cost.text));
  std::printf("  batch of %llu\n", static_cast<unsigned long long>(batch));
  std::printf("    comparisons   %llu x %llu = %llu\n", static_cast<unsigned long long>(batch),
              static_cast<unsigned long long>(batch),
              static_cast<unsigned long long>(model::ModelCost::comparisons(batch)));
  std::printf(
      "    training      %.0f MiB: weights %.0f, gradients %.0f, AdamW's moments %.0f, "
      "activations %.0f\n",
      mebibytes(training.total()), mebibytes(training.weights), mebibytes(training.gradients),
      mebibytes(training.moments), mebibytes(training.activations));
}

void printLatency(const model::Latency& latency) {
  std::printf("  measured here   %s: opening %.1f s, a picture %.1f ms", latency.device.c_str(),
              latency.openSeconds, latency.imageMs);
  if (latency.textMs > 0) std::printf(", a short text %.1f ms", latency.textMs);
  std::printf("\n");
}

/// A folder, an installed model, or a configuration known by name.
Result<model::ModelSpec> specOf(const Common& common, const std::string& name) {
  std::error_code error;
  if (fs::exists(name, error)) return model::ModelSpec::open(name);
  if (name == starterModelFolder().filename()) return model::ModelSpec::open(starterModelFolder());
  if (const auto folder = model::Installer(common.paths().models).folderOf(name))
    return model::ModelSpec::open(*folder);
  return model::ModelSpec::named(name);
}

int info(const Common& common, const Options& options) {
  const auto spec = specOf(common, options.name);
  if (!spec) return report(spec.error());
  const auto cost = model::costOf(*spec);
  auto json = describe(*spec, cost, options.batch);
  if (!common.json) print(*spec, cost, options.batch);
  if (!spec->weights.empty()) {
    ModelChoice choice;
    choice.device = options.device;
    const auto latency = model::measureLatency(spec->folder, model::openEncoder, choice.encoder());
    if (!latency) {
      if (common.json) std::printf("%s\n", json.dump().c_str());
      return report(latency.error());
    }
    json["device"] = latency->device;
    json["open_seconds"] = latency->openSeconds;
    json["image_ms"] = latency->imageMs;
    json["text_ms"] = latency->textMs > 0 ? Json(latency->textMs) : Json();
    if (!common.json) printLatency(*latency);
  }
  if (common.json) std::printf("%s\n", json.dump().c_str());
  return Done;
}

}  // namespace

Run setUpModelInfo(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  parser
      .add_option("MODEL", options->name,
                  "An installed model, a folder, or a name such as ViT-B-32")
      ->required();
  parser.add_option("--batch", options->batch, "Pictures and texts in a training batch")
      ->check(CLI::Range(std::uint64_t(1), std::uint64_t(1) << 20))
      ->capture_default_str();
  parser.add_option("--device", options->device, "What is measured")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->capture_default_str();
  return [options](const Common& common) { return info(common, *options); };
}

}  // namespace calotype::cli
