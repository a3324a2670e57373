// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iterator>
#include <string_view>

#include "model/files/families.h"

namespace calotype::model {

namespace {

/// A published configuration. Heads are 64 wide but where `headWidth` says otherwise.
struct Named {
  std::string_view name;
  int image, width, layers, patch;  // patch 0: a ResNet of `stages`
  std::array<int, 4> stages;
  int dims;
  int textWidth, textHeads, textLayers;
  int headWidth = 64;
};

constexpr Named kNamed[] = {
    {"RN50", 224, 64, 0, 0, {3, 4, 6, 3}, 1024, 512, 8, 12},
    {"RN101", 224, 64, 0, 0, {3, 4, 23, 3}, 512, 512, 8, 12},
    {"RN50x4", 288, 80, 0, 0, {4, 6, 10, 6}, 640, 640, 10, 12},
    {"ViT-B-32", 224, 768, 12, 32, {}, 512, 512, 8, 12},
    {"ViT-B-32-256", 256, 768, 12, 32, {}, 512, 512, 8, 12},
    {"ViT-B-16", 224, 768, 12, 16, {}, 512, 512, 8, 12},
    {"ViT-L-14", 224, 1024, 24, 14, {}, 768, 768, 12, 12},
    {"ViT-L-14-336", 336, 1024, 24, 14, {}, 768, 768, 12, 12},
    {"ViT-H-14", 224, 1280, 32, 14, {}, 1024, 1024, 16, 24, 80},
    {"TinyCLIP-ViT-8M-16-Text-3M", 224, 256, 10, 16, {}, 512, 256, 4, 3},
    {"TinyCLIP-ViT-39M-16-Text-19M", 224, 512, 12, 16, {}, 512, 512, 8, 6},
    {"TinyCLIP-ViT-40M-32-Text-19M", 224, 512, 12, 32, {}, 512, 512, 8, 6},
    {"TinyCLIP-ViT-61M-32-Text-29M", 224, 640, 12, 32, {}, 512, 512, 8, 9},
};
/// Any of them with QuickGELU, as OpenAI's weights need it.
constexpr std::string_view kQuickSuffix = "-quickgelu";

ModelSpec specOf(const Named& row, bool quick) {
  const auto activation = quick ? Activation::QuickGelu : Activation::Gelu;
  ModelSpec spec;
  spec.name = std::string(row.name) + (quick ? std::string(kQuickSuffix) : std::string());
  spec.family = "OpenCLIP";
  spec.dims = row.dims;
  auto& vision = spec.vision;
  vision.kind = row.patch == 0 ? VisionSpec::Kind::ResNet : VisionSpec::Kind::Transformer;
  vision.imageSize = row.image;
  vision.width = row.width;
  vision.layers = row.layers;
  vision.stages = row.stages;
  vision.heads = (row.patch == 0 ? 32 * row.width : row.width) / row.headWidth;
  vision.patch = row.patch;
  vision.hidden = row.patch == 0 ? 0 : 4 * row.width;
  vision.activation = activation;
  auto& text = spec.text;
  text.width = row.textWidth;
  text.heads = row.textHeads;
  text.layers = row.textLayers;
  text.hidden = 4 * row.textWidth;
  text.activation = activation;
  spec.transform.size = row.image;
  spec.transform.mean = kClipMean;
  spec.transform.deviation = kClipDeviation;
  return spec;
}

}  // namespace

std::vector<std::string> ModelSpec::names() {
  std::vector<std::string> all;
  for (const auto& row : kNamed) {
    all.emplace_back(row.name);
    all.push_back(std::string(row.name) + std::string(kQuickSuffix));
  }
  return all;
}

Result<ModelSpec> ModelSpec::named(const std::string& name) {
  std::string_view base = name;
  const bool quick = base.ends_with(kQuickSuffix);
  if (quick) base.remove_suffix(kQuickSuffix.size());
  const auto* const row = std::find_if(std::begin(kNamed), std::end(kNamed),
                                       [&](const Named& each) { return each.name == base; });
  if (row == std::end(kNamed)) {
    std::string known;
    for (const auto& each : kNamed) known += (known.empty() ? "" : ", ") + std::string(each.name);
    return fail(Code::NotFound, displayText(name) +
                                    ": there is no such folder, and no configuration has this "
                                    "name. Known are " +
                                    known + ", each also with " + std::string(kQuickSuffix) +
                                    " behind it.");
  }
  return specOf(*row, quick);
}

}  // namespace calotype::model
