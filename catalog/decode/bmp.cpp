// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/bmp.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace calotype::catalog {

namespace {

enum Compression : std::uint32_t { Rgb = 0, Rle8 = 1, Rle4 = 2, Bitfields = 3, AlphaBitfields = 6 };

constexpr std::size_t kFileHeader = 14;

struct Header {
  std::int64_t width = 0, height = 0;
  bool topDown = false;
  int bits = 0;
  std::uint32_t compression = Rgb;
  std::size_t palette = 0;       // where it starts
  std::size_t paletteEntry = 4;  // bytes of one colour
  std::size_t colours = 0;
  std::size_t pixels = 0;  // where they start
  std::array<std::uint32_t, 3> masks{};
};

Result<Header> readHeader(Bytes bytes) {
  const ByteReader in(bytes);
  const std::size_t size = in.u32(kFileHeader);
  if (!in.has(kFileHeader, 12) || size < 12 || size > 1024)
    return damaged("BMP", "its header cannot be read");
  Header header;
  header.pixels = in.u32(10);
  if (size == 12) {
    header.width = in.u16(18);
    header.height = in.u16(20);
    header.bits = in.u16(24);
    header.paletteEntry = 3;
  } else {
    header.width = in.i32(18);
    header.height = in.i32(22);
    header.bits = in.u16(28);
    if (size >= 20) header.compression = in.u32(30);
    if (size >= 36) header.colours = in.u32(46);
  }
  header.topDown = header.height < 0;
  if (header.topDown) header.height = -header.height;
  header.palette = kFileHeader + size;
  const bool masked = header.compression == Bitfields || header.compression == AlphaBitfields;
  if (masked) {
    // The masks stand at the same place, inside a longer header or right after the short one.
    for (std::size_t i = 0; i < 3; ++i) header.masks[i] = in.u32(54 + 4 * i);
    if (size == 40) header.palette += header.compression == Bitfields ? 12 : 16;
  } else if (header.bits == 16) {
    header.masks = {0x7c00, 0x03e0, 0x001f};
  } else {
    header.masks = {0xff0000, 0x00ff00, 0x0000ff};
  }
  const auto most = header.bits <= 8 ? std::size_t(1) << header.bits : 0;
  if (header.colours == 0 || header.colours > most) header.colours = most;
  return header;
}

Status checkHeader(const Header& header) {
  CALOTYPE_CHECK(checkSize("BMP", header.width, header.height));
  const auto bits = header.bits;
  const bool plain =
      header.compression == Rgb &&
      (bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32);
  const bool masked = (header.compression == Bitfields || header.compression == AlphaBitfields) &&
                      (bits == 16 || bits == 32);
  const bool runs =
      (header.compression == Rle8 && bits == 8) || (header.compression == Rle4 && bits == 4);
  if (plain || masked || (runs && !header.topDown)) return {};
  return fail(Code::Unsupported,
              "The BMP picture is stored in a way this version cannot show (an unknown bit depth "
              "or compression); save it as PNG with another program.");
}

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0;
};

std::vector<Colour> readPalette(const Header& header, Bytes bytes) {
  const ByteReader in(bytes);
  std::vector<Colour> palette(256);
  for (std::size_t i = 0; i < header.colours; ++i) {
    const auto at = header.palette + i * header.paletteEntry;
    palette[i] = {in.u8(at + 2), in.u8(at + 1), in.u8(at)};
  }
  return palette;
}

std::uint8_t channel(std::uint32_t pixel, std::uint32_t mask) {
  if (mask == 0) return 0;
  const auto shift = std::countr_zero(mask);
  const std::uint64_t most = mask >> shift, value = (pixel & mask) >> shift;
  return std::uint8_t((value * 255 + most / 2) / most);
}

/// Rows in the file's order; false when no whole row is there.
bool readPlain(const Header& header, Bytes bytes, Raster& raster) {
  const ByteReader in(bytes);
  const auto palette = readPalette(header, bytes);
  const std::size_t stride = (std::size_t(raster.width) * std::size_t(header.bits) + 31) / 32 * 4;
  const std::size_t used = (std::size_t(raster.width) * std::size_t(header.bits) + 7) / 8;
  for (int line = 0; line < raster.height; ++line) {
    const std::size_t start = header.pixels + std::size_t(line) * stride;
    if (!in.has(start, used)) return line > 0;
    auto* out = raster.row(header.topDown ? line : raster.height - 1 - line);
    for (std::size_t x = 0; x < std::size_t(raster.width); ++x, out += 3) {
      Colour colour;
      if (header.bits <= 8) {
        const std::size_t bit = x * std::size_t(header.bits);
        const auto shift = 8 - std::size_t(header.bits) - bit % 8;
        colour = palette[in.u8(start + bit / 8) >> shift & ((1u << header.bits) - 1)];
      } else if (header.bits == 24) {
        colour = {in.u8(start + 3 * x + 2), in.u8(start + 3 * x + 1), in.u8(start + 3 * x)};
      } else {
        const auto pixel = header.bits == 16 ? in.u16(start + 2 * x) : in.u32(start + 4 * x);
        colour = {channel(pixel, header.masks[0]), channel(pixel, header.masks[1]),
                  channel(pixel, header.masks[2])};
      }
      out[0] = colour.red;
      out[1] = colour.green;
      out[2] = colour.blue;
    }
  }
  return true;
}

/// Run lengths, bottom row first; pixels that are jumped over keep the palette's first colour.
class RunLengths {
 public:
  RunLengths(const Header& header, Bytes bytes, Raster& raster)
      : nibbles_(header.bits == 4),
        in_(bytes),
        at_(header.pixels),
        raster_(raster),
        palette_(readPalette(header, bytes)) {
    for (int y = 0; y < raster.height; ++y)
      for (int x = 0; x < raster.width; ++x) set(x, y, 0);
  }

  /// False when no pixel was drawn.
  bool read() {
    bool any = false;
    while (in_.has(at_, 2) && y_ < raster_.height) {
      const int count = in_.u8(at_), value = in_.u8(at_ + 1);
      at_ += 2;
      if (count > 0) {
        for (int i = 0; i < count; ++i) draw(index(std::uint8_t(value), i));
        any = true;
      } else if (value == 0) {
        x_ = 0;
        ++y_;
      } else if (value == 1) {
        break;
      } else if (value == 2) {
        x_ += in_.u8(at_);
        y_ += in_.u8(at_ + 1);
        at_ += 2;
      } else {
        drawLiterals(value);
        any = true;
      }
    }
    return any;
  }

 private:
  std::size_t index(std::uint8_t byte, int i) const {
    if (!nibbles_) return byte;
    return i % 2 == 0 ? byte >> 4 : byte & 15;
  }

  void drawLiterals(int count) {
    for (int i = 0; i < count; ++i) draw(index(in_.u8(at_ + std::size_t(nibbles_ ? i / 2 : i)), i));
    const auto bytes = std::size_t(nibbles_ ? (count + 1) / 2 : count);
    at_ += (bytes + 1) / 2 * 2;
  }

  void draw(std::size_t colour) {
    if (x_ < raster_.width && y_ < raster_.height) set(x_, raster_.height - 1 - y_, colour);
    ++x_;
  }

  void set(int x, int y, std::size_t colour) {
    auto* out = raster_.row(y) + std::size_t(x) * 3;
    out[0] = palette_[colour].red;
    out[1] = palette_[colour].green;
    out[2] = palette_[colour].blue;
  }

  const bool nibbles_;
  const ByteReader in_;
  std::size_t at_;
  int x_ = 0, y_ = 0;
  Raster& raster_;
  const std::vector<Colour> palette_;
};

}  // namespace

bool sniffBmp(Bytes bytes) {
  const ByteReader in(bytes);
  if (!in.matches(0, "BM")) return false;
  const auto size = in.u32(kFileHeader);
  return size == 12 || (size >= 16 && size <= 128);
}

Result<PictureSize> bmpHeader(Bytes bytes) {
  CALOTYPE_TRY(const auto header, readHeader(bytes));
  constexpr std::int64_t kMost = 0x7fffffff;
  return PictureSize{int(header.width), int(std::min(header.height, kMost))};
}

Result<Raster> decodeBmp(Bytes bytes, const Wanted&) {
  CALOTYPE_TRY(const auto header, readHeader(bytes));
  CALOTYPE_CHECK(checkHeader(header));
  Raster raster;
  raster.allocate(int(header.width), int(header.height), Raster::Kind::Rgb);
  const bool runs = header.compression == Rle8 || header.compression == Rle4;
  const bool any =
      runs ? RunLengths(header, bytes, raster).read() : readPlain(header, bytes, raster);
  if (!any) return damaged("BMP", "no row of pixels can be read");
  return raster;
}

}  // namespace calotype::catalog
