// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/picture_file.h"

#include <png.h>

#include <cstdio>
#include <cstring>
#include <string_view>

#include <jpeglib.h>

namespace calotype::test {

namespace {

/// The orientation (1 to 8) in the Exif of an APP1 segment; 1 if there is none.
int orientationOf(std::string_view exif) {
  if (!exif.starts_with(std::string_view("Exif\0\0", 6))) return 1;
  const auto tiff = exif.substr(6);
  const bool little = tiff.starts_with("II");
  const auto number = [&](std::size_t at, std::size_t bytes) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < bytes && at + i < tiff.size(); ++i) {
      const auto shift = 8 * (little ? i : bytes - 1 - i);
      value |= std::size_t(std::uint8_t(tiff[at + i])) << shift;
    }
    return value;
  };
  const auto directory = number(4, 4);
  for (std::size_t i = 0; i < number(directory, 2); ++i) {
    const auto entry = directory + 2 + 12 * i;
    if (number(entry, 2) == 0x112) return int(number(entry + 8, 2));
  }
  return 1;
}

Rgb8 turned(const Rgb8& picture, int orientation) {
  if (orientation <= 1 || orientation > 8) return picture;
  const bool swapped = orientation >= 5;
  Rgb8 result(swapped ? picture.height : picture.width, swapped ? picture.width : picture.height);
  for (int y = 0; y < result.height; ++y) {
    for (int x = 0; x < result.width; ++x) {
      int column = swapped ? y : x, row = swapped ? x : y;
      if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
        column = picture.width - 1 - column;
      if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
        row = picture.height - 1 - row;
      std::memcpy(result.row(y) + 3 * x, picture.row(row) + 3 * column, 3);
    }
  }
  return result;
}

Rgb8 readJpeg(const std::string& bytes) {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&jpeg);
  jpeg_save_markers(&jpeg, JPEG_APP0 + 1, 0xffff);
  jpeg_mem_src(&jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_read_header(&jpeg, TRUE);
  int orientation = 1;
  for (const auto* marker = jpeg.marker_list; marker != nullptr; marker = marker->next)
    orientation = std::max(orientation, orientationOf({reinterpret_cast<const char*>(marker->data),
                                                       std::size_t(marker->data_length)}));
  jpeg.out_color_space = JCS_RGB;
  jpeg_start_decompress(&jpeg);
  Rgb8 picture(int(jpeg.output_width), int(jpeg.output_height));
  while (jpeg.output_scanline < jpeg.output_height) {
    auto* row = picture.row(int(jpeg.output_scanline));
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_decompress(&jpeg);
  jpeg_destroy_decompress(&jpeg);
  return turned(picture, orientation);
}

Rgb8 readPng(const std::string& bytes) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0) return {};
  // With alpha asked for, libpng does not blend; the alpha is dropped below.
  png.format = PNG_FORMAT_RGBA;
  std::vector<std::uint8_t> pixels(PNG_IMAGE_SIZE(png));
  if (png_image_finish_read(&png, nullptr, pixels.data(), 0, nullptr) == 0) return {};
  Rgb8 picture(int(png.width), int(png.height));
  for (std::size_t i = 0; i < picture.pixels.size() / 3; ++i)
    std::memcpy(picture.pixels.data() + 3 * i, pixels.data() + 4 * i, 3);
  return picture;
}

}  // namespace

Rgb8 readPicture(const fs::path& path) {
  const auto bytes = readFile(path, std::uint64_t(256) << 20);
  if (!bytes) return {};
  return bytes->starts_with("\xff\xd8") ? readJpeg(*bytes) : readPng(*bytes);
}

}  // namespace calotype::test
