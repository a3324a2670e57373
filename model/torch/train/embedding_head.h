// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <map>
#include <string>

namespace calotype::model {

/// Tensors by their names in a weights file.
using NamedTensors = std::map<std::string, torch::Tensor>;

/// What stands between a tower and the loss while it is trained, and becomes part of the tower's
/// projection when the model is saved: a square matrix, and an evening of the dimensions (batch
/// norm without gain), which keeps all texts from lying in one place at the start.
struct EmbeddingHeadImpl : torch::nn::Module {
  EmbeddingHeadImpl(std::int64_t dims, bool adapts, bool evens);

  torch::Tensor forward(torch::Tensor x);  // [n, dims], same out

  torch::Tensor adapter;                    // [dims, dims], or undefined
  torch::Tensor running_mean, running_var;  // [dims], or undefined
};
TORCH_MODULE(EmbeddingHead);

/// What a head does once it is trained: x -> x A + b.
struct Affine {
  torch::Tensor matrix, shift;  // [dims, dims], [dims]
};
Affine affineOf(const torch::Tensor& adapter, const torch::Tensor& mean,
                const torch::Tensor& variance, std::int64_t dims);

/// The image tower's projection followed by the head, in one: of a ResNet's pooling, or of a
/// vision transformer, whose last norm takes the shift.
void foldIntoImages(NamedTensors& weights, const Affine& head);
/// The same for texts.
void foldIntoTexts(NamedTensors& weights, const Affine& head);

}  // namespace calotype::model
