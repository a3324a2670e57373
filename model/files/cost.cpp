// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/cost.h"

namespace calotype::model {

namespace {

using Count = std::uint64_t;

/// One transformer block over `length` positions, added to the tower.
void addBlock(TowerCost& tower, Count length, Count width, Count hidden, Count heads,
              Activation activation) {
  const Count attention = 4 * width * width, linear = 2 * width * hidden;
  tower.parameters += attention + 4 * width + linear + hidden + width + 4 * width;
  tower.macs += length * (attention + linear) + 2 * length * length * width;
  const Count inside = activation == Activation::QuickGelu ? 3 : 2;
  tower.activations += length * (8 * width + heads * length + inside * hidden);
}

TowerCost transformerCost(const VisionSpec& vision, Count dims) {
  const auto grid = Count(vision.imageSize / vision.patch);
  const auto width = Count(vision.width);
  const auto patch = 3 * Count(vision.patch) * Count(vision.patch);
  TowerCost tower;
  tower.positions = grid * grid + 1;
  tower.parameters = patch * width + width + tower.positions * width + 4 * width + width * dims;
  tower.macs = grid * grid * patch * width + width * dims;
  tower.activations = 2 * tower.positions * width;
  for (int i = 0; i < vision.layers; ++i)
    addBlock(tower, tower.positions, width, Count(vision.hidden), Count(vision.heads),
             vision.activation);
  return tower;
}

/// Patches alone, with a bias; behind the last block attention by one learnt query, and a norm with
/// two linear layers.
TowerCost siglipCost(const VisionSpec& vision) {
  const auto grid = Count(vision.imageSize / vision.patch);
  const auto width = Count(vision.width), hidden = Count(vision.hidden);
  const auto patch = 3 * Count(vision.patch) * Count(vision.patch);
  TowerCost tower;
  tower.positions = grid * grid;
  tower.parameters = patch * width + width + tower.positions * width + 2 * width;
  tower.parameters += width + 4 * width * width + 4 * width + 2 * width;
  tower.parameters += 2 * width * hidden + hidden + width;
  tower.macs = tower.positions * (patch * width + 2 * width * width + 2 * width) +
               2 * width * width + 2 * width * hidden;
  tower.activations = tower.positions * 4 * width + 2 * hidden;
  for (int i = 0; i < vision.layers; ++i)
    addBlock(tower, tower.positions, width, hidden, Count(vision.heads), vision.activation);
  return tower;
}

TowerCost textCost(const TextSpec& text, Count dims) {
  const auto width = Count(text.width), length = Count(text.context);
  TowerCost tower;
  tower.positions = length;
  tower.parameters = Count(text.vocabulary) * width + length * width + 2 * width + width * dims;
  if (text.kind == TextSpec::Kind::Siglip) tower.parameters += dims;
  tower.macs = width * dims;
  tower.activations = length * width;
  for (int i = 0; i < text.layers; ++i)
    addBlock(tower, length, width, Count(text.hidden), Count(text.heads), text.activation);
  return tower;
}

/// A convolution without bias and the batch norm behind it; `side`: of its result.
void addConvolution(TowerCost& tower, Count in, Count out, Count kernel, Count side) {
  tower.parameters += in * out * kernel * kernel + 2 * out;
  tower.buffers += 2 * out;
  tower.macs += in * out * kernel * kernel * side * side;
  tower.activations += 2 * out * side * side;
}

/// CLIP's modified ResNet: three convolutions as the stem, average pooling in place of strides,
/// attention pooling at the end (Radford et al. 2021, section 2.4).
TowerCost resNetCost(const VisionSpec& vision, Count dims) {
  const auto stem = Count(vision.width);
  auto side = Count(vision.imageSize + 1) / 2;
  TowerCost tower;
  addConvolution(tower, 3, stem / 2, 3, side);
  addConvolution(tower, stem / 2, stem / 2, 3, side);
  addConvolution(tower, stem / 2, stem, 3, side);
  side /= 2;

  auto in = stem;
  for (std::size_t stage = 0; stage < vision.stages.size(); ++stage) {
    const auto planes = stem << stage;
    for (int i = 0; i < vision.stages[stage]; ++i) {
      const bool shrinks = stage > 0 && i == 0;
      addConvolution(tower, in, planes, 1, side);
      addConvolution(tower, planes, planes, 3, side);
      if (shrinks) side /= 2;
      addConvolution(tower, planes, 4 * planes, 1, side);
      if (i == 0) addConvolution(tower, in, 4 * planes, 1, side);
      in = 4 * planes;
    }
  }

  const auto width = in;
  tower.positions = side * side + 1;
  tower.parameters += tower.positions * width + 3 * (width * width + width) + width * dims + dims;
  // Published figures count every place as a query, as the original computed it, though only the
  // first one's result is used; a tower that asks for that alone saves up to 5 %.
  tower.macs += tower.positions * (3 * width * width + width * dims) +
                2 * tower.positions * tower.positions * width;
  tower.activations +=
      tower.positions * (3 * width + tower.positions * Count(vision.heads) + 2 * width);
  return tower;
}

}  // namespace

std::uint64_t ModelCost::weightsBytes(DType dtype) const {
  return (parameters() + image.buffers + text.buffers) * dtypeBytes(dtype);
}

TrainingMemory ModelCost::training(std::uint64_t batch) const {
  TrainingMemory memory;
  memory.weights = 4 * parameters();
  memory.gradients = 4 * parameters();
  memory.moments = 8 * parameters();
  memory.activations =
      4 * (batch * (image.activations + text.activations) + 3 * comparisons(batch));
  return memory;
}

ModelCost costOf(const ModelSpec& spec) {
  const auto dims = Count(spec.dims);
  ModelCost cost;
  const auto& vision = spec.vision;
  const bool siglip = vision.kind == VisionSpec::Kind::Siglip;
  cost.image = siglip                                    ? siglipCost(vision)
               : vision.kind == VisionSpec::Kind::ResNet ? resNetCost(vision, dims)
                                                         : transformerCost(vision, dims);
  cost.text = textCost(spec.text, dims);
  cost.patches = cost.image.positions - (siglip ? 0 : 1);
  cost.tokens = cost.text.positions;
  return cost;
}

}  // namespace calotype::model
