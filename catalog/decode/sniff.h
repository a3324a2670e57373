// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/decode/bytes.h"

namespace calotype::catalog {

// Formats that are recognised by content but not (yet) decoded here.

bool sniffHeif(Bytes bytes);  // ISO/IEC 23008-12, brand of HEVC pictures
bool sniffAvif(Bytes bytes);
bool sniffJxl(Bytes bytes);  // ISO/IEC 18181-2, bare codestream or container
bool sniffCr3(Bytes bytes);
bool sniffCr2(Bytes bytes);
bool sniffCrw(Bytes bytes);
bool sniffRaf(Bytes bytes);
bool sniffRw2(Bytes bytes);
bool sniffOrf(Bytes bytes);

// Raw pictures that look like TIFF: told by DNGVersion, or by the maker's name together with raw
// data (a colour filter array or the maker's own compression) in a first-level folder.

bool sniffDng(Bytes bytes);
bool sniffNef(Bytes bytes);
bool sniffArw(Bytes bytes);
bool sniffPef(Bytes bytes);
bool sniffSrw(Bytes bytes);
bool sniffKdc(Bytes bytes);

}  // namespace calotype::catalog
