// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace calotype::model {

/// A place for a parameter of this shape, without memory until the checkpoint's values replace it:
/// a configuration that lies about its size costs nothing.
torch::Tensor unfilled(at::IntArrayRef shape);

/// x W^T + b.
struct LinearImpl : torch::nn::Module {
  LinearImpl(std::int64_t inputs, std::int64_t outputs);
  torch::Tensor forward(const torch::Tensor& x);  // [..., inputs] -> [..., outputs]

  torch::Tensor weight, bias;  // [outputs, inputs], [outputs]
};
TORCH_MODULE(Linear);

/// Ba, Kiros and Hinton 2016, over the last dimension.
struct LayerNormImpl : torch::nn::Module {
  LayerNormImpl(std::int64_t width, double epsilon);
  torch::Tensor forward(const torch::Tensor& x);  // [..., width], same out

  double epsilon;
  torch::Tensor weight, bias;  // [width]
};
TORCH_MODULE(LayerNorm);

/// A convolution with a square kernel and without bias.
struct ConvolutionImpl : torch::nn::Module {
  ConvolutionImpl(std::int64_t inputs, std::int64_t outputs, std::int64_t kernel,
                  std::int64_t stride = 1, std::int64_t padding = 0);
  torch::Tensor forward(const torch::Tensor& x);  // [n, inputs, h, w] -> [n, outputs, h', w']

  std::int64_t stride, padding;
  torch::Tensor weight;  // [outputs, inputs, kernel, kernel]
};
TORCH_MODULE(Convolution);

/// Ioffe and Szegedy 2015: by the batch's own statistics in training, by the running ones else.
struct BatchNormImpl : torch::nn::Module {
  explicit BatchNormImpl(std::int64_t channels);
  torch::Tensor forward(const torch::Tensor& x);  // [n, channels, h, w], same out

  torch::Tensor weight, bias, running_mean, running_var;  // [channels]
};
TORCH_MODULE(BatchNorm);

}  // namespace calotype::model
