// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decode/bytes.h"
#include "catalog/decode/raster.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// ITU-T T.81 by libjpeg-turbo: baseline, extended, progressive, arithmetic; 8 bits a sample.
bool sniffJpeg(Bytes bytes);
/// From the frame header, without decoding anything.
Result<PictureSize> jpegHeader(Bytes bytes);
/// At the smallest DCT factor n/8 that satisfies `wanted`. A truncated picture gives what is there.
Result<Raster> decodeJpeg(Bytes bytes, const Wanted& wanted);

/// The encoded picture alone: from the first start of scan to the end of image. Empty: none found.
Bytes jpegScanData(Bytes bytes);

}  // namespace calotype::catalog
