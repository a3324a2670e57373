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

/// Gives every parameter and running statistic the value it has in the model whose files `initial`
/// names. Pictures may have another size there; all else has to be alike (InvalidArgument).
Status beginWith(Clip& clip, const ModelSpec& initial);

/// What a tower knows of the places of its patches, [1 + rows x rows, width] with the whole
/// picture's first, for another number of rows: between the places it was learnt at (bilinear, as
/// the pictures' own centres lie). Source of the idea: Dosovitskiy et al. 2021, section 3.2.
torch::Tensor placesFor(const torch::Tensor& places, std::int64_t count);

}  // namespace calotype::model
