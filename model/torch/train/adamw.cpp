// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/train/adamw.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace calotype::model {

void adamW(std::vector<Learnt>& parameters, const AdamWRates& rates, std::int64_t step) {
  const torch::NoGradGuard guard;
  const double firstBias = 1 - std::pow(rates.beta1, double(step));
  const double secondBias = 1 - std::pow(rates.beta2, double(step));
  for (auto& parameter : parameters) {
    const auto& gradient = parameter.value.grad();
    if (!gradient.defined()) continue;
    if (parameter.decays) parameter.value.mul_(1 - rates.learningRate * rates.weightDecay);
    parameter.first.mul_(rates.beta1).add_(gradient, 1 - rates.beta1);
    parameter.second.mul_(rates.beta2).addcmul_(gradient, gradient, 1 - rates.beta2);
    const auto deviation = (parameter.second.sqrt() / std::sqrt(secondBias)).add_(rates.epsilon);
    parameter.value.addcdiv_(parameter.first, deviation, -rates.learningRate / firstBias);
  }
}

double shortenGradients(std::vector<Learnt>& parameters, double longest) {
  const torch::NoGradGuard guard;
  double squares = 0;
  for (auto& parameter : parameters)
    if (parameter.value.grad().defined())
      squares += std::pow(parameter.value.grad().norm().item<double>(), 2);
  const double length = std::sqrt(squares);
  if (longest <= 0 || length <= longest) return length;
  for (auto& parameter : parameters)
    if (parameter.value.grad().defined()) parameter.value.mutable_grad().mul_(longest / length);
  return length;
}

double rateAt(std::int64_t step, std::int64_t steps, std::int64_t warmUp, double last) {
  if (step < warmUp) return double(step + 1) / double(warmUp);
  const double part = double(step - warmUp) / double(std::max<std::int64_t>(1, steps - warmUp));
  return last + (1 - last) * (1 + std::cos(std::numbers::pi * std::min(1.0, part))) / 2;
}

}  // namespace calotype::model
