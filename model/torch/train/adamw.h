// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <string>
#include <vector>

namespace calotype::model {

/// A parameter that is learnt, with what AdamW remembers of it. All of one shape.
struct Learnt {
  std::string name;
  torch::Tensor value;
  torch::Tensor first, second;  // running means of the gradient and of its square
  bool decays = false;          // matrices; norms, biases and the logit scale do not
};

struct AdamWRates {
  double learningRate, beta1, beta2, epsilon, weightDecay;
};

/// One step of AdamW (Loshchilov and Hutter 2019, algorithm 2) over the parameters' gradients; one
/// without a gradient stays. step: from 1.
void adamW(std::vector<Learnt>& parameters, const AdamWRates& rates, std::int64_t step);

/// Shortens all gradients together to `longest`; 0: leaves them. Returns their length before.
double shortenGradients(std::vector<Learnt>& parameters, double longest);

/// The cosine schedule with linear warm-up (Loshchilov and Hutter 2017), as a part of the highest
/// rate: step from 0. Ends at `last`.
double rateAt(std::int64_t step, std::int64_t steps, std::int64_t warmUp, double last);

}  // namespace calotype::model
