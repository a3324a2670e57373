// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/image.h"

namespace calotype::catalog {

/// Turns pixels as stored upright. `orientation` is Exif's (CIPA DC-008, 4.6.4 A): 1 to 8; any
/// other value is 1.
Rgb8 upright(Rgb8 stored, int orientation);

}  // namespace calotype::catalog
