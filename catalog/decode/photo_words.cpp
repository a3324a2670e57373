// SPDX-License-Identifier: GPL-3.0-or-later
// Words written into a photo's own file.
#include <algorithm>
#include <exiv2/exiv2.hpp>
#include <map>
#include <memory>
#include <string>

#include "catalog/decode/formats.h"
#include "catalog/decode/pixel_hash.h"
#include "catalog/decode/words.h"
#include "model/base/hash.h"

namespace calotype::catalog {

namespace {

using Keys = std::multimap<std::string, std::string>;

std::string bytesOf(const Exiv2::Value& value) {
  std::string bytes(std::size_t(std::max(value.size(), 0L)), '\0');
  value.copy(reinterpret_cast<Exiv2::byte*>(bytes.data()), Exiv2::littleEndian);
  return bytes;
}

/// Exif and IPTC as Exiv2 reads them, without the packet itself, which TIFF has among them.
Keys otherKeys(Bytes bytes) {
  const std::unique_ptr<Exiv2::Image> image(
      Exiv2::ImageFactory::open(reinterpret_cast<const Exiv2::byte*>(bytes.data()),
                                long(bytes.size()))
          .release());
  image->readMetadata();
  Keys keys;
  for (const auto& datum : image->exifData())
    if (datum.key() != "Exif.Image.XMLPacket") keys.emplace(datum.key(), bytesOf(datum.value()));
  for (const auto& datum : image->iptcData()) keys.emplace(datum.key(), bytesOf(datum.value()));
  return keys;
}

/// Of the picture alone: its encoded bytes, or its pixels where these cannot be told apart.
Result<Sha256> pictureHash(const Format& format, Bytes bytes) {
  if (const auto hash = pixelHash(bytes)) return *hash;
  CALOTYPE_TRY(const auto raster, format.decode(bytes, {true, 0, 0}));
  return sha256(std::as_bytes(std::span(raster.samples)));
}

tl::unexpected<Error> wouldChange(const char* what) {
  return fail(Code::Corrupt, std::string("Writing would have changed ") + what +
                                 " too, so the photo was left as it is.");
}

}  // namespace

Result<std::vector<std::byte>> editPhoto(Bytes bytes, const PhotoWords& words) {
  const auto* const format = formatOf(bytes);
  if (format == nullptr || format->packet == nullptr)
    return fail(Code::Unsupported,
                std::string("Words are not written into ") +
                    (format == nullptr ? "a file of an unknown format" : format->name) +
                    " files; a sidecar is written instead.");
  const auto before = format->packet->read(bytes);
  CALOTYPE_TRY(auto xmp, XmpTree::parse(std::as_bytes(std::span(before))));
  setWords(words, xmp);
  CALOTYPE_TRY(auto whole, format->packet->write(bytes, xmp.written(XmpTree::As::Packet)));
  CALOTYPE_TRY(const auto oldPicture, pictureHash(*format, bytes));
  CALOTYPE_TRY(const auto newPicture, pictureHash(*format, whole));
  if (oldPicture != newPicture) return wouldChange("the picture itself");
  try {
    if (otherKeys(bytes) != otherKeys(whole)) return wouldChange("other metadata");
  } catch (const Exiv2::Error&) {
    return fail(Code::Corrupt, "The photo's metadata cannot be read, so nothing is written to it.");
  }
  return whole;
}

}  // namespace calotype::catalog
