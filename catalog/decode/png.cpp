// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/png.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstring>

#include <png.h>

namespace calotype::catalog {

namespace {

/// All that lives across a longjmp of libpng.
struct Job {
  png_structp png = nullptr;
  png_infop info = nullptr;
  Bytes rest;
  Raster raster;
  int rowsRead = 0;  // of the first pass
  char message[128] = {};

  ~Job() { png_destroy_read_struct(&png, &info, nullptr); }
};

[[noreturn]] void onError(png_structp png, png_const_charp message) {
  auto& job = *static_cast<Job*>(png_get_error_ptr(png));
  std::snprintf(job.message, sizeof job.message, "%s", message);
  png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {}

void onRead(png_structp png, png_bytep out, std::size_t count) {
  auto& job = *static_cast<Job*>(png_get_io_ptr(png));
  if (count > job.rest.size()) png_error(png, "it ends too early");
  std::memcpy(out, job.rest.data(), count);
  job.rest = job.rest.subspan(count);
}

void takeProfile(Job& job) {
  png_charp name = nullptr;
  int compression = 0;
  png_bytep data = nullptr;
  png_uint_32 size = 0;
  if (!png_get_iCCP(job.png, job.info, &name, &compression, &data, &size)) return;
  if (size > kMaxProfileBytes) return;
  job.raster.profile.resize(size);
  std::memcpy(job.raster.profile.data(), data, size);
}

void setTransformations(Job& job, Raster::Kind& kind) {
  const auto colour = png_get_color_type(job.png, job.info);
  kind = (colour & PNG_COLOR_MASK_COLOR) ? Raster::Kind::Rgb : Raster::Kind::Grey;
  if (colour == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(job.png);
  if (colour == PNG_COLOR_TYPE_GRAY && png_get_bit_depth(job.png, job.info) < 8)
    png_set_expand_gray_1_2_4_to_8(job.png);
  png_set_strip_16(job.png);
  png_set_strip_alpha(job.png);
}

/// False when libpng gave up; rows read until then are in the raster. No local has a destructor.
bool run(Job& job) {
  if (setjmp(png_jmpbuf(job.png))) return false;
  png_set_user_limits(job.png, kMaxEdge, kMaxEdge);
  png_set_chunk_malloc_max(job.png, kMaxProfileBytes);
  // A wrong checksum is not a reason to hide a picture whose data can still be unpacked.
  png_set_crc_action(job.png, PNG_CRC_QUIET_USE, PNG_CRC_WARN_DISCARD);
  static const png_byte kText[] = "tEXt\0zTXt\0iTXt\0eXIf";
  png_set_keep_unknown_chunks(job.png, PNG_HANDLE_CHUNK_NEVER, kText, 4);
  png_set_read_fn(job.png, &job, onRead);
  png_read_info(job.png, job.info);
  takeProfile(job);
  Raster::Kind kind = Raster::Kind::Rgb;
  setTransformations(job, kind);
  const int passes = png_set_interlace_handling(job.png);
  png_read_update_info(job.png, job.info);
  job.raster.allocate(int(png_get_image_width(job.png, job.info)),
                      int(png_get_image_height(job.png, job.info)), kind);
  if (png_get_rowbytes(job.png, job.info) != job.raster.stride())
    png_error(job.png, "its rows have an unexpected length");
  for (int pass = 0; pass < passes; ++pass)
    for (int y = 0; y < job.raster.height; ++y) {
      // The display form fills the blocks of an early pass, so that a cut picture looks whole.
      png_read_row(job.png, nullptr, job.raster.row(y));
      if (pass == 0) job.rowsRead = y + 1;
    }
  return true;
}

/// Every chunk up to IEND with its type; what a damaged file cuts off is left out.
template <class Visit>
void forEachChunk(Bytes bytes, Visit visit) {
  const ByteReader in(bytes, true);
  for (std::size_t at = 8; in.has(at, 8);) {
    const std::size_t length = in.u32(at);
    const std::size_t rest = in.size() - at - 8;
    const auto type = bytes.subspan(at + 4, 4);
    visit(std::string_view(reinterpret_cast<const char*>(type.data()), type.size()),
          bytes.subspan(at + 8, std::min(length, rest)));
    if (in.matches(at + 4, "IEND") || length > rest) return;
    at += 8 + length + 4;
  }
}

}  // namespace

bool sniffPng(Bytes bytes) {
  return ByteReader(bytes).matches(0, "\x89PNG\r\n\x1a\n");
}

Result<PictureSize> pngHeader(Bytes bytes) {
  const ByteReader in(bytes, true);
  if (!in.matches(12, "IHDR") || !in.has(16, 8)) return damaged("PNG", "it has no header");
  constexpr std::uint32_t kMost = 0x7fffffff;
  return PictureSize{int(std::min(in.u32(16), kMost)), int(std::min(in.u32(20), kMost))};
}

Result<Raster> decodePng(Bytes bytes, const Wanted&) {
  CALOTYPE_TRY(const auto size, pngHeader(bytes));
  CALOTYPE_CHECK(checkSize("PNG", size.width, size.height));
  Job job;
  job.rest = bytes;
  job.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &job, onError, onWarning);
  if (job.png) job.info = png_create_info_struct(job.png);
  if (!job.info) return needsTooMuchMemory("PNG");
  if (!run(job) && job.rowsRead == 0) return damaged("PNG", job.message);
  return std::move(job.raster);
}

void forEachPngPictureChunk(Bytes bytes, const std::function<void(Bytes)>& visit) {
  forEachChunk(bytes, [&](std::string_view type, Bytes contents) {
    if (type == "IHDR" || type == "PLTE" || type == "tRNS" || type == "IDAT") visit(contents);
  });
}

Bytes pngExif(Bytes bytes) {
  Bytes exif;
  forEachChunk(bytes, [&](std::string_view type, Bytes contents) {
    if (type == "eXIf") exif = contents;
  });
  return exif;
}

}  // namespace calotype::catalog
