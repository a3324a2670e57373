// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "model/files/model_spec.h"
#include "model/torch/packed_layers.h"

namespace calotype::model {

/// A place for a parameter of this shape, without memory until the checkpoint's values replace it:
/// a configuration that lies about its size costs nothing.
torch::Tensor unfilled(at::IntArrayRef shape);

/// Hendrycks and Gimpel 2016, "Gaussian Error Linear Units": x Phi(x), or one of its two
/// approximations there (Activation).
torch::Tensor activated(const torch::Tensor& x, Activation activation);

/// act(x W^T + b).
struct LinearImpl : torch::nn::Module {
  LinearImpl(std::int64_t inputs, std::int64_t outputs,
             std::optional<Activation> activation = std::nullopt);
  torch::Tensor forward(const torch::Tensor& x);  // [..., inputs] -> [..., outputs]
  /// to + forward(x); a packed layer writes it over `to`.
  torch::Tensor addTo(const torch::Tensor& to, const torch::Tensor& x);

  std::optional<Activation> activation;
  torch::Tensor weight, bias;            // [outputs, inputs], [outputs]
  std::unique_ptr<PackedLinear> packed;  // what inference uses instead, once there is one
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
  torch::Tensor weight;                       // [outputs, inputs, kernel, kernel]
  std::unique_ptr<PackedConvolution> packed;  // with its norm, what inference uses instead
};
TORCH_MODULE(Convolution);

/// Ioffe and Szegedy 2015: by the batch's own statistics in training, by the running ones else.
struct BatchNormImpl : torch::nn::Module {
  static constexpr double kEpsilon = 1e-5;

  explicit BatchNormImpl(std::int64_t channels);
  torch::Tensor forward(const torch::Tensor& x);  // [n, channels, h, w], same out

  torch::Tensor weight, bias, running_mean, running_var;  // [channels]
};
TORCH_MODULE(BatchNorm);

/// relu(norm(convolution(x))).
torch::Tensor rectified(Convolution& convolution, BatchNorm& norm, const torch::Tensor& x);
/// relu(to + norm(convolution(x))); a packed convolution writes it over `to`.
torch::Tensor rectifiedSum(const torch::Tensor& to, Convolution& convolution, BatchNorm& norm,
                           const torch::Tensor& x);
/// norm(convolution(x)).
torch::Tensor normed(Convolution& convolution, BatchNorm& norm, const torch::Tensor& x);

/// The picture's squares of `side` pixels, without overlap, each through one linear layer: the
/// convolution that the checkpoint has it as.
struct PatchesImpl : torch::nn::Module {
  PatchesImpl(std::int64_t width, std::int64_t side, bool biased = false);
  torch::Tensor forward(const torch::Tensor& pixels);  // [n, 3, h, w] -> [n, patches, width]

  torch::Tensor weight;                  // [width, 3, side, side]
  torch::Tensor bias;                    // [width]; undefined: none
  std::unique_ptr<PackedLinear> packed;  // what inference uses instead, once there is one
};
TORCH_MODULE(Patches);

}  // namespace calotype::model
