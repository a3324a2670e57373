// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/versions.h"

#include <fmt/format.h>
#include <jxl/decode.h>
#include <libheif/heif.h>
#include <libraw/libraw.h>
#include <png.h>
#include <tiffio.h>
#include <webp/decode.h>

#include <exiv2/exiv2.hpp>

namespace calotype::catalog {

std::string decoderVersions() {
  std::string tiff = TIFFGetVersion();
  tiff.erase(std::min(tiff.find('\n'), tiff.size()));
  return fmt::format(
      "calotype {}; exiv2 {}; libheif {}; libjxl {}; LibRaw {}; libpng {}; {}; "
      "libwebp {:x}",
      CALOTYPE_VERSION, Exiv2::version(), heif_get_version(), JxlDecoderVersion(),
      LibRaw::version(), png_get_libpng_ver(nullptr), tiff, WebPGetDecoderVersion());
}

}  // namespace calotype::catalog
