// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decode/bytes.h"
#include "catalog/decode/raster.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// WebP by libwebp: lossy, lossless, the first frame of an animation. Alpha is dropped.
bool sniffWebp(Bytes bytes);
Result<PictureSize> webpHeader(Bytes bytes);
/// All pixels; a truncated lossy picture gives the rows that are there.
Result<Raster> decodeWebp(Bytes bytes, const Wanted& wanted);

}  // namespace calotype::catalog
