// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/pixel_hash.h"

#include "catalog/decode/jpeg.h"
#include "catalog/decode/png.h"

namespace calotype::catalog {

std::optional<Sha256> pixelHash(Bytes bytes) {
  if (sniffJpeg(bytes)) {
    const auto data = jpegScanData(bytes);
    if (data.empty()) return std::nullopt;
    return sha256(data);
  }
  if (!sniffPng(bytes)) return std::nullopt;
  Sha256Stream stream;
  bool any = false;
  forEachPngPictureChunk(bytes, [&](Bytes chunk) {
    stream.add(chunk);
    any = true;
  });
  if (!any) return std::nullopt;
  return stream.finish();
}

}  // namespace calotype::catalog
