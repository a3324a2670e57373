// SPDX-License-Identifier: GPL-3.0-or-later
// Where there is no oneDNN: the products that LibTorch makes, on the device.
#include <torch/torch.h>

#include <memory>

#include "tests/benchmarks/bench/ceiling.h"

namespace calotype::bench {

namespace {

torch::Dtype kindOf(model::Precision precision) {
  if (precision == model::Precision::Bf16) return torch::kBFloat16;
  return precision == model::Precision::Fp16 ? torch::kHalf : torch::kFloat;
}

struct Product {
  torch::Tensor rows, weights;
  int times;
};

}  // namespace

std::string productsBy() {
  return "LibTorch's own products";
}

std::function<void()> onlyProducts(const std::vector<Shape>& shapes, model::Precision precision,
                                   int threads) {
  const auto device = torch::cuda::is_available() ? torch::kCUDA : torch::kCPU;
  const auto options = torch::dtype(kindOf(precision)).device(device);
  auto products = std::make_shared<std::vector<Product>>();
  for (const auto& shape : shapes)
    products->push_back({torch::zeros({shape.rows, shape.inputs}, options),
                         torch::zeros({shape.inputs, shape.outputs}, options), shape.times});
  return [products, threads] {
    const c10::InferenceMode inference;
    const int before = at::get_num_threads();
    at::set_num_threads(threads);
    torch::Tensor last;
    for (const auto& product : *products)
      for (int i = 0; i < product.times; ++i) last = torch::matmul(product.rows, product.weights);
    last.flatten()[0].item<float>();  // waits for the device
    at::set_num_threads(before);
  };
}

}  // namespace calotype::bench
