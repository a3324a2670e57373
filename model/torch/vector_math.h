// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

#include "model/torch/processor_clones.h"

namespace calotype::model {

/// e^x without a branch or a call, so that a loop of it becomes vector instructions; relative error
/// below 2e-7. Below -87 it is about 1e-38, above 88 about 1.7e38.
CALOTYPE_INLINE float expOf(float x) {
  constexpr float kLog2E = 1.44269504f, kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f;
  constexpr float kRound = 0x1.8p23f;  // adding and taking it away rounds to a whole number
  x = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
  const float power = (x * kLog2E + kRound) - kRound;
  const float r = (x - power * kLn2High) - power * kLn2Low;
  // Taylor's series to the seventh power: |r| is at most ln(2) / 2.
  float sum = 1.0f / 5040;
  sum = sum * r + 1.0f / 720;
  sum = sum * r + 1.0f / 120;
  sum = sum * r + 1.0f / 24;
  sum = sum * r + 1.0f / 6;
  sum = sum * r + 0.5f;
  sum = sum * r * r + r + 1;
  return sum * std::bit_cast<float>((std::int32_t(power) + 127) << 23);
}

/// x sigmoid(1.702 x): Hendrycks and Gimpel 2016, as CLIP's checkpoints have it.
CALOTYPE_INLINE float quickGeluOf(float x) {
  return x / (1 + expOf(-1.702f * x));
}

/// The error function: Abramowitz and Stegun 7.1.26, absolute error at most 1.5e-7.
CALOTYPE_INLINE float erfOf(float x) {
  const float size = x < 0 ? -x : x;
  const float t = 1 / (1 + 0.3275911f * size);
  float sum = 1.061405429f;
  sum = sum * t - 1.453152027f;
  sum = sum * t + 1.421413741f;
  sum = sum * t - 0.284496736f;
  sum = sum * t + 0.254829592f;
  const float value = 1 - sum * t * expOf(-size * size);
  return x < 0 ? -value : value;
}

CALOTYPE_INLINE float geluOf(float x) {
  return 0.5f * x * (1 + erfOf(x * 0.707106781f));
}

/// x / 2 (1 + tanh(a)) = x sigmoid(2 a), a = sqrt(2 / pi) (x + 0.044715 x^3): Hendrycks and Gimpel
/// 2016.
CALOTYPE_INLINE float geluTanhOf(float x) {
  return x / (1 + expOf(-1.595769122f * (x + 0.044715f * x * x * x)));
}

}  // namespace calotype::model
