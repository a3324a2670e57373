// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/image.h"

namespace calotype::catalog {

/// The picture with its longer edge brought down to `edge`; one that already fits is copied.
Rgb8 fitInside(const Rgb8& picture, int edge);

}  // namespace calotype::catalog
