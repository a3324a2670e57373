// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/train/embedding_head.h"

#include <tuple>

namespace calotype::model {

namespace {

constexpr double kMomentum = 0.1, kEpsilon = 1e-5;

/// norm(h) P: P takes the matrix, the norm's bias what makes the shift behind P.
void foldBehindNorm(torch::Tensor& projection, torch::Tensor& bias, const Affine& head) {
  projection = torch::matmul(projection, head.matrix);
  const auto inverse = torch::linalg_pinv(projection.to(torch::kDouble));
  bias = bias + torch::matmul(head.shift.to(torch::kDouble), inverse).to(bias.dtype());
}

}  // namespace

EmbeddingHeadImpl::EmbeddingHeadImpl(std::int64_t dims, bool adapts, bool evens) {
  if (adapts) adapter = register_parameter("adapter", torch::eye(dims));
  if (!evens) return;
  running_mean = register_buffer("running_mean", torch::zeros({dims}));
  running_var = register_buffer("running_var", torch::ones({dims}));
}

torch::Tensor EmbeddingHeadImpl::forward(torch::Tensor x) {
  if (adapter.defined()) x = torch::matmul(x, adapter);
  if (!running_mean.defined()) return x;
  return torch::batch_norm(x, {}, {}, running_mean, running_var, is_training(), kMomentum, kEpsilon,
                           false);
}

Affine affineOf(const torch::Tensor& adapter, const torch::Tensor& mean,
                const torch::Tensor& variance, std::int64_t dims) {
  Affine head{adapter.defined() ? adapter : torch::eye(dims), torch::zeros({dims})};
  if (!mean.defined()) return head;
  const auto deviation = (variance + kEpsilon).sqrt();
  head.matrix = head.matrix / deviation;
  head.shift = -mean / deviation;
  return head;
}

void foldIntoImages(NamedTensors& weights, const Affine& head) {
  const auto pooling = weights.find("visual.attnpool.c_proj.weight");
  if (pooling == weights.end())
    return foldBehindNorm(weights.at("visual.proj"), weights.at("visual.ln_post.bias"), head);
  auto& bias = weights.at("visual.attnpool.c_proj.bias");
  bias = torch::matmul(bias, head.matrix) + head.shift;
  pooling->second = torch::matmul(head.matrix.t(), pooling->second);
}

void foldIntoTexts(NamedTensors& weights, const Affine& head) {
  foldBehindNorm(weights.at("text_projection"), weights.at("ln_final.bias"), head);
}

}  // namespace calotype::model
