// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "catalog/decode/bytes.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// Once in a process, before the first readMetadata: Exiv2's XMP toolkit keeps global state.
void prepareMetadata();

/// Reads what Exiv2 knows of the file into `metadata`, whose format is already set; width and
/// height only where they are still 0. Never fails: what cannot be read stays absent. With `only
/// orientation` nothing else is filled in. One thread.
void readMetadata(Bytes bytes, bool onlyOrientation, Metadata& metadata);

/// The same of XMP alone, as it stands in a sidecar: rating, words and tags. False: Exiv2 cannot
/// read it. One thread.
bool readPacket(const std::string& packet, Metadata& metadata);

}  // namespace calotype::catalog
