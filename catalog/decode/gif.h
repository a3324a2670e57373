// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decode/bytes.h"
#include "catalog/decode/raster.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// GIF87a and GIF89a by giflib: the first frame, on the logical screen.
bool sniffGif(Bytes bytes);
/// The logical screen, or the first frame where that is larger.
Result<PictureSize> gifHeader(Bytes bytes);
/// All pixels; a truncated picture gives the rows that are there.
Result<Raster> decodeGif(Bytes bytes, const Wanted& wanted);

}  // namespace calotype::catalog
