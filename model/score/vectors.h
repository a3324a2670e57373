// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/base/half.h"

namespace calotype::model {

float dot(std::span<const float> a, std::span<const float> b);

/// Scales the row to unit length in place; a row of zeros or with a value that is not finite stays
/// and gives false.
bool normalise(std::span<float> row);

/// A unit row as it is stored: dims x binary16, and back.
std::vector<Half> toHalves(std::span<const float> row);
std::vector<float> toFloats(std::span<const Half> row);

}  // namespace calotype::model
