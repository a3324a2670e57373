// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

namespace calotype::model {

/// A linear layer whose weights were laid out once for the processor at hand, in one arithmetic.
/// For inference only. Any number of threads at once.
class PackedLinear {
 public:
  virtual ~PackedLinear() = default;

  /// x: [..., inputs] of float32, on the CPU, rows without gaps. Gives act(x W^T + b),
  /// [..., outputs] of float32.
  virtual torch::Tensor run(const torch::Tensor& x) const = 0;
  /// to += x W^T + b; to: [..., outputs] of float32, rows without gaps.
  virtual void add(const torch::Tensor& x, const torch::Tensor& to) const = 0;
};

/// A convolution with the norm behind it taken into its weights.
class PackedConvolution {
 public:
  virtual ~PackedConvolution() = default;

  /// x: [n, inputs, h, w] of float32, on the CPU, channels last. Gives relu(norm(conv(x))), [n,
  /// outputs, h', w'], channels last.
  virtual torch::Tensor run(const torch::Tensor& x) const = 0;
  /// to = relu(to + norm(conv(x))); to: as run's answer.
  virtual void add(const torch::Tensor& x, const torch::Tensor& to) const = 0;
  /// run without the relu.
  virtual torch::Tensor linear(const torch::Tensor& x) const = 0;
};

}  // namespace calotype::model
