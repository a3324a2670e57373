// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/jxl.h"

#include <jxl/decode.h>
#include <jxl/decode_cxx.h>

namespace calotype::catalog {

namespace {

constexpr const char* kName = "JXL";
/// libjxl computes in float32, several planes at once, and says no more than "error" when the
/// process may not have them.
constexpr std::int64_t kMemoryIsLikelyPixels = 25'000'000;

/// One pass over a file, up to the first frame. The decoder runs on this thread alone: it was given
/// no other. It is not told that the input ends, for then a cut picture would be an error and not
/// what there is of it.
class JxlReader {
 public:
  explicit JxlReader(Bytes bytes) : decoder_(JxlDecoderMake(nullptr)) {
    JxlDecoderSetKeepOrientation(get(), JXL_TRUE);
    JxlDecoderSubscribeEvents(get(),
                              JXL_DEC_BASIC_INFO | JXL_DEC_COLOR_ENCODING | JXL_DEC_FULL_IMAGE);
    JxlDecoderSetInput(get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }

  Result<PictureSize> header() {
    if (JxlDecoderProcessInput(get()) != JXL_DEC_BASIC_INFO ||
        JxlDecoderGetBasicInfo(get(), &info_) != JXL_DEC_SUCCESS)
      return damaged(kName, "its header cannot be read");
    CALOTYPE_CHECK(checkSize(kName, info_.xsize, info_.ysize));
    return PictureSize{int(info_.xsize), int(info_.ysize), int(info_.orientation)};
  }

  Result<Raster> pixels() {
    Raster raster;
    for (bool asked = false;;) {
      switch (JxlDecoderProcessInput(get())) {
        case JXL_DEC_COLOR_ENCODING:
          readProfile(raster);
          break;
        case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
          if (!giveBuffer(raster)) return damaged(kName, "its pixels have an impossible size");
          asked = true;
          break;
        case JXL_DEC_FULL_IMAGE:
        case JXL_DEC_SUCCESS:
          if (!asked) return damaged(kName, "it has no frame");
          return raster;
        case JXL_DEC_NEED_MORE_INPUT:
          if (asked && JxlDecoderFlushImage(get()) == JXL_DEC_SUCCESS) return raster;
          return damaged(kName, "it ends before its first pixels");
        default:
          if (std::int64_t(info_.xsize) * info_.ysize > kMemoryIsLikelyPixels)
            return needsTooMuchMemory(kName);
          return damaged(kName, "its pixels cannot be read");
      }
    }
  }

 private:
  JxlDecoder* get() { return decoder_.get(); }

  JxlPixelFormat format() const {
    return {info_.num_color_channels == 1 ? 1U : 3U, JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};
  }

  bool giveBuffer(Raster& raster) {
    const auto wanted = format();
    raster.allocate(int(info_.xsize), int(info_.ysize),
                    wanted.num_channels == 1 ? Raster::Kind::Grey : Raster::Kind::Rgb);
    std::size_t size = 0;
    return JxlDecoderImageOutBufferSize(get(), &wanted, &size) == JXL_DEC_SUCCESS &&
           size == raster.samples.size() &&
           JxlDecoderSetImageOutBuffer(get(), &wanted, raster.samples.data(), size) ==
               JXL_DEC_SUCCESS;
  }

  /// Of the pixels as they will be given: sRGB if the decoder has the choice, else the picture's.
  void readProfile(Raster& raster) {
    JxlColorEncoding srgb{};
    srgb.color_space = info_.num_color_channels == 1 ? JXL_COLOR_SPACE_GRAY : JXL_COLOR_SPACE_RGB;
    srgb.white_point = JXL_WHITE_POINT_D65;
    srgb.primaries = JXL_PRIMARIES_SRGB;
    srgb.transfer_function = JXL_TRANSFER_FUNCTION_SRGB;
    srgb.rendering_intent = JXL_RENDERING_INTENT_PERCEPTUAL;
    JxlDecoderSetPreferredColorProfile(get(), &srgb);
    const auto wanted = format();
    std::size_t size = 0;
    if (JxlDecoderGetICCProfileSize(get(), &wanted, JXL_COLOR_PROFILE_TARGET_DATA, &size) !=
            JXL_DEC_SUCCESS ||
        size > kMaxProfileBytes)
      return;
    raster.profile.resize(size);
    if (JxlDecoderGetColorAsICCProfile(get(), &wanted, JXL_COLOR_PROFILE_TARGET_DATA,
                                       reinterpret_cast<std::uint8_t*>(raster.profile.data()),
                                       size) != JXL_DEC_SUCCESS)
      raster.profile.clear();
  }

  JxlDecoderPtr decoder_;
  JxlBasicInfo info_{};
};

}  // namespace

Result<PictureSize> jxlHeader(Bytes bytes) {
  return JxlReader(bytes).header();
}

Result<Raster> decodeJxl(Bytes bytes, const Wanted&) {
  JxlReader reader(bytes);
  CALOTYPE_CHECK(reader.header().map([](auto&&) {}));
  return reader.pixels();
}

}  // namespace calotype::catalog
