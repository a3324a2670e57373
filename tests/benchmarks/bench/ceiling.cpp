// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench/ceiling.h"

#include <algorithm>

#include "model/files/cost.h"

namespace calotype::bench {

namespace {

double worth(const std::vector<Shape>& shapes) {
  double sum = 0;
  for (const auto& shape : shapes)
    sum += double(shape.rows * shape.inputs * shape.outputs) * shape.times;
  return sum;
}

}  // namespace

std::vector<Shape> imageProducts(const model::ModelSpec& spec, std::int64_t batch) {
  const auto& vision = spec.vision;
  if (vision.kind == model::VisionSpec::Kind::ResNet) {
    const auto usual = model::ModelSpec::named("ViT-B-32").value();
    auto shapes = imageProducts(usual, batch);
    const double part = double(batch) * double(model::costOf(spec).image.macs) / worth(shapes);
    for (auto& shape : shapes)
      shape.rows = std::max<std::int64_t>(1, std::int64_t(double(shape.rows) * part));
    return shapes;
  }
  const std::int64_t side = vision.imageSize / vision.patch, width = vision.width;
  const std::int64_t rows = batch * (1 + side * side), pixels = 3 * vision.patch * vision.patch;
  return {{rows, width, 3 * width, vision.layers},
          {rows, width, width, vision.layers},
          {rows, width, vision.hidden, vision.layers},
          {rows, vision.hidden, width, vision.layers},
          {batch * side * side, pixels, width, 1}};
}

}  // namespace calotype::bench
