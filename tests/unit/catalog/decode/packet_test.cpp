// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/packet.h"

#include <gtest/gtest.h>
#include <png.h>
#include <webp/encode.h>

#include <algorithm>
#include <random>
#include <span>

#include "catalog/decode/formats.h"
#include "tests/support/painted_photo.h"

namespace calotype::catalog {
namespace {

std::string textOf(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
Bytes bytesOf(const std::string& text) {
  return std::as_bytes(std::span(text));
}

/// A TIFF of 2 x 1 grey pixels, in either byte order.
std::string tinyTiff(bool big) {
  std::string file = big ? "MM" : "II";
  const auto number = [&](std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) file += char(value >> (8 * (big ? bytes - 1 - i : i)));
  };
  number(42, 2);
  number(10, 4);
  file += "\x10\xf0";
  const std::uint32_t entries[][3] = {{256, 3, 2}, {257, 3, 1}, {258, 3, 8},
                                      {259, 3, 1}, {262, 3, 1}, {273, 4, 8},
                                      {278, 3, 1}, {279, 4, 2}, {0x8769, 4, 0}};
  number(8, 2);
  for (const auto& [tag, type, value] : entries) {
    if (tag == 0x8769) break;
    number(tag, 2);
    number(type, 2);
    number(1, 4);
    number(value, type == 3 ? 2 : 4);
    if (type == 3) number(0, 2);
  }
  number(0, 4);
  return file;
}

std::string tinyPng(const Rgb8& picture) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = png_uint_32(picture.width);
  image.height = png_uint_32(picture.height);
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  png_image_write_to_memory(&image, nullptr, &size, 0, picture.pixels.data(), 0, nullptr);
  std::string file(size, '\0');
  png_image_write_to_memory(&image, file.data(), &size, 0, picture.pixels.data(), 0, nullptr);
  file.resize(size);
  return file;
}

std::string tinyWebp() {
  const auto picture = test::paintPhoto(5, 16, 12);
  std::uint8_t* bytes = nullptr;
  const auto size = WebPEncodeLosslessRGB(picture.pixels.data(), 16, 12, 48, &bytes);
  std::string file(reinterpret_cast<const char*>(bytes), size);
  WebPFree(bytes);
  return file;
}

struct Sample {
  const char* name;
  const PacketCodec& codec;
  std::string file;
};

std::vector<Sample> samples() {
  const auto picture = test::paintPhoto(5, 32, 24);
  return {{"JPEG", kJpegPacket, test::encodeJpeg(picture)},
          {"PNG", kPngPacket, tinyPng(picture)},
          {"TIFF", kTiffPacket, tinyTiff(false)},
          {"TIFF big", kTiffPacket, tinyTiff(true)},
          {"WebP", kWebpPacket, tinyWebp()}};
}

std::string packetOf(std::size_t size, char filling) {
  return "<?xpacket begin?>" + std::string(size, filling) + "<?xpacket end=\"w\"?>";
}

Rgb8 pixelsOf(const std::string& file) {
  const auto* const format = formatOf(bytesOf(file));
  EXPECT_NE(format, nullptr);
  const auto raster = format->decode(bytesOf(file), {true, 0, 0});
  EXPECT_TRUE(raster);
  Rgb8 pixels;
  if (raster) pixels.pixels.assign(raster->samples.begin(), raster->samples.end());
  return pixels;
}

TEST(PacketTest, WhatIsWrittenIsReadAndThePictureIsTheSame) {
  std::mt19937 random(3);
  for (const auto& sample : samples()) {
    EXPECT_EQ(sample.codec.read(bytesOf(sample.file)), "") << sample.name;
    auto file = sample.file;
    for (int round = 0; round < 40; ++round) {
      const auto packet = packetOf(random() % 3000, char('a' + round % 26));
      const auto written = sample.codec.write(bytesOf(file), packet);
      ASSERT_TRUE(written) << sample.name << written.error().message;
      file = textOf(*written);
      auto read = sample.codec.read(bytesOf(file));
      std::erase(read, ' ');
      auto asked = packet;
      std::erase(asked, ' ');
      EXPECT_EQ(read, asked) << sample.name << ' ' << round;
      EXPECT_EQ(pixelsOf(file).pixels, pixelsOf(sample.file).pixels) << sample.name;
    }
  }
}

TEST(PacketTest, APacketThatFitsTakesTheOldOnesPlaceAndNothingMoves) {
  for (const auto& sample : samples()) {
    if (sample.name == std::string("WebP") || sample.name == std::string("PNG")) continue;
    const auto first = textOf(*sample.codec.write(bytesOf(sample.file), packetOf(2000, 'a')));
    const auto second = textOf(*sample.codec.write(bytesOf(first), packetOf(900, 'b')));
    ASSERT_EQ(first.size(), second.size()) << sample.name;
    const auto begin = first.find("<?xpacket");
    const auto end = first.rfind("<?xpacket");
    EXPECT_EQ(first.substr(0, begin), second.substr(0, begin)) << sample.name;
    EXPECT_EQ(first.substr(end), second.substr(end)) << sample.name;
  }
}

TEST(PacketTest, EveryOtherByteOfAJpegAndAPngStays) {
  for (const auto& sample : samples()) {
    if (sample.name[0] != 'J' && sample.name[0] != 'P') continue;
    const auto written = textOf(*sample.codec.write(bytesOf(sample.file), packetOf(500, 'a')));
    const auto added = written.size() - sample.file.size();
    const auto differs =
        std::size_t(std::mismatch(sample.file.begin(), sample.file.end(), written.begin()).first -
                    sample.file.begin());
    EXPECT_EQ(sample.file.substr(differs), written.substr(differs + added)) << sample.name;
  }
}

TEST(PacketTest, ATiffOnlyGrows) {
  const auto file = tinyTiff(false);
  const auto written = textOf(*kTiffPacket.write(bytesOf(file), packetOf(100, 'a')));
  EXPECT_EQ(written.substr(8, file.size() - 8), file.substr(8));
}

TEST(PacketTest, AJpegWhoseFurtherPicturesWouldBeLostIsRefused) {
  auto file = test::encodeJpeg(test::paintPhoto(5, 32, 24));
  const std::string directory("\xff\xe2\x00\x0aMPF\0abcd", 12);
  const std::string mark("http://ns.adobe.com/xap/1.0/\0", 29);
  const std::string old = "<old/>";
  std::string segment = "\xff\xe1";
  segment += char(0);
  segment += char(2 + mark.size() + old.size());
  file.insert(2, directory + segment + mark + old);
  EXPECT_EQ(kJpegPacket.read(bytesOf(file)), old);
  const auto larger = kJpegPacket.write(bytesOf(file), packetOf(100, 'a'));
  ASSERT_FALSE(larger);
  EXPECT_EQ(larger.error().code, Code::Unsupported);
  EXPECT_TRUE(kJpegPacket.write(bytesOf(file), "<new/>"));
}

TEST(PacketTest, AJpegTakesNoMoreThan64Kibibytes) {
  const auto file = test::encodeJpeg(test::paintPhoto(5, 32, 24));
  const auto written = kJpegPacket.write(bytesOf(file), packetOf(70'000, 'a'));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Code::TooLarge);
}

}  // namespace
}  // namespace calotype::catalog
