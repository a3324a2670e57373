// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "model/torch/clip.h"

namespace calotype::model {

/// Gives every parameter its first value, drawn from the seed: CLIP's own deviations for the
/// transformers and the pooling, He et al. 2015 ("Delving Deep into Rectifiers") for convolutions.
/// The last norm inside each residual block of a ResNet begins at 0, so that a block begins as
/// nothing.
void initialise(Clip& clip, const ModelSpec& spec, std::uint64_t seed);

}  // namespace calotype::model
