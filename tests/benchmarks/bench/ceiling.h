// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/encoder.h"

namespace calotype::bench {

/// A product of matrices, [rows, inputs] by [inputs, outputs], made `times` times.
struct Shape {
  std::int64_t rows, inputs, outputs;
  int times;
};

/// The products of a model's linear layers over `batch` pictures, as if every layer computed every
/// place. A ResNet's are those of ViT-B/32, as many as its multiplications are worth.
std::vector<Shape> imageProducts(const model::ModelSpec& spec, std::int64_t batch);

/// Does nothing but these products, each thread all of those of its share of the rows, in the
/// layout that suits them best: what no engine over the same library can be faster than.
std::function<void()> onlyProducts(const std::vector<Shape>& shapes, model::Precision precision,
                                   int threads);
/// By which library, and its version.
std::string productsBy();

}  // namespace calotype::bench
