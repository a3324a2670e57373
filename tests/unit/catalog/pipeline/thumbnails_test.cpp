// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/thumbnails.h"

#include <gtest/gtest.h>
// jpeglib.h needs <cstdio> before it.
#include <jpeglib.h>
#include <cstdio>

#include <cstdlib>
#include <vector>

#include "tests/support/painted_photo.h"
#include "tests/support/temporary_folder.h"

namespace calotype::catalog {
namespace {

/// Only for JPEGs that were just written here; a bad one ends the program.
Rgb8 decodeOwn(const std::string& jpeg, int& sampling) {
  jpeg_decompress_struct reader;
  jpeg_error_mgr errors;
  reader.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&reader);
  jpeg_mem_src(&reader, reinterpret_cast<const unsigned char*>(jpeg.data()), jpeg.size());
  jpeg_read_header(&reader, TRUE);
  sampling = reader.comp_info[0].h_samp_factor * reader.comp_info[0].v_samp_factor;
  jpeg_start_decompress(&reader);
  Rgb8 picture(int(reader.output_width), int(reader.output_height));
  while (reader.output_scanline < reader.output_height) {
    JSAMPROW row = picture.row(int(reader.output_scanline));
    jpeg_read_scanlines(&reader, &row, 1);
  }
  jpeg_finish_decompress(&reader);
  jpeg_destroy_decompress(&reader);
  return picture;
}

double meanDifference(const Rgb8& a, const Rgb8& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) sum += std::abs(a.pixels[i] - b.pixels[i]);
  return sum / double(a.pixels.size());
}

TEST(ThumbnailTest, AJpegShowsThePictureItWasMadeOf) {
  for (const auto& [width, height] : {std::pair(512, 341), {1, 1}, {17, 512}}) {
    const auto picture = test::paintPhoto(7, width, height);
    const auto jpeg = encodeThumbnail(picture);
    ASSERT_TRUE(jpeg) << jpeg.error().message;
    int sampling = 0;
    const auto back = decodeOwn(*jpeg, sampling);
    ASSERT_EQ(back.width, width);
    ASSERT_EQ(back.height, height);
    EXPECT_EQ(sampling, 4);  // 4:2:0
    EXPECT_LT(meanDifference(picture, back), 12);
  }
}

TEST(ThumbnailTest, NoiseFitsIntoTheRoomThatIsSetAside) {
  Rgb8 noise(511, 509);
  std::uint32_t state = 1;
  for (auto& value : noise.pixels)
    value = std::uint8_t((state = state * 1664525 + 1013904223) >> 24);
  EXPECT_TRUE(encodeThumbnail(noise));
}

TEST(ThumbnailTest, NoPixelsAreAnError) {
  EXPECT_FALSE(encodeThumbnail({}));
  Rgb8 lying(10, 10);
  lying.height = 11;
  EXPECT_FALSE(encodeThumbnail(lying));
}

TEST(ThumbnailsTest, WhatWasPutIsFoundAgainByAnotherInstance) {
  test::TemporaryFolder folder;
  const Sha256 content{1, 2, 3};
  {
    Thumbnails thumbnails(folder.path() / "thumbnails.db");
    EXPECT_FALSE(thumbnails.has(content));
    ASSERT_TRUE(thumbnails.put(content, "jpeg"));
  }
  Thumbnails thumbnails(folder.path() / "thumbnails.db");
  EXPECT_EQ(thumbnails.find(content), "jpeg");
  EXPECT_FALSE(thumbnails.has(Sha256{4}));
}

TEST(ThumbnailsTest, WithoutAFileEverythingIsAMiss) {
  Thumbnails thumbnails("/proc/no/such/folder/thumbnails.db");
  EXPECT_FALSE(thumbnails.put({}, "jpeg"));
  EXPECT_FALSE(thumbnails.has({}));
}

}  // namespace
}  // namespace calotype::catalog
