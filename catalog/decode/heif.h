// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decode/bytes.h"
#include "catalog/decode/raster.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// HEIC and AVIF by libheif: the primary picture. Its turns, flips and crops (ISO/IEC 23008-12,
/// 6.5) are applied, so the pixels are upright; Exif's orientation must not turn them again.
/// header: the size before turning, with orientation 6 for a quarter turn, else 1. Alpha is
/// dropped.
Result<PictureSize> heifHeader(Bytes bytes);
Result<PictureSize> avifHeader(Bytes bytes);
Result<Raster> decodeHeif(Bytes bytes, const Wanted& wanted);
Result<Raster> decodeAvif(Bytes bytes, const Wanted& wanted);

}  // namespace calotype::catalog
