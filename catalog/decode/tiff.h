// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decode/bytes.h"
#include "catalog/decode/raster.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// TIFF 6.0 by libtiff, first page: bilevel, grey, palette, RGB, CMYK, YCbCr, CIE L*a*b*; 1 to 16
/// bits. Alpha is dropped.
bool sniffTiff(Bytes bytes);
Result<PictureSize> tiffHeader(Bytes bytes);
/// All pixels; a damaged picture gives the strips that can be read.
Result<Raster> decodeTiff(Bytes bytes, const Wanted& wanted);

}  // namespace calotype::catalog
