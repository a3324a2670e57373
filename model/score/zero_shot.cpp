// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/score/zero_shot.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace calotype::model {

namespace {

/// Several sums side by side, which the compiler can put into one register.
float product(const float* a, const float* b, std::size_t count) {
  constexpr std::size_t kLanes = 16;
  std::array<float, kLanes> sums{};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += a[i + lane] * b[i + lane];
  float sum = 0;
  for (const float part : sums) sum += part;
  for (; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

std::vector<Evidence> weigh(const ConceptVectors& concepts, std::span<const float> image) {
  std::vector<Evidence> evidence(concepts.count());
  if (evidence.empty()) return evidence;
  const float neutral = product(image.data(), concepts.neutral.data(), concepts.dims);
  float largest = -INFINITY;
  for (std::size_t i = 0; i < evidence.size(); ++i) {
    const float cosine =
        product(image.data(), concepts.rows.data() + i * concepts.dims, concepts.dims);
    evidence[i].score = concepts.logitScale * (cosine - neutral);
    largest = std::max(largest, evidence[i].score);
  }
  double sum = 0;
  for (auto& one : evidence) {
    one.share = std::exp(one.score - largest);
    sum += double(one.share);
  }
  // Narrower concepts stand later, so each is whole when it is added to the one above.
  for (std::size_t i = evidence.size(); i-- > 0;) {
    const auto above = concepts.above[i];
    if (above < 0) continue;
    auto& broader = evidence[std::size_t(above)];
    broader.score = std::max(broader.score, evidence[i].score);
    broader.share += evidence[i].share;
  }
  constexpr double kLeast = 1e-30;  // ln of it is still a number
  for (auto& one : evidence)
    one.share = float(std::log(std::clamp(double(one.share) / sum, kLeast, 1.0)));
  return evidence;
}

}  // namespace calotype::model
