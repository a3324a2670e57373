// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decode/bytes.h"
#include "catalog/decode/raster.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// Raw pictures of all makers by LibRaw: the preview that the camera made, which is what its maker
/// thinks the photo looks like; where there is none of use, the sensor's data at half its size, by
/// the camera's white balance. Not turned.
Result<Raster> decodeRaw(Bytes bytes, const Wanted& wanted);

}  // namespace calotype::catalog
