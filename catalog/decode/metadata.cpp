// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/metadata.h"

#include <exception>
#include <exiv2/exiv2.hpp>

namespace calotype::catalog {

void prepareMetadata() {
  Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
  Exiv2::XmpParser::initialize();
  Exiv2::enableBMFF(true);
}

void readMetadata(Bytes bytes, bool, Metadata& metadata) {
  try {
    const auto image = Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(bytes.data()),
                                                 long(bytes.size()));
    image->readMetadata();
    const auto& exif = image->exifData();
    const auto found = exif.findKey(Exiv2::ExifKey("Exif.Image.Orientation"));
    if (found != exif.end() && found->count() > 0) {
      const auto value = found->toLong();
      if (value >= 1 && value <= 8) metadata.orientation = int(value);
    }
    if (metadata.width == 0) {
      metadata.width = image->pixelWidth();
      metadata.height = image->pixelHeight();
    }
  } catch (const std::exception&) {
    // A picture with damaged metadata is still a picture.
  }
}

}  // namespace calotype::catalog
