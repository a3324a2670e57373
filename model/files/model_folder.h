// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "model/files/model_spec.h"
#include "model/files/safetensors.h"

namespace calotype::model {

/// A weight as models of our own keep it: matrices in binary16, norms and biases in float32.
void addWeight(SafeTensorsWriter& weights, std::string name, Shape shape,
               std::span<const float> values);

/// Writes FOLDER as a model in OpenCLIP's layout, with copies of the vocabulary's files. The
/// weights bear the names of the original CLIP checkpoint.
Status writeModelFolder(const fs::path& folder, const ModelSpec& spec,
                        const SafeTensorsWriter& weights);

/// Writes FOLDER as the model that lies between two of one shape: share 0 is the first, 1 the
/// second (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models", section 3).
Status writeBetween(const fs::path& folder, const ModelSpec& first, const ModelSpec& second,
                    double share);

}  // namespace calotype::model
