// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "model/plugin.h"
#include "model/torch/clip.h"

namespace calotype::model {

/// Builds the towers that the model's configuration asks for, fills them and puts them on the
/// device. Called and used on one thread, which the encoder's own threads help.
Result<std::unique_ptr<Encoder>> openTorchEncoder(const PluginRequest& request);

/// The same over towers that are filled already. precision: one that the device can do, not
/// Automatic; threads: of the CPU, at least 1. LibTorch's exceptions get out.
std::unique_ptr<Encoder> makeTorchEncoder(const ModelSpec& spec, Clip clip, torch::Device device,
                                          Precision precision, int threads);

}  // namespace calotype::model
