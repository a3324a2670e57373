// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decode/raster.h"
#include "model/base/image.h"

namespace calotype::catalog {

/// To 8-bit sRGB by the picture's ICC profile (perceptual intent). A profile that is broken, of
/// another kind than the pixels or as good as sRGB is ignored; CMYK without one is mixed plainly.
Rgb8 toSrgb(Raster raster);

}  // namespace calotype::catalog
