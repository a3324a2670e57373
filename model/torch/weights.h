// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"
#include "model/files/weight_source.h"
#include "model/torch/clip.h"

namespace calotype::model {

/// Gives every parameter and running statistic of `clip` its values from the checkpoint, in float32
/// on the CPU. A tensor's path in the file is its path in the code, but that the text tower has no
/// prefix there. The first that is missing, or of another shape, ends it with a sentence; nothing
/// is allocated for it.
Status fill(Clip& clip, const WeightSource& source);

}  // namespace calotype::model
