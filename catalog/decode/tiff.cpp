// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/tiff.h"

#include <tiffio.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace calotype::catalog {

namespace {

/// The file in memory, as libtiff's client sees it, and the last thing libtiff complained of.
struct Client {
  Bytes bytes;
  std::size_t at = 0;
};

tmsize_t onRead(thandle_t handle, void* out, tmsize_t count) {
  auto& client = *static_cast<Client*>(handle);
  const auto rest = client.bytes.size() - std::min(client.at, client.bytes.size());
  const auto taken = std::min(std::size_t(std::max<tmsize_t>(count, 0)), rest);
  if (taken > 0) std::memcpy(out, client.bytes.data() + client.at, taken);
  client.at += taken;
  return tmsize_t(taken);
}

tmsize_t onWrite(thandle_t, void*, tmsize_t) {
  return 0;
}

toff_t onSeek(thandle_t handle, toff_t offset, int whence) {
  auto& client = *static_cast<Client*>(handle);
  const toff_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? client.at : client.bytes.size();
  client.at = std::size_t(base + offset);
  return client.at;
}

int onClose(thandle_t) {
  return 0;
}

toff_t onSize(thandle_t handle) {
  return static_cast<Client*>(handle)->bytes.size();
}

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using Tiff = std::unique_ptr<TIFF, CloseTiff>;

Tiff openTiff(Client& client) {
  TIFFSetErrorHandler(nullptr);
  TIFFSetWarningHandler(nullptr);
  // m: never map, the bytes are in memory already.
  return Tiff(TIFFClientOpen("", "rm", &client, onRead, onWrite, onSeek, onClose, onSize, nullptr,
                             nullptr));
}

std::uint32_t field(TIFF* tiff, std::uint32_t tag) {
  std::uint32_t value = 0;
  TIFFGetField(tiff, tag, &value);
  return value;
}

std::uint16_t shortField(TIFF* tiff, std::uint32_t tag, std::uint16_t otherwise) {
  std::uint16_t value = otherwise;
  if (!TIFFGetFieldDefaulted(tiff, tag, &value)) return otherwise;
  return value;
}

/// How samples lie in the file, for the layouts we read ourselves.
struct Layout {
  Raster::Kind kind = Raster::Kind::Rgb;
  std::uint16_t bits = 8;     // 8 or 16 a sample
  std::uint16_t samples = 3;  // a pixel, extra ones included
  bool planar = false;        // one plane a channel
  bool minIsWhite = false;
};

/// Empty for the layouts left to libtiff's own conversion (palettes, YCbCr, L*a*b*, few bits).
std::optional<Layout> plainLayout(TIFF* tiff) {
  Layout layout;
  layout.bits = shortField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  layout.samples = shortField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  const auto format = shortField(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  const auto photometric = shortField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  layout.planar =
      shortField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
  if (photometric == PHOTOMETRIC_RGB) {
    layout.kind = Raster::Kind::Rgb;
  } else if (photometric == PHOTOMETRIC_MINISBLACK || photometric == PHOTOMETRIC_MINISWHITE) {
    layout.kind = Raster::Kind::Grey;
    layout.minIsWhite = photometric == PHOTOMETRIC_MINISWHITE;
  } else if (photometric == PHOTOMETRIC_SEPARATED &&
             shortField(tiff, TIFFTAG_INKSET, INKSET_CMYK) == INKSET_CMYK) {
    layout.kind = Raster::Kind::Cmyk;
  } else {
    return std::nullopt;
  }
  const bool ok = (layout.bits == 8 || layout.bits == 16) &&
                  (format == SAMPLEFORMAT_UINT || format == SAMPLEFORMAT_VOID) &&
                  layout.samples >= std::uint16_t(layout.kind) && layout.samples <= 16 &&
                  (!layout.planar || layout.samples == std::uint16_t(layout.kind));
  if (!ok) return std::nullopt;
  return layout;
}

/// Copies one row of `count` pixels; `first` and `channels` say which channels of the raster.
void copyRow(const Layout& layout, const std::uint8_t* in, std::size_t perPixel, std::uint8_t* out,
             std::size_t channels, std::size_t first, std::size_t count) {
  const auto kind = std::size_t(layout.kind);
  const bool wide = layout.bits == 16;
  for (std::size_t x = 0; x < count; ++x)
    for (std::size_t c = 0; c < channels; ++c) {
      const auto at = x * perPixel + c;
      std::uint8_t value = 0;
      if (wide) {
        std::uint16_t sample = 0;
        std::memcpy(&sample, in + 2 * at, 2);  // libtiff has brought it to our byte order
        value = std::uint8_t(sample >> 8);
      } else {
        value = in[at];
      }
      out[x * kind + first + c] = layout.minIsWhite ? std::uint8_t(255 - value) : value;
    }
}

/// Reads strips or tiles into the raster; false when not one could be read.
bool readPlain(TIFF* tiff, const Layout& layout, Raster& raster) {
  const bool tiled = TIFFIsTiled(tiff) != 0;
  const auto width = std::uint32_t(raster.width), height = std::uint32_t(raster.height);
  const std::uint32_t blockWidth = tiled ? field(tiff, TIFFTAG_TILEWIDTH) : width;
  std::uint32_t blockHeight = 0;
  if (tiled)
    blockHeight = field(tiff, TIFFTAG_TILELENGTH);
  else
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &blockHeight);
  if (!tiled) blockHeight = std::min(blockHeight, height);
  if (blockWidth == 0 || blockHeight == 0 || blockWidth > std::uint32_t(kMaxEdge) ||
      blockHeight > std::uint32_t(kMaxEdge))
    return false;
  const std::size_t perPixel = layout.planar ? 1 : layout.samples;
  const std::size_t rowBytes = std::size_t(blockWidth) * perPixel * (layout.bits / 8);
  const auto blockBytes = tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
  if (blockBytes <= 0 || std::size_t(blockBytes) < rowBytes * blockHeight) return false;
  // What a block can unpack to is bounded by the picture we have agreed to hold.
  if (std::size_t(blockBytes) > std::size_t(kMaxPixels) * 3) return false;

  std::vector<std::uint8_t> block(static_cast<std::size_t>(blockBytes));
  const auto kind = std::size_t(layout.kind);
  const std::size_t planes = layout.planar ? kind : 1;
  const std::size_t channels = layout.planar ? 1 : kind;
  bool any = false;
  for (std::size_t plane = 0; plane < planes; ++plane)
    for (std::uint32_t y = 0; y < height; y += blockHeight)
      for (std::uint32_t x = 0; x < width; x += blockWidth) {
        std::fill(block.begin(), block.end(), std::uint8_t(0x80));
        const auto sample = std::uint16_t(plane);
        const auto got = tiled ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, x, y, 0, sample),
                                                     block.data(), blockBytes)
                               : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, y, sample),
                                                      block.data(), blockBytes);
        if (got <= 0) continue;
        any = true;
        const auto rows = std::min(blockHeight, height - y);
        const auto columns = std::min(blockWidth, width - x);
        for (std::uint32_t row = 0; row < rows; ++row)
          copyRow(layout, block.data() + row * rowBytes, perPixel,
                  raster.row(int(y + row)) + std::size_t(x) * kind, channels, plane, columns);
      }
  return any;
}

/// Everything else, by libtiff's conversion to RGB.
Status readConverted(TIFF* tiff, Raster& raster) {
  char reason[1024] = {};
  TIFFRGBAImage image;
  if (!TIFFRGBAImageOK(tiff, reason) || !TIFFRGBAImageBegin(&image, tiff, 0, reason))
    return fail(Code::Unsupported,
                "The TIFF picture is stored in a way this version cannot show (" +
                    std::string(reason) + "); save it as PNG with another program.");
  const std::unique_ptr<TIFFRGBAImage, void (*)(TIFFRGBAImage*)> end(&image, TIFFRGBAImageEnd);
  image.req_orientation = image.orientation;  // pixels as stored
  const std::size_t count = std::size_t(raster.width) * std::size_t(raster.height);
  std::vector<std::uint32_t> pixels(count, 0xff808080u);
  if (!TIFFRGBAImageGet(&image, pixels.data(), std::uint32_t(raster.width),
                        std::uint32_t(raster.height)))
    return damaged("TIFF", "its pixels cannot be read");
  for (std::size_t i = 0; i < count; ++i) {
    raster.samples[3 * i] = std::uint8_t(TIFFGetR(pixels[i]));
    raster.samples[3 * i + 1] = std::uint8_t(TIFFGetG(pixels[i]));
    raster.samples[3 * i + 2] = std::uint8_t(TIFFGetB(pixels[i]));
  }
  return {};
}

void takeProfile(TIFF* tiff, Raster& raster) {
  std::uint32_t size = 0;
  void* data = nullptr;
  if (!TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &size, &data) || !data) return;
  if (size > kMaxProfileBytes) return;
  raster.profile.resize(size);
  std::memcpy(raster.profile.data(), data, size);
}

}  // namespace

bool sniffTiff(Bytes bytes) {
  const ByteReader in(bytes);
  return in.matches(0, std::string_view("II*\0", 4)) ||
         in.matches(0, std::string_view("MM\0*", 4)) ||
         in.matches(0, std::string_view("II+\0", 4)) || in.matches(0, std::string_view("MM\0+", 4));
}

Result<PictureSize> tiffHeader(Bytes bytes) {
  Client client{bytes};
  const auto tiff = openTiff(client);
  if (!tiff) return damaged("TIFF", "its first page cannot be read");
  constexpr std::uint32_t kMost = 0x7fffffff;
  return PictureSize{int(std::min(field(tiff.get(), TIFFTAG_IMAGEWIDTH), kMost)),
                     int(std::min(field(tiff.get(), TIFFTAG_IMAGELENGTH), kMost))};
}

Result<Raster> decodeTiff(Bytes bytes, const Wanted&) {
  Client client{bytes};
  const auto tiff = openTiff(client);
  if (!tiff) return damaged("TIFF", "its first page cannot be read");
  const auto width = field(tiff.get(), TIFFTAG_IMAGEWIDTH);
  const auto height = field(tiff.get(), TIFFTAG_IMAGELENGTH);
  CALOTYPE_CHECK(checkSize("TIFF", width, height));
  const auto layout = plainLayout(tiff.get());
  Raster raster;
  raster.allocate(int(width), int(height), layout ? layout->kind : Raster::Kind::Rgb);
  if (!layout)
    CALOTYPE_CHECK(readConverted(tiff.get(), raster));
  else if (!readPlain(tiff.get(), *layout, raster))
    return damaged("TIFF", "none of its strips can be read");
  takeProfile(tiff.get(), raster);
  return raster;
}

}  // namespace calotype::catalog
