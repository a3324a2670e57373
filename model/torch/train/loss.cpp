// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/train/loss.h"

#include <limits>

namespace calotype::model {

namespace {

constexpr double kRelationTemperature = 0.1;

torch::Tensor withoutExcluded(const torch::Tensor& logits, const torch::Tensor& excluded) {
  return excluded.defined() ? logits.masked_fill(excluded, -std::numeric_limits<float>::infinity())
                            : logits;
}

torch::Tensor likeness(const torch::Tensor& rows) {
  const auto unit = unitRows(rows);
  const auto self = torch::eye(rows.size(0), rows.options().dtype(torch::kBool));
  // Not minus infinity: 0 * infinity is no number.
  return torch::log_softmax(
      (torch::matmul(unit, unit.t()) / kRelationTemperature).masked_fill(self, -1e4), 1);
}

}  // namespace

torch::Tensor unitRows(const torch::Tensor& x) {
  return x / x.norm(2, -1, true).clamp_min(1e-12);
}

torch::Tensor infoNce(const torch::Tensor& images, const torch::Tensor& texts,
                      const torch::Tensor& logScale, const torch::Tensor& excluded) {
  const auto logits = withoutExcluded(
      logScale.exp() * torch::matmul(unitRows(images), unitRows(texts).t()), excluded);
  const auto own =
      torch::arange(images.size(0), torch::dtype(torch::kLong).device(logits.device()));
  return (torch::cross_entropy_loss(logits, own) + torch::cross_entropy_loss(logits.t(), own)) / 2;
}

torch::Tensor sigmoidContrast(const torch::Tensor& images, const torch::Tensor& texts,
                              const torch::Tensor& logScale, const torch::Tensor& bias,
                              const torch::Tensor& excluded) {
  const auto logits = logScale.exp() * torch::matmul(unitRows(images), unitRows(texts).t()) + bias;
  const auto sign = 2 * torch::eye(images.size(0), logits.options()) - 1;
  auto each = torch::log_sigmoid(sign * logits);
  if (excluded.defined()) each = each.masked_fill(excluded, 0);
  return -each.sum() / images.size(0);
}

torch::Tensor cosineDistance(const torch::Tensor& ours, const torch::Tensor& theirs,
                             const torch::Tensor& known) {
  const auto distance = 1 - (unitRows(ours) * unitRows(theirs)).sum(-1);
  const auto counted = known.to(distance.dtype());
  return (distance * counted).sum() / counted.sum().clamp_min(1);
}

torch::Tensor relationDistance(const torch::Tensor& ours, const torch::Tensor& theirs,
                               const torch::Tensor& known) {
  const auto rows = known.nonzero().squeeze(1);
  if (rows.size(0) < 2) return ours.sum() * 0;
  const auto student = likeness(ours.index_select(0, rows));
  const auto teacher = likeness(theirs.index_select(0, rows));
  return (teacher.exp() * (teacher - student)).sum(1).mean();
}

}  // namespace calotype::model
