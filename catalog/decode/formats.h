// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "catalog/decode/bytes.h"
#include "catalog/decode/film.h"
#include "catalog/decode/packet.h"
#include "catalog/decode/raster.h"
#include "catalog/decode/raw.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// One row a format. To add one: its functions in a file of their own, and a row in formats.cpp.
struct Format {
  const char* name;  // as in Metadata::format
  const char* mime;
  std::span<const std::string_view> extensions;    // lower case, without a dot
  bool (*sniff)(Bytes);                            // by content; the file's name is not known here
  Result<PictureSize> (*header)(Bytes);            // size as stored; null: Exiv2 is asked
  Result<Raster> (*decode)(Bytes, const Wanted&);  // null: a film, which is described only
  bool turnsItself = false;             // decode gives upright pixels, whatever Exif says
  bool fractions = false;               // decode gives fewer pixels when fewer are wanted
  const PacketCodec* packet = nullptr;  // its XMP; null: is not written into

  DescribeFilm* describe = nullptr;  // of a film

  bool isRaw() const { return decode == decodeRaw; }
  bool isFilm() const { return describe != nullptr; }
};

/// Every format that is recognised, in the order of sniffing.
std::span<const Format> formats();

/// The row whose content it is; null when it is no picture we know.
const Format* formatOf(Bytes bytes);

}  // namespace calotype::catalog
