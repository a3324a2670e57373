// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "catalog/training/evaluation.h"

namespace calotype::cli {

/// One JSON object in a line, or some lines for people. step: of a training run; below 0: none.
void printEvaluation(const catalog::Evaluation& evaluation, bool json, std::int64_t step = -1);

}  // namespace calotype::cli
