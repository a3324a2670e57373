// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decode/bytes.h"
#include "catalog/decode/raster.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// JPEG XL by libjxl, in a container or bare: the first frame. Alpha is dropped. The orientation
/// that counts is the codestream's, not Exif's (ISO/IEC 18181-2, 9.4).
Result<PictureSize> jxlHeader(Bytes bytes);
/// All pixels, as stored; a truncated picture gives what came so far, in whatever detail.
Result<Raster> decodeJxl(Bytes bytes, const Wanted& wanted);

}  // namespace calotype::catalog
