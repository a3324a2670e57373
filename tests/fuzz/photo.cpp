// SPDX-License-Identifier: GPL-3.0-or-later
// Every codec of the table and Exiv2, behind the one function that the decoder process calls.
#include "catalog/decode/photo.h"

#include <cstdlib>

#include "catalog/decode/metadata.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/painted_photo.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  std::vector<std::string> all{test::encodeJpeg(test::paintPhoto(1, 40, 30))};
  for (const char* picture : {"a_gradient.jpg", "b_orientation6.jpg", "c_alpha.png",
                              "f_writing_palette.png", "g_noise_20x30.png"})
    if (auto file =
            readFile(fs::path(CALOTYPE_SOURCE) / "tests/data/reference/images" / picture, 1 << 20))
      all.push_back(std::move(*file));
  all.push_back(
      std::string("BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\2\0\0\0\2\0\0\0\1\0\x18\0", 30) +
      std::string(40, '\0'));
  all.push_back(std::string(
      "GIF89a\2\0\2\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\2\0\2\0\0\2\2\x44\x01\0;", 36));
  all.push_back(
      std::string("II*\0\x08\0\0\0\x03\0\0\x01\x03\0\1\0\0\0\2\0\0\0\x01\x01\x03\0\1\0\0\0\2\0\0\0",
                  34) +
      std::string(30, '\0'));
  all.push_back(std::string(
      "RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0", 34));
  return all;
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype::catalog;
  [[maybe_unused]] static const bool ready = (prepareMetadata(), true);
  // A claim of many pixels costs time, not safety; the limits have tests of their own.
  constexpr std::size_t kMost = 1 << 16;
  if (size > kMost) return 0;
  DecodeRequest request;
  request.metadata = request.pixelHash = true;
  request.thumbnailEdge = 64;
  request.crop = calotype::model::TransformSpec{.size = 32, .mean = {}, .deviation = {1, 1, 1}};
  const auto decoded = decodePhoto(std::as_bytes(std::span(data, size)), request);
  if (decoded && decoded->crop.pixels.size() != 32u * 32 * 3) std::abort();
  return 0;
}
