// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/layers.h"

namespace calotype::model {

torch::Tensor unfilled(at::IntArrayRef shape) {
  return torch::zeros({}).expand(shape);
}

torch::Tensor activated(const torch::Tensor& x, Activation activation) {
  switch (activation) {
    case Activation::QuickGelu:
      return x * torch::sigmoid(1.702 * x);
    case Activation::GeluTanh:
      return torch::gelu(x, "tanh");
    case Activation::Gelu:
      break;
  }
  return torch::gelu(x);
}

LinearImpl::LinearImpl(std::int64_t inputs, std::int64_t outputs,
                       std::optional<Activation> activation_)
    : activation(activation_) {
  weight = register_parameter("weight", unfilled({outputs, inputs}));
  bias = register_parameter("bias", unfilled({outputs}));
}

torch::Tensor LinearImpl::forward(const torch::Tensor& x) {
  if (packed) return packed->run(x.contiguous());
  const auto y = torch::linear(x, weight, bias);
  return activation ? activated(y, *activation) : y;
}

torch::Tensor LinearImpl::addTo(const torch::Tensor& to, const torch::Tensor& x) {
  if (!packed) return to + forward(x);
  packed->add(x.contiguous(), to);
  return to;
}

LayerNormImpl::LayerNormImpl(std::int64_t width, double epsilon_) : epsilon(epsilon_) {
  weight = register_parameter("weight", unfilled({width}));
  bias = register_parameter("bias", unfilled({width}));
}

torch::Tensor LayerNormImpl::forward(const torch::Tensor& x) {
  return torch::layer_norm(x, weight.sizes(), weight, bias, epsilon);
}

ConvolutionImpl::ConvolutionImpl(std::int64_t inputs, std::int64_t outputs, std::int64_t kernel,
                                 std::int64_t stride_, std::int64_t padding_)
    : stride(stride_), padding(padding_) {
  weight = register_parameter("weight", unfilled({outputs, inputs, kernel, kernel}));
}

torch::Tensor ConvolutionImpl::forward(const torch::Tensor& x) {
  return torch::conv2d(x, weight, torch::Tensor(), stride, padding);
}

BatchNormImpl::BatchNormImpl(std::int64_t channels) {
  weight = register_parameter("weight", unfilled({channels}));
  bias = register_parameter("bias", unfilled({channels}));
  running_mean = register_buffer("running_mean", unfilled({channels}));
  running_var = register_buffer("running_var", unfilled({channels}));
}

torch::Tensor BatchNormImpl::forward(const torch::Tensor& x) {
  static constexpr double kMomentum = 0.1;
  return torch::batch_norm(x, weight, bias, running_mean, running_var, is_training(), kMomentum,
                           kEpsilon, at::globalContext().userEnabledCuDNN());
}

torch::Tensor normed(Convolution& convolution, BatchNorm& norm, const torch::Tensor& x) {
  return convolution->packed ? convolution->packed->linear(x) : norm(convolution(x));
}

torch::Tensor rectified(Convolution& convolution, BatchNorm& norm, const torch::Tensor& x) {
  return convolution->packed ? convolution->packed->run(x) : norm(convolution(x)).relu_();
}

torch::Tensor rectifiedSum(const torch::Tensor& to, Convolution& convolution, BatchNorm& norm,
                           const torch::Tensor& x) {
  if (!convolution->packed) {
    auto y = norm(convolution(x));
    y += to;
    return y.relu_();
  }
  convolution->packed->add(x, to);
  return to;
}

PatchesImpl::PatchesImpl(std::int64_t width, std::int64_t side, bool biased) {
  weight = register_parameter("weight", unfilled({width, 3, side, side}));
  if (biased) bias = register_parameter("bias", unfilled({width}));
}

torch::Tensor PatchesImpl::forward(const torch::Tensor& pixels) {
  const auto side = weight.size(2), rows = pixels.size(2) / side, columns = pixels.size(3) / side;
  const auto patches = pixels.narrow(2, 0, rows * side)
                           .narrow(3, 0, columns * side)
                           .reshape({-1, 3, rows, side, columns, side})
                           .permute({0, 2, 4, 1, 3, 5})
                           .reshape({-1, rows * columns, 3 * side * side});
  return packed ? packed->run(patches) : torch::linear(patches, weight.flatten(1), bias);
}

}  // namespace calotype::model
