// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "model/base/result.h"
#include "model/files/weight_source.h"
#include "model/torch/clip.h"

namespace calotype::model {

/// The name in a weights file of what lies at `path` in the code: the text tower has no prefix
/// there.
std::string nameInFile(const std::string& path);

/// Gives every parameter and running statistic of `module`, which lies at `path` ("text."; the
/// whole has none) in the code, its values from the checkpoint, in float32 on the CPU. The first
/// that is missing, or of another shape, ends it with a sentence; nothing is allocated for it.
Status fill(torch::nn::Module& module, const std::string& path, const WeightSource& source);

}  // namespace calotype::model
