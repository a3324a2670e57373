// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/jpeg.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include <jpeglib.h>

#include <jerror.h>

namespace calotype::catalog {

namespace {

constexpr int kMaxScans = 500;  // a progressive picture has about ten; thousands cost minutes

struct Errors {
  jpeg_error_mgr base{};
  std::jmp_buf jump{};
  char message[JMSG_LENGTH_MAX] = {};
  bool nothingRead = false;  // the data ended before the first row
};

/// All that lives across a longjmp of libjpeg.
struct Job {
  jpeg_decompress_struct info{};
  Errors errors;
  jpeg_progress_mgr progress{};
  Raster raster;
  std::optional<Status> refused;  // our own reason to stop
  bool created = false;

  ~Job() {
    if (created) jpeg_destroy_decompress(&info);
  }
};

Errors& errorsOf(j_common_ptr info) {
  return *reinterpret_cast<Errors*>(info->err);  // base is its first member
}

[[noreturn]] void onError(j_common_ptr info) {
  auto& errors = errorsOf(info);
  errors.base.format_message(info, errors.message);
  std::longjmp(errors.jump, 1);
}

void onMessage(j_common_ptr info, int level) {
  auto& errors = errorsOf(info);
  if (level >= 0) return;
  ++errors.base.num_warnings;
  if (errors.base.msg_code != JWRN_JPEG_EOF || !info->is_decompressor) return;
  const auto* decoder = reinterpret_cast<j_decompress_ptr>(info);
  if (decoder->input_scan_number <= 1 && decoder->input_iMCU_row == 0) errors.nothingRead = true;
}

void onProgress(j_common_ptr info) {
  if (!info->is_decompressor) return;
  if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number <= kMaxScans) return;
  auto& errors = errorsOf(info);
  std::snprintf(errors.message, sizeof errors.message, "it has more than %d scans", kMaxScans);
  std::longjmp(errors.jump, 1);
}

/// The smallest n of n/8 whose output satisfies both edges; libjpeg rounds sizes up. Only 1, 2, 4
/// and 8: these have SIMD code, and the odd ones alias (an embedding's cosine to full size fell to
/// 0.966 at 7/8).
unsigned int scaleFor(unsigned int width, unsigned int height, const Wanted& wanted) {
  if (wanted.fullSize) return 8;
  for (unsigned int n = 1; n < 8; n *= 2) {
    const auto scaledWidth = (width * n + 7) / 8, scaledHeight = (height * n + 7) / 8;
    if (int(std::min(scaledWidth, scaledHeight)) >= wanted.shorterEdge &&
        int(std::max(scaledWidth, scaledHeight)) >= wanted.longerEdge)
      return n;
  }
  return 8;
}

void takeProfile(Job& job) {
  JOCTET* data = nullptr;
  unsigned int size = 0;
  if (!jpeg_read_icc_profile(&job.info, &data, &size)) return;
  if (size <= kMaxProfileBytes) {
    job.raster.profile.resize(size);
    std::memcpy(job.raster.profile.data(), data, size);
  }
  std::free(data);
}

/// False when libjpeg gave up; rows read until then are in the raster. No local has a destructor.
bool run(Job& job, Bytes bytes, const Wanted& wanted) {
  if (setjmp(job.errors.jump)) return false;
  jpeg_create_decompress(&job.info);
  job.created = true;
  job.progress.progress_monitor = onProgress;
  job.info.progress = &job.progress;
  jpeg_mem_src(&job.info, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_save_markers(&job.info, JPEG_APP0 + 2, 0xffff);
  jpeg_read_header(&job.info, TRUE);
  job.refused = checkSize("JPEG", job.info.image_width, job.info.image_height);
  if (!*job.refused) return false;
  job.refused.reset();
  takeProfile(job);

  auto kind = Raster::Kind::Rgb;
  job.info.out_color_space = JCS_RGB;
  if (job.info.jpeg_color_space == JCS_GRAYSCALE) {
    kind = Raster::Kind::Grey;
    job.info.out_color_space = JCS_GRAYSCALE;
  } else if (job.info.jpeg_color_space == JCS_CMYK || job.info.jpeg_color_space == JCS_YCCK) {
    kind = Raster::Kind::Cmyk;
    job.info.out_color_space = JCS_CMYK;
  }
  job.info.scale_num = scaleFor(job.info.image_width, job.info.image_height, wanted);
  job.info.scale_denom = 8;
  jpeg_calc_output_dimensions(&job.info);
  job.raster.allocate(int(job.info.output_width), int(job.info.output_height), kind);
  jpeg_start_decompress(&job.info);
  while (job.info.output_scanline < job.info.output_height) {
    JSAMPROW row = job.raster.row(int(job.info.output_scanline));
    jpeg_read_scanlines(&job.info, &row, 1);
  }
  return true;
}

/// Where the first marker at or after `at` lies (at its 0xff), skipping what is between.
std::optional<std::size_t> nextMarker(const ByteReader& in, std::size_t at) {
  for (; at + 1 < in.size(); ++at)
    if (in.u8(at) == 0xff && in.u8(at + 1) != 0xff && in.u8(at + 1) != 0) return at;
  return std::nullopt;
}

bool standsAlone(std::uint8_t marker) {
  return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

}  // namespace

bool sniffJpeg(Bytes bytes) {
  return ByteReader(bytes).matches(0, "\xff\xd8\xff");
}

Result<PictureSize> jpegHeader(Bytes bytes) {
  const ByteReader in(bytes, true);
  std::size_t at = 2;
  while (const auto marker = nextMarker(in, at)) {
    const auto code = in.u8(*marker + 1);
    at = *marker + 2;
    if (standsAlone(code)) continue;
    if (code == 0xd9 || code == 0xda) break;
    const bool frame = code >= 0xc0 && code <= 0xcf && code != 0xc4 && code != 0xc8 && code != 0xcc;
    if (frame && in.has(at, 7)) return PictureSize{in.u16(at + 5), in.u16(at + 3)};
    at += std::max<std::size_t>(in.u16(at), 2);
  }
  return damaged("JPEG", "it has no frame header");
}

Result<Raster> decodeJpeg(Bytes bytes, const Wanted& wanted) {
  Job job;
  job.info.err = jpeg_std_error(&job.errors.base);
  job.errors.base.error_exit = onError;
  job.errors.base.emit_message = onMessage;
  const bool whole = run(job, bytes, wanted);
  if (job.refused) return tl::make_unexpected(job.refused->error());
  const auto code = job.errors.base.msg_code;
  if (!whole && code == JERR_OUT_OF_MEMORY) return needsTooMuchMemory("JPEG");
  if (!whole && code == JERR_BAD_PRECISION)
    return fail(Code::Unsupported,
                "The JPEG picture has more than 8 bits a sample, which this version cannot show; "
                "save a copy with 8 bits.");
  if (!whole && (job.info.output_scanline == 0 || job.raster.samples.empty()))
    return damaged("JPEG", job.errors.message);
  if (job.errors.nothingRead) return damaged("JPEG", "it ends before the first row of pixels");
  // Pictures with four inks are stored inverted by custom (Adobe's), with or without its marker.
  if (job.raster.kind == Raster::Kind::Cmyk)
    for (auto& sample : job.raster.samples) sample = std::uint8_t(255 - sample);
  return std::move(job.raster);
}

Bytes jpegScanData(Bytes bytes) {
  const ByteReader in(bytes, true);
  std::size_t at = 2;
  std::optional<std::size_t> start;
  while (const auto marker = nextMarker(in, at)) {
    const auto code = in.u8(*marker + 1);
    at = *marker + 2;
    if (code == 0xd9 && start) return bytes.subspan(*start, at - *start);
    if (standsAlone(code) || code == 0xd9) continue;
    if (code == 0xda && !start) start = *marker;
    at += std::max<std::size_t>(in.u16(at), 2);
  }
  return start ? bytes.subspan(*start) : Bytes{};
}

}  // namespace calotype::catalog
