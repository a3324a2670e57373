// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/training.h"

namespace calotype::model {

/// See train() in model/training.h.
Status trainWithTorch(const TrainingRequest& request);

}  // namespace calotype::model
