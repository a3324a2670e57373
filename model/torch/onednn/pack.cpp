// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/onednn/pack.h"

#include "model/torch/onednn/convolution.h"
#include "model/torch/onednn/linear.h"
#include "model/torch/onednn/processor.h"
#include "model/torch/resnet.h"
#include "model/torch/siglip_tower.h"
#include "model/torch/vision_transformer.h"

namespace calotype::model::onednn {

namespace {

/// Without memory of its own from now on.
void giveBack(torch::Tensor& parameter) {
  parameter.set_data(unfilled(parameter.sizes()));
}

void packOne(LinearImpl& linear, Precision precision) {
  linear.packed = packLinear(linear.weight, linear.bias, linear.activation, precision);
  giveBack(linear.weight);
}

/// oneQuery: of each sequence, so that queries are made apart from keys and values.
void packAttention(AttentionImpl& attention, bool oneQuery, Precision precision) {
  auto& weight = attention.in_proj_weight;
  const auto& bias = attention.in_proj_bias;
  const auto part = [&](std::int64_t first, std::int64_t count) {
    return packLinear(weight.narrow(0, first, count), bias.narrow(0, first, count), std::nullopt,
                      precision);
  };
  const auto width = weight.size(1);
  if (oneQuery) {
    attention.packedQueries = part(0, width);
    attention.packedOthers = part(width, 2 * width);
  } else {
    attention.packed = part(0, 3 * width);
  }
  giveBack(weight);
}

void packBlocks(TransformerImpl& transformer, Precision precision) {
  const auto count = transformer.resblocks->size();
  for (std::size_t i = 0; i < count; ++i)
    packAttention(*transformer.resblocks[i]->as<Block>()->attn, transformer.pools && i + 1 == count,
                  precision);
}

/// What sees pixels, and convolutions, are not made in 8 bits: their inputs have no rows of like
/// size that a scale could be found for. `arithmetic` names what stands beside 8 bits.
Precision atLeastBf16(Precision precision) {
  if (precision != Precision::Int8) return precision;
  return supports(Precision::Bf16) ? Precision::Bf16 : Precision::Float32;
}

void packPatches(PatchesImpl& patches, Precision precision) {
  const auto weight = patches.weight.flatten(1);
  const auto bias = patches.bias.defined() ? patches.bias : torch::zeros({weight.size(0)});
  patches.packed = packLinear(weight, bias, std::nullopt, atLeastBf16(precision));
  giveBack(patches.weight);
}

void packConvolutions(torch::nn::Module& tower, Precision precision) {
  const auto one = [&](Convolution& convolution, const BatchNorm& norm) {
    if (!convolution) return;
    convolution->packed = packConvolution(*convolution, *norm, atLeastBf16(precision));
    giveBack(convolution->weight);
  };
  if (auto* const stem = dynamic_cast<ResNet*>(&tower)) {
    one(stem->conv1, stem->bn1);
    one(stem->conv2, stem->bn2);
    one(stem->conv3, stem->bn3);
  }
  for (const auto& module : tower.modules(false))
    if (auto* const block = module->as<Bottleneck>()) {
      one(block->conv1, block->bn1);
      one(block->conv2, block->bn2);
      one(block->conv3, block->bn3);
      one(block->shortcut, block->shortcutNorm);
    }
}

}  // namespace

void pack(torch::nn::Module& tower, Precision precision) {
  const torch::NoGradGuard guard;
  for (const auto& module : tower.modules(false)) {
    if (auto* const linear = module->as<Linear>()) packOne(*linear, precision);
    if (auto* const patches = module->as<Patches>()) packPatches(*patches, precision);
    if (auto* const transformer = module->as<Transformer>()) packBlocks(*transformer, precision);
    if (auto* const head = module->as<AttentionHead>()) packAttention(*head->attn, true, precision);
  }
  packConvolutions(tower, precision);
}

}  // namespace calotype::model::onednn
