// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/plugin.h"

namespace calotype::model {

/// Builds the towers that the model's configuration asks for, fills them and puts them on the
/// device. The encoder encodes in batches of its own size, in float32. Called and used on one
/// thread.
Result<std::unique_ptr<Encoder>> openTorchEncoder(const PluginRequest& request);

}  // namespace calotype::model
