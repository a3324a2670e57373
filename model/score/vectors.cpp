// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/score/vectors.h"

#include <cmath>

namespace calotype::model {

float dot(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += double(a[i]) * double(b[i]);
  return float(sum);
}

bool normalise(std::span<float> row) {
  double squares = 0;
  for (const float value : row) squares += double(value) * double(value);
  if (!(squares > 0) || !std::isfinite(squares)) return false;
  const double scale = 1 / std::sqrt(squares);
  for (float& value : row) value = float(double(value) * scale);
  return true;
}

std::vector<Half> toHalves(std::span<const float> row) {
  std::vector<Half> halves;
  halves.reserve(row.size());
  for (const float value : row) halves.push_back(toHalf(value));
  return halves;
}

std::vector<float> toFloats(std::span<const Half> row) {
  std::vector<float> floats;
  floats.reserve(row.size());
  for (const Half value : row) floats.push_back(toFloat(value));
  return floats;
}

}  // namespace calotype::model
