// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/layers.h"

namespace calotype::model {

torch::Tensor unfilled(at::IntArrayRef shape) {
  return torch::zeros({}).expand(shape);
}

LinearImpl::LinearImpl(std::int64_t inputs, std::int64_t outputs) {
  weight = register_parameter("weight", unfilled({outputs, inputs}));
  bias = register_parameter("bias", unfilled({outputs}));
}

torch::Tensor LinearImpl::forward(const torch::Tensor& x) {
  return torch::linear(x, weight, bias);
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
  static constexpr double kMomentum = 0.1, kEpsilon = 1e-5;
  return torch::batch_norm(x, weight, bias, running_mean, running_var, is_training(), kMomentum,
                           kEpsilon, at::globalContext().userEnabledCuDNN());
}

}  // namespace calotype::model
