// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/gif.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include <gif_lib.h>

namespace calotype::catalog {

namespace {

struct CloseGif {
  void operator()(GifFileType* gif) const {
    int ignored = 0;
    DGifCloseFile(gif, &ignored);
  }
};
using Gif = std::unique_ptr<GifFileType, CloseGif>;

int onRead(GifFileType* gif, GifByteType* out, int count) {
  auto& rest = *static_cast<Bytes*>(gif->UserData);
  const auto taken = std::min(rest.size(), std::size_t(std::max(count, 0)));
  std::memcpy(out, rest.data(), taken);
  rest = rest.subspan(taken);
  return int(taken);
}

/// The picture of the first frame begins after its descriptor, which giflib has then read.
struct FirstFrame {
  std::optional<int> transparent;  // palette index
  PictureSize canvas;
};

std::optional<FirstFrame> findFirstFrame(GifFileType* gif) {
  FirstFrame first;
  for (;;) {
    GifRecordType record = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(gif, &record) == GIF_ERROR || record == TERMINATE_RECORD_TYPE)
      return std::nullopt;
    if (record == IMAGE_DESC_RECORD_TYPE) break;
    if (record != EXTENSION_RECORD_TYPE) continue;
    int code = 0;
    GifByteType* block = nullptr;
    if (DGifGetExtension(gif, &code, &block) == GIF_ERROR) return std::nullopt;
    if (code == GRAPHICS_EXT_FUNC_CODE && block && block[0] >= 4 && (block[1] & 1))
      first.transparent = block[4];
    while (block)
      if (DGifGetExtensionNext(gif, &block) == GIF_ERROR) return std::nullopt;
  }
  if (DGifGetImageDesc(gif) == GIF_ERROR) return std::nullopt;
  const auto& frame = gif->Image;
  first.canvas = {std::max(gif->SWidth, frame.Left + frame.Width),
                  std::max(gif->SHeight, frame.Top + frame.Height)};
  return first;
}

Gif openGif(Bytes& rest) {
  int ignored = 0;
  return Gif(DGifOpen(&rest, onRead, &ignored));
}

/// The screen row of every row of an interlaced frame, in the order of the file.
std::vector<int> rowOrder(int height, bool interlaced) {
  std::vector<int> order;
  order.reserve(std::size_t(height));
  if (!interlaced) {
    for (int y = 0; y < height; ++y) order.push_back(y);
    return order;
  }
  constexpr std::array<std::array<int, 2>, 4> kPasses{{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
  for (const auto& [start, step] : kPasses)
    for (int y = start; y < height; y += step) order.push_back(y);
  return order;
}

}  // namespace

bool sniffGif(Bytes bytes) {
  const ByteReader in(bytes);
  return in.matches(0, "GIF87a") || in.matches(0, "GIF89a");
}

Result<PictureSize> gifHeader(Bytes bytes) {
  const auto gif = openGif(bytes);
  if (!gif) return damaged("GIF", "its header cannot be read");
  const auto first = findFirstFrame(gif.get());
  if (!first) return damaged("GIF", "it has no frame");
  return first->canvas;
}

Result<Raster> decodeGif(Bytes bytes, const Wanted&) {
  const auto gif = openGif(bytes);
  if (!gif) return damaged("GIF", "its header cannot be read");
  const auto first = findFirstFrame(gif.get());
  if (!first) return damaged("GIF", "it has no frame");
  CALOTYPE_CHECK(checkSize("GIF", first->canvas.width, first->canvas.height));
  const auto& frame = gif->Image;
  CALOTYPE_CHECK(checkSize("GIF", frame.Width, frame.Height));
  const auto* palette = frame.ColorMap ? frame.ColorMap : gif->SColorMap;
  if (!palette) return damaged("GIF", "it has no palette");

  const auto colour = [&](int index) {
    return index < palette->ColorCount ? palette->Colors[index] : GifColorType{0, 0, 0};
  };
  Raster raster;
  raster.allocate(first->canvas.width, first->canvas.height, Raster::Kind::Rgb);
  const auto outside = colour(first->transparent.value_or(gif->SBackGroundColor));
  for (std::size_t i = 0; i < raster.samples.size(); i += 3) {
    raster.samples[i] = outside.Red;
    raster.samples[i + 1] = outside.Green;
    raster.samples[i + 2] = outside.Blue;
  }
  std::vector<GifPixelType> line(std::size_t(frame.Width));
  bool any = false;
  for (const int y : rowOrder(frame.Height, frame.Interlace)) {
    if (DGifGetLine(gif.get(), line.data(), frame.Width) == GIF_ERROR) break;
    any = true;
    auto* out = raster.row(frame.Top + y) + std::size_t(frame.Left) * 3;
    for (const auto index : line) {
      const auto entry = colour(index);
      *out++ = entry.Red;
      *out++ = entry.Green;
      *out++ = entry.Blue;
    }
  }
  if (!any) return damaged("GIF", "no row of pixels can be read");
  return raster;
}

}  // namespace calotype::catalog
