// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "catalog/decode/bytes.h"
#include "model/base/hash.h"

namespace calotype::catalog {

/// SHA-256 of the encoded picture data without metadata, so that a file whose keywords another
/// program edited is still known. JPEG: from the first start of scan to the end of image. PNG: the
/// contents of IHDR, PLTE, tRNS and IDAT. Other formats: empty.
std::optional<Sha256> pixelHash(Bytes bytes);

}  // namespace calotype::catalog
