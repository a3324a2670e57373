// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decode/bytes.h"
#include "catalog/decode/raster.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// Windows bitmaps, of OS/2 1.x up to BITMAPV5HEADER, as Microsoft documents them: 1, 2, 4, 8, 16,
/// 24 and 32 bits, colour masks, run lengths of 4 and 8 bits. Alpha is dropped.
bool sniffBmp(Bytes bytes);
Result<PictureSize> bmpHeader(Bytes bytes);
/// All pixels; a truncated picture gives the rows that are there.
Result<Raster> decodeBmp(Bytes bytes, const Wanted& wanted);

}  // namespace calotype::catalog
