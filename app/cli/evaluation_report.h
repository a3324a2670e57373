// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "catalog/training/evaluation.h"

namespace calotype::cli {

/// Writes the evaluation as one HTML page that needs nothing else: bars with their intervals, and a
/// table of all classes, the worst first.
Status writeEvaluationReport(const fs::path& file, const std::string& model,
                             const catalog::Evaluation& evaluation);

}  // namespace calotype::cli
