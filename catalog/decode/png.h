// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "catalog/decode/bytes.h"
#include "catalog/decode/raster.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// PNG (ISO/IEC 15948) by libpng. Of 16 bits the upper 8 are kept; alpha is dropped.
bool sniffPng(Bytes bytes);
Result<PictureSize> pngHeader(Bytes bytes);
/// All pixels; a truncated picture gives the rows that are there.
Result<Raster> decodePng(Bytes bytes, const Wanted& wanted);

/// Calls `visit` with the contents of every chunk that holds picture data: IHDR, PLTE, tRNS, IDAT.
void forEachPngPictureChunk(Bytes bytes, const std::function<void(Bytes)>& visit);

/// The contents of the eXIf chunk; empty when there is none.
Bytes pngExif(Bytes bytes);

}  // namespace calotype::catalog
