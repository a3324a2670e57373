// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/raw.h"

#include <libraw/libraw.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>

#include "catalog/decode/exhaustion.h"
#include "catalog/decode/jpeg.h"

namespace calotype::catalog {

namespace {

constexpr const char* kName = "RAW";
constexpr int kSmallPreview = 480;  // longer edge in pixels; smaller ones are the last resort
constexpr unsigned kMostRawMegabytes = 512;
constexpr int kEightBits = 8, kSrgb = 1, kNoTurn = 0;

struct FreePicture {
  void operator()(libraw_processed_image_t* picture) const { LibRaw::dcraw_clear_mem(picture); }
};
using Picture = std::unique_ptr<libraw_processed_image_t, FreePicture>;

Status accepted(int code) {
  if (code == LIBRAW_SUCCESS) return {};
  if (code == LIBRAW_UNSUFFICIENT_MEMORY || code == LIBRAW_TOO_BIG)
    return needsTooMuchMemory(kName);
  if (code == LIBRAW_FILE_UNSUPPORTED)
    return fail(Code::Unsupported, "This camera's raw pictures are not known here.");
  return damaged(kName, LibRaw::strerror(code));
}

Result<Raster> rasterOf(const libraw_processed_image_t& picture) {
  CALOTYPE_CHECK(checkSize(kName, picture.width, picture.height));
  const bool grey = picture.colors == 1;
  if (picture.type != LIBRAW_IMAGE_BITMAP || picture.bits != kEightBits ||
      (picture.colors != 1 && picture.colors != 3))
    return fail(Code::Unsupported, "The raw picture has a layout that is not known here.");
  Raster raster;
  raster.allocate(picture.width, picture.height, grey ? Raster::Kind::Grey : Raster::Kind::Rgb);
  if (picture.data_size < raster.samples.size()) return damaged(kName, "its pixels end too early");
  std::memcpy(raster.samples.data(), picture.data, raster.samples.size());
  return raster;
}

class RawFile {
 public:
  /// `bytes` must outlive it.
  Status open(Bytes bytes) {
    bytes_ = bytes.size();
    raw_->set_dataerror_handler(nullptr, nullptr);  // it would print
    raw_->imgdata.params.max_raw_memory_mb = kMostRawMegabytes;
    // LibRaw's interface takes a buffer that it does not write to.
    return accepted(raw_->open_buffer(const_cast<std::byte*>(bytes.data()), bytes.size()));
  }

  Result<Raster> preview(const Wanted& wanted) {
    CALOTYPE_CHECK(accepted(raw_->unpack_thumb()));
    int code = LIBRAW_SUCCESS;
    const Picture picture(raw_->dcraw_make_mem_thumb(&code));
    CALOTYPE_CHECK(accepted(code));
    if (!picture) return damaged(kName, "its preview cannot be read");
    if (picture->type != LIBRAW_IMAGE_JPEG) return rasterOf(*picture);
    const Bytes jpeg{reinterpret_cast<const std::byte*>(picture->data), picture->data_size};
    CALOTYPE_TRY(const auto size, jpegHeader(jpeg));
    CALOTYPE_CHECK(checkSize(kName, size.width, size.height));
    return decodeJpeg(jpeg, wanted);
  }

  Result<Raster> sensor() {
    auto& params = raw_->imgdata.params;
    params.half_size = 1;
    params.use_camera_wb = 1;
    params.output_bps = kEightBits;
    params.output_color = kSrgb;
    params.user_flip = kNoTurn;
    // LibRaw makes noise of what it does not find.
    const auto at = raw_->get_internal_data_pointer()->unpacker_data.data_offset;
    if (at < 0 || std::size_t(at) >= bytes_)
      return damaged(kName, "its picture data is not in the file");
    const auto& sizes = raw_->imgdata.sizes;
    CALOTYPE_CHECK(checkSize(kName, sizes.raw_width, sizes.raw_height));
    CALOTYPE_CHECK(accepted(raw_->unpack()));
    CALOTYPE_CHECK(accepted(raw_->dcraw_process()));
    int code = LIBRAW_SUCCESS;
    const Picture picture(raw_->dcraw_make_mem_image(&code));
    CALOTYPE_CHECK(accepted(code));
    if (!picture) return damaged(kName, "its pixels cannot be read");
    return rasterOf(*picture);
  }

 private:
  std::size_t bytes_ = 0;                                     // of the file
  std::unique_ptr<LibRaw> raw_ = std::make_unique<LibRaw>();  // too large for a stack
};

}  // namespace

Result<Raster> decodeRaw(Bytes bytes, const Wanted& wanted) {
  try {
    RawFile raw;
    CALOTYPE_CHECK(raw.open(bytes));
    auto preview = raw.preview(wanted);
    if (preview && std::max(preview->width, preview->height) >= kSmallPreview) return preview;
    auto sensor = raw.sensor();
    if (sensor) return sensor;
    return preview ? std::move(preview) : std::move(sensor);
  } catch (const std::bad_alloc&) {
    memoryRanOut() = true;
    return needsTooMuchMemory(kName);
  } catch (const LibRaw_exceptions&) {
    return damaged(kName, "it breaks its own format");
  }
}

}  // namespace calotype::catalog
