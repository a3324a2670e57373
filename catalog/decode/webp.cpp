// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/webp.h"

#include <algorithm>
#include <memory>

#include <webp/decode.h>
#include <webp/demux.h>

namespace calotype::catalog {

namespace {

struct DeleteDemuxer {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
};
struct DeleteDecoder {
  void operator()(WebPIDecoder* decoder) const { WebPIDelete(decoder); }
};

Bytes bytesOf(const WebPData& data) {
  return {reinterpret_cast<const std::byte*>(data.bytes), data.size};
}

/// Decodes one frame's bitstream into `canvas`, at the frame's place. Returns the rows that came.
int decodeFrame(const WebPIterator& frame, Raster& canvas) {
  Raster pixels;
  pixels.allocate(frame.width, frame.height, Raster::Kind::Rgb);
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) return 0;
  config.output.colorspace = MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = pixels.samples.data();
  config.output.u.RGBA.stride = int(pixels.stride());
  config.output.u.RGBA.size = pixels.samples.size();
  const std::unique_ptr<WebPIDecoder, DeleteDecoder> decoder(WebPIDecode(nullptr, 0, &config));
  if (!decoder) return 0;
  WebPIAppend(decoder.get(), frame.fragment.bytes, frame.fragment.size);
  int lastRow = 0;
  WebPIDecGetRGB(decoder.get(), &lastRow, nullptr, nullptr, nullptr);
  const int rows = std::clamp(lastRow, 0, std::min(frame.height, canvas.height - frame.y_offset));
  const int columns = std::min(frame.width, canvas.width - frame.x_offset);
  if (rows == 0 || columns <= 0) return 0;
  for (int y = 0; y < rows; ++y)
    std::copy_n(pixels.row(y), std::size_t(columns) * 3,
                canvas.row(y + frame.y_offset) + std::size_t(frame.x_offset) * 3);
  return rows;
}

}  // namespace

bool sniffWebp(Bytes bytes) {
  const ByteReader in(bytes);
  return in.matches(0, "RIFF") && in.matches(8, "WEBP");
}

Result<PictureSize> webpHeader(Bytes bytes) {
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
                      &features) != VP8_STATUS_OK)
    return damaged("WEBP", "its header cannot be read");
  return PictureSize{features.width, features.height};
}

Result<Raster> decodeWebp(Bytes bytes, const Wanted&) {
  CALOTYPE_TRY(const auto size, webpHeader(bytes));
  CALOTYPE_CHECK(checkSize("WEBP", size.width, size.height));
  const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
  const std::unique_ptr<WebPDemuxer, DeleteDemuxer> demuxer(WebPDemuxPartial(&data, &state));
  if (!demuxer) return damaged("WEBP", "its parts cannot be told apart");

  Raster raster;
  WebPChunkIterator chunk{};
  if (WebPDemuxGetChunk(demuxer.get(), "ICCP", 1, &chunk)) {
    const auto profile = bytesOf(chunk.chunk);
    if (profile.size() <= kMaxProfileBytes) raster.profile.assign(profile.begin(), profile.end());
    WebPDemuxReleaseChunkIterator(&chunk);
  }
  WebPIterator frame{};
  if (!WebPDemuxGetFrame(demuxer.get(), 1, &frame)) return damaged("WEBP", "it has no frame");
  if (frame.width <= 0 || frame.height <= 0 || frame.x_offset < 0 || frame.y_offset < 0 ||
      frame.width > kMaxEdge || frame.height > kMaxEdge) {
    WebPDemuxReleaseIterator(&frame);
    return damaged("WEBP", "its frame has an impossible size");
  }
  raster.allocate(size.width, size.height, Raster::Kind::Rgb);
  const int rows = decodeFrame(frame, raster);
  WebPDemuxReleaseIterator(&frame);
  if (rows == 0) return damaged("WEBP", "no row of pixels can be read");
  return raster;
}

}  // namespace calotype::catalog
