// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/thumbnails.h"

#include <csetjmp>
#include <cstdio>
#include <utility>

#include "catalog/pipeline/clock.h"
#include "model/base/log.h"

// jpeglib.h needs <cstdio> before it.
#include <jpeglib.h>

namespace calotype::catalog {
namespace {

constexpr int kQuality = 85;

/// libjpeg's error handler must not return; it jumps back into compress().
struct Failed {
  jpeg_error_mgr base;
  std::jmp_buf back;
};

[[noreturn]] void jumpBack(j_common_ptr jpeg) {
  std::longjmp(reinterpret_cast<Failed*>(jpeg->err)->back, 1);
}

void keepSilent(j_common_ptr) {}

/// What a 4:2:0 JPEG of this size can take at most: 3 bytes a pixel of whole 16 x 16 blocks, and
/// the headers.
std::size_t bound(const Rgb8& picture) {
  const auto whole = [](int side) { return (std::size_t(side) + 15) / 16 * 16; };
  return whole(picture.width) * whole(picture.height) * 3 + 2048;
}

/// Nothing in here has a destructor, so that a jump skips none. False when libjpeg gave up.
bool compress(const Rgb8& picture, unsigned char* bytes, unsigned long* size) {
  jpeg_compress_struct jpeg;
  Failed failed;
  jpeg.err = jpeg_std_error(&failed.base);
  failed.base.error_exit = jumpBack;
  failed.base.output_message = keepSilent;
  if (setjmp(failed.back) != 0) {
    jpeg_destroy_compress(&jpeg);
    return false;
  }
  jpeg_create_compress(&jpeg);
  jpeg_mem_dest(&jpeg, &bytes, size);  // stays in it: it is large enough
  jpeg.image_width = JDIMENSION(picture.width);
  jpeg.image_height = JDIMENSION(picture.height);
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults(&jpeg);  // sets 4:2:0
  jpeg_set_quality(&jpeg, kQuality, TRUE);
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    JSAMPROW row = const_cast<JSAMPROW>(picture.row(int(jpeg.next_scanline)));
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  return true;
}

}  // namespace

Result<std::string> encodeThumbnail(const Rgb8& picture) {
  if (picture.width < 1 || picture.height < 1 ||
      picture.pixels.size() != picture.stride() * std::size_t(picture.height))
    return fail(Code::Internal, "A thumbnail without pixels cannot be written.");
  std::string bytes(bound(picture), '\0');
  unsigned long size = bytes.size();
  if (!compress(picture, reinterpret_cast<unsigned char*>(bytes.data()), &size))
    return fail(Code::OutOfMemory, "A thumbnail could not be written as JPEG.");
  bytes.resize(size);
  bytes.shrink_to_fit();
  return bytes;
}

Thumbnails::Thumbnails(const fs::path& file) : store_(ThumbnailStore::open(file)) {
  if (!store_)
    logFor("catalog").warn("thumbnails cannot be kept ({})", codeName(store_.error().code));
}

std::optional<std::string> Thumbnails::find(const Sha256& content) {
  const std::scoped_lock lock(mutex_);
  if (!store_) return std::nullopt;
  auto found = store_->find(content, kThumbnailEdge, nowMs());
  return found ? std::move(*found) : std::nullopt;
}

Status Thumbnails::forget(std::span<const Sha256> contents) {
  const std::scoped_lock lock(mutex_);
  return store_ ? store_->forget(contents) : Status();
}

Status Thumbnails::put(const Sha256& content, std::string_view jpeg) {
  const std::scoped_lock lock(mutex_);
  if (!store_) return tl::make_unexpected(store_.error());
  return store_->put(content, kThumbnailEdge, jpeg, nowMs());
}

}  // namespace calotype::catalog
