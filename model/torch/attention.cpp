// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/attention.h"

#include <cmath>
#include <limits>
#include <vector>

#include "model/torch/attention_kernel.h"

namespace calotype::model {

namespace {

constexpr auto kNever = -std::numeric_limits<float>::infinity();

/// What is added to the scores, [length, length] or [batch, 1, 1, length]; undefined: nothing.
torch::Tensor maskOf(const torch::Tensor& scores, const Sight& sight) {
  if (!sight.causal) return {};
  const auto length = scores.size(-1);
  if (!sight.places.defined())
    return torch::full({length, length}, kNever, scores.options()).triu(1);
  const auto behind = torch::arange(length, sight.places.options()) > sight.places.unsqueeze(1);
  return torch::zeros(behind.sizes(), scores.options())
      .masked_fill(behind, kNever)
      .view({-1, 1, 1, length});
}

torch::Tensor attendByLibTorch(const torch::Tensor& queries, const torch::Tensor& keys,
                               const torch::Tensor& values, std::int64_t heads,
                               const Sight& sight) {
  const auto batch = queries.size(0), width = queries.size(2), head = width / heads;
  const auto split = [&](const torch::Tensor& rows) {
    return rows.unflatten(2, {heads, head}).transpose(1, 2);  // [batch, heads, length, head]
  };
  auto scores =
      torch::matmul(split(queries), split(keys).transpose(-2, -1)) / std::sqrt(double(head));
  if (const auto mask = maskOf(scores, sight); mask.defined()) scores = scores + mask;
  const auto mixed = torch::matmul(torch::softmax(scores, -1), split(values));
  return mixed.transpose(1, 2).reshape({batch, -1, width});
}

torch::Tensor attendByKernel(const torch::Tensor& queries, const torch::Tensor& keys,
                             const torch::Tensor& values, std::int64_t heads, const Sight& sight) {
  const auto batch = queries.size(0), count = queries.size(1), width = queries.size(2);
  auto out = torch::empty({batch, count, width}, queries.options());
  HeadRows head;
  head.queryStride = queries.stride(1);
  head.keyStride = keys.stride(1);
  head.valueStride = values.stride(1);
  head.outStride = width;
  head.queryCount = count;
  head.width = width / heads;
  std::vector<float> scratch(attentionScratch(keys.size(1), head.width));
  for (std::int64_t i = 0; i < batch; ++i) {
    head.keyCount = keys.size(1);
    if (sight.places.defined())
      head.keyCount = sight.causal ? sight.places.data_ptr<std::int64_t>()[i] + 1 : head.keyCount;
    else
      head.seen = sight.causal ? 1 : 0;
    for (std::int64_t j = 0; j < heads; ++j) {
      const auto at = j * head.width;
      head.queries = queries.data_ptr<float>() + i * queries.stride(0) + at;
      head.keys = keys.data_ptr<float>() + i * keys.stride(0) + at;
      head.values = values.data_ptr<float>() + i * values.stride(0) + at;
      head.out = out.data_ptr<float>() + i * count * width + at;
      attendHead(head, scratch.data());
    }
  }
  return out;
}

/// No gradient is asked for, and these are floats of this processor, a row in one piece.
bool suitsKernel(const torch::Tensor& rows) {
  return rows.device().is_cpu() && rows.scalar_type() == torch::kFloat && rows.stride(2) == 1;
}

}  // namespace

torch::Tensor attend(const torch::Tensor& queries, const torch::Tensor& keys,
                     const torch::Tensor& values, std::int64_t heads, const Sight& sight) {
  const bool kernel = !torch::GradMode::is_enabled() && suitsKernel(queries) && suitsKernel(keys) &&
                      suitsKernel(values);
  return (kernel ? attendByKernel : attendByLibTorch)(queries, keys, values, heads, sight);
}

}  // namespace calotype::model
