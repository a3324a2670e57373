// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cstdio>

#include <jpeglib.h>
#include <jxl/encode.h>
#include <lcms2.h>
#include <png.h>
#include <tiffio.h>
#include <webp/encode.h>

#include <array>
#include <cstdlib>
#include <span>
#include <string>

#include "catalog/decode/formats.h"
#include "catalog/decode/metadata.h"
#include "catalog/decode/photo.h"
#include "tests/support/painted_photo.h"
#include "tests/support/shared.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/catalog/decode/with_metadata.h"

namespace calotype::catalog {
namespace {

using test::withMetadata;

Bytes bytesOf(const std::string& file) {
  return std::as_bytes(std::span(file));
}

using Colour = std::array<int, 3>;
constexpr Colour kRed{220, 30, 30}, kGreen{30, 200, 40}, kBlue{30, 40, 210}, kWhite{240, 240, 240};

/// Four quarters in four colours: every turn and flip of it looks different.
Rgb8 quarters(int width = 64, int height = 48) {
  Rgb8 picture(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const auto& colour =
          y < height / 2 ? (x < width / 2 ? kRed : kGreen) : (x < width / 2 ? kBlue : kWhite);
      for (std::size_t c = 0; c < 3; ++c)
        picture.row(y)[std::size_t(x) * 3 + c] = std::uint8_t(colour[c]);
    }
  return picture;
}

/// The colours of the four quarters: top left, top right, bottom left, bottom right.
std::array<Colour, 4> cornersOf(const Rgb8& picture) {
  std::array<Colour, 4> corners{};
  for (std::size_t i = 0; i < 4; ++i) {
    const int x = i % 2 == 0 ? picture.width / 4 : picture.width * 3 / 4;
    const int y = i < 2 ? picture.height / 4 : picture.height * 3 / 4;
    for (std::size_t c = 0; c < 3; ++c) corners[i][c] = picture.row(y)[std::size_t(x) * 3 + c];
  }
  return corners;
}

void expectNear(const Colour& found, const Colour& wanted, int within = 12) {
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(found[c], wanted[c], within) << "channel " << c;
}

Result<Decoded> decode(const std::string& file) {
  [[maybe_unused]] static const bool ready = (prepareMetadata(), true);
  DecodeRequest request;
  request.pictureEdge = 65'000;
  request.metadata = true;
  return decodePhoto(bytesOf(file), request);
}

void expectQuarters(const std::string& file, const char* format, int within = 12) {
  const auto decoded = decode(file);
  ASSERT_TRUE(decoded) << format << ": " << decoded.error().message;
  EXPECT_EQ(decoded->metadata.format, format);
  EXPECT_EQ(decoded->metadata.width, 64);
  EXPECT_EQ(decoded->metadata.height, 48);
  ASSERT_EQ(decoded->picture.width, 64);
  const auto corners = cornersOf(decoded->picture);
  expectNear(corners[0], kRed, within);
  expectNear(corners[1], kGreen, within);
  expectNear(corners[2], kBlue, within);
  expectNear(corners[3], kWhite, within);
}

std::string png(const Rgb8& picture, int channels, int bits) {
  std::string file;
  auto* writer = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  auto* info = png_create_info_struct(writer);
  png_set_write_fn(
      writer, &file,
      [](png_structp to, png_bytep bytes, png_size_t count) {
        static_cast<std::string*>(png_get_io_ptr(to))
            ->append(reinterpret_cast<char*>(bytes), count);
      },
      nullptr);
  const int kind = channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB;
  png_set_IHDR(writer, info, png_uint_32(picture.width), png_uint_32(picture.height), bits, kind,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(writer, info);
  for (int y = 0; y < picture.height; ++y) {
    std::string row;
    for (int x = 0; x < picture.width; ++x)
      for (int c = 0; c < channels; ++c) {
        // A transparent corner keeps its colour: alpha is dropped, as the model's reference does.
        const auto value = c == 3 ? 0 : picture.row(y)[x * 3 + c];
        row.append(std::size_t(bits / 8), char(value));
      }
    png_write_row(writer, reinterpret_cast<png_const_bytep>(row.data()));
  }
  png_write_end(writer, nullptr);
  png_destroy_write_struct(&writer, &info);
  return file;
}

std::string webp(const Rgb8& picture) {
  std::uint8_t* bytes = nullptr;
  const auto count = WebPEncodeLosslessRGB(picture.pixels.data(), picture.width, picture.height,
                                           int(picture.stride()), &bytes);
  std::string file(reinterpret_cast<char*>(bytes), count);
  WebPFree(bytes);
  return file;
}

/// orientation: how the picture has to be turned to be upright, as Exif counts.
std::string jxl(const Rgb8& picture, int orientation, bool lossless) {
  auto* const encoder = JxlEncoderCreate(nullptr);
  JxlBasicInfo info;
  JxlEncoderInitBasicInfo(&info);
  info.xsize = std::uint32_t(picture.width);
  info.ysize = std::uint32_t(picture.height);
  info.bits_per_sample = 8;
  info.num_color_channels = 3;
  info.orientation = JxlOrientation(orientation);
  info.uses_original_profile = lossless ? JXL_TRUE : JXL_FALSE;
  EXPECT_EQ(JxlEncoderSetBasicInfo(encoder, &info), JXL_ENC_SUCCESS);
  JxlColorEncoding srgb;
  JxlColorEncodingSetToSRGB(&srgb, JXL_FALSE);
  EXPECT_EQ(JxlEncoderSetColorEncoding(encoder, &srgb), JXL_ENC_SUCCESS);
  auto* const settings = JxlEncoderFrameSettingsCreate(encoder, nullptr);
  JxlEncoderSetFrameLossless(settings, lossless ? JXL_TRUE : JXL_FALSE);
  const JxlPixelFormat format{3, JXL_TYPE_UINT8, JXL_NATIVE_ENDIAN, 0};
  EXPECT_EQ(
      JxlEncoderAddImageFrame(settings, &format, picture.pixels.data(), picture.pixels.size()),
      JXL_ENC_SUCCESS);
  JxlEncoderCloseInput(encoder);
  std::string file(1 << 20, '\0');
  auto* next = reinterpret_cast<std::uint8_t*>(file.data());
  std::size_t left = file.size();
  EXPECT_EQ(JxlEncoderProcessOutput(encoder, &next, &left), JXL_ENC_SUCCESS);
  file.resize(file.size() - left);
  JxlEncoderDestroy(encoder);
  return file;
}

std::string tiff(const Rgb8& picture, std::uint16_t compression) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "x.tif";
  auto* const out = TIFFOpen(path.c_str(), "w");
  TIFFSetField(out, TIFFTAG_IMAGEWIDTH, picture.width);
  TIFFSetField(out, TIFFTAG_IMAGELENGTH, picture.height);
  TIFFSetField(out, TIFFTAG_SAMPLESPERPIXEL, 3);
  TIFFSetField(out, TIFFTAG_BITSPERSAMPLE, 8);
  TIFFSetField(out, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_RGB);
  TIFFSetField(out, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(out, TIFFTAG_COMPRESSION, compression);
  for (int y = 0; y < picture.height; ++y)
    TIFFWriteScanline(out, const_cast<std::uint8_t*>(picture.row(y)), std::uint32_t(y), 0);
  TIFFClose(out);
  return *readFile(path, 1 << 20);
}

void put(std::string& file, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) file.push_back(char(value >> (8 * i)));
}

/// Windows' 24-bit bitmap, bottom row first unless told otherwise.
std::string bmp(const Rgb8& picture, bool topDown) {
  std::string file = "BM";
  put(file, std::uint32_t(54 + picture.pixels.size()), 4);
  put(file, 0, 4);
  put(file, 54, 4);
  put(file, 40, 4);
  put(file, std::uint32_t(picture.width), 4);
  put(file, std::uint32_t(topDown ? -picture.height : picture.height), 4);
  put(file, 1, 2);
  put(file, 24, 2);
  for (int i = 0; i < 6; ++i) put(file, 0, 4);
  for (int y = 0; y < picture.height; ++y) {
    const auto* row = picture.row(topDown ? y : picture.height - 1 - y);
    for (int x = 0; x < picture.width; ++x)
      for (const int c : {2, 1, 0}) file.push_back(char(row[x * 3 + c]));
  }
  return file;
}

/// Codes of nine bits with a clear code often enough that their width never grows.
std::string gif(const Rgb8& picture) {
  std::string file = "GIF89a";
  put(file, std::uint32_t(picture.width), 2);
  put(file, std::uint32_t(picture.height), 2);
  file += char(0xf7);
  file += '\0';
  file += '\0';
  const std::array<Colour, 4> palette{kRed, kGreen, kBlue, kWhite};
  for (std::size_t i = 0; i < 256; ++i)
    for (const int value : palette[i % 4]) file += char(value);
  file += ',';
  put(file, 0, 4);
  put(file, std::uint32_t(picture.width), 2);
  put(file, std::uint32_t(picture.height), 2);
  file += '\0';
  file += char(8);
  std::string data;
  std::uint32_t pending = 0;
  int bits = 0, since = 0;
  const auto code = [&](std::uint32_t value) {
    pending |= value << bits;
    for (bits += 9; bits >= 8; bits -= 8, pending >>= 8) data.push_back(char(pending));
  };
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x) {
      if (since++ % 200 == 0) code(256);
      code(std::uint32_t((y < picture.height / 2 ? 0 : 2) + (x < picture.width / 2 ? 0 : 1)));
    }
  code(257);
  if (bits > 0) data.push_back(char(pending));
  for (std::size_t at = 0; at < data.size(); at += 255) {
    const auto block = data.substr(at, 255);
    file += char(block.size());
    file += block;
  }
  return file + '\0' + ';';
}

std::string cmykJpeg(const Rgb8& picture) {
  jpeg_compress_struct encoder{};
  jpeg_error_mgr errors{};
  encoder.err = jpeg_std_error(&errors);
  jpeg_create_compress(&encoder);
  unsigned char* bytes = nullptr;
  unsigned long count = 0;
  jpeg_mem_dest(&encoder, &bytes, &count);
  encoder.image_width = JDIMENSION(picture.width);
  encoder.image_height = JDIMENSION(picture.height);
  encoder.input_components = 4;
  encoder.in_color_space = JCS_CMYK;
  jpeg_set_defaults(&encoder);
  encoder.write_Adobe_marker = TRUE;  // Adobe's CMYK is upside down: 255 is no ink
  jpeg_set_quality(&encoder, 95, TRUE);
  jpeg_start_compress(&encoder, TRUE);
  while (encoder.next_scanline < encoder.image_height) {
    std::string row;
    const auto* from = picture.row(int(encoder.next_scanline));
    for (int x = 0; x < picture.width; ++x) {
      for (int c = 0; c < 3; ++c) row.push_back(char(from[x * 3 + c]));
      row.push_back(char(255));
    }
    auto* line = reinterpret_cast<JSAMPROW>(row.data());
    jpeg_write_scanlines(&encoder, &line, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  std::string file(reinterpret_cast<char*>(bytes), count);
  std::free(bytes);
  return file;
}

TEST(CodecsTest, EveryFormatShowsThePictureItWasMadeOf) {
  expectQuarters(test::encodeJpeg(quarters(), 95), "JPEG");
  expectQuarters(png(quarters(), 3, 8), "PNG", 0);
  expectQuarters(png(quarters(), 3, 16), "PNG", 0);
  expectQuarters(webp(quarters()), "WEBP", 0);
  expectQuarters(jxl(quarters(), 1, true), "JXL", 0);
  expectQuarters(jxl(quarters(), 1, false), "JXL", 12);
  expectQuarters(tiff(quarters(), COMPRESSION_NONE), "TIFF", 0);
  expectQuarters(tiff(quarters(), COMPRESSION_LZW), "TIFF", 0);
  expectQuarters(bmp(quarters(), false), "BMP", 0);
  expectQuarters(bmp(quarters(), true), "BMP", 0);
  expectQuarters(gif(quarters()), "GIF", 0);
}

TEST(CodecsTest, AJpegXlIsTurnedByItsOwnOrientation) {
  const auto decoded = decode(jxl(quarters(64, 48), 6, true));
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(decoded->metadata.orientation, 6);
  EXPECT_EQ(decoded->metadata.width, 64);
  EXPECT_EQ(decoded->picture.width, 48);  // turned to the right
  const auto corners = cornersOf(decoded->picture);
  expectNear(corners[0], kBlue);
  expectNear(corners[1], kRed);
  expectNear(corners[2], kWhite);
  expectNear(corners[3], kGreen);
}

TEST(CodecsTest, AlphaIsDroppedNotBlended) {
  expectQuarters(png(quarters(), 4, 8), "PNG", 0);
}

TEST(CodecsTest, PrintersInkBecomesLight) {
  const auto decoded = decode(cmykJpeg(quarters()));
  ASSERT_TRUE(decoded) << decoded.error().message;
  const auto corners = cornersOf(decoded->picture);
  EXPECT_GT(corners[0][0], corners[0][2] + 60) << "red";
  EXPECT_GT(corners[2][2], corners[2][0] + 60) << "blue";
  EXPECT_GT(corners[3][1], 200) << "white";
}

TEST(CodecsTest, ATruncatedPictureShowsItsUpperPartOrSaysThatItIsDamaged) {
  for (const auto& file :
       {test::encodeJpeg(test::paintPhoto(3, 400, 300)), png(test::paintPhoto(3, 400, 300), 3, 8),
        webp(quarters(400, 300)), jxl(test::paintPhoto(3, 400, 300), 1, false),
        tiff(test::paintPhoto(3, 400, 300), COMPRESSION_NONE), bmp(quarters(400, 300), true),
        gif(quarters(400, 300))}) {
    for (const double share : {0.0, 0.02, 0.3, 0.6, 0.9, 0.999}) {
      const auto cut = file.substr(0, std::size_t(double(file.size()) * share));
      const auto decoded = decode(cut);
      if (decoded) {
        EXPECT_EQ(decoded->picture.width, 400) << decoded->metadata.format;
      } else {
        EXPECT_TRUE(decoded.error().code == Code::Corrupt ||
                    decoded.error().code == Code::Unsupported)
            << codeName(decoded.error().code) << ": " << decoded.error().message;
        EXPECT_FALSE(decoded.error().message.empty());
      }
    }
  }
  const auto jpeg = test::encodeJpeg(quarters(400, 300), 95);
  const auto half = decode(jpeg.substr(0, jpeg.size() * 6 / 10));
  ASSERT_TRUE(half) << "half a photo is better than none";
  expectNear(cornersOf(half->picture)[0], kRed);
}

TEST(CodecsTest, EveryOrientationComesUpright) {
  const auto jpeg = test::encodeJpeg(quarters(), 95);
  // Where the stored quarters (0 1 / 2 3) must be seen (Exif 2.32, Orientation).
  constexpr std::array<std::array<std::size_t, 4>, 8> kSeen{{{0, 1, 2, 3},
                                                             {1, 0, 3, 2},
                                                             {3, 2, 1, 0},
                                                             {2, 3, 0, 1},
                                                             {0, 2, 1, 3},
                                                             {2, 0, 3, 1},
                                                             {3, 1, 2, 0},
                                                             {1, 3, 0, 2}}};
  constexpr std::array<Colour, 4> kStored{kRed, kGreen, kBlue, kWhite};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const auto decoded = decode(withMetadata(jpeg, [&](Exiv2::Image& image) {
      image.exifData()["Exif.Image.Orientation"] = std::uint16_t(orientation);
    }));
    ASSERT_TRUE(decoded) << decoded.error().message;
    EXPECT_EQ(decoded->metadata.orientation, orientation);
    EXPECT_EQ(decoded->metadata.width, 64) << "as stored";
    EXPECT_EQ(decoded->picture.width, orientation < 5 ? 64 : 48);
    const auto corners = cornersOf(decoded->picture);
    for (std::size_t i = 0; i < 4; ++i) {
      SCOPED_TRACE("orientation " + std::to_string(orientation) + ", quarter " + std::to_string(i));
      expectNear(corners[i], kStored[kSeen[std::size_t(orientation) - 1][i]]);
    }
  }
}

/// A profile in which red, green and blue are those of wide displays (SMPTE RP 431-2 at D65).
std::string displayP3() {
  cmsCIExyY white{};
  cmsWhitePointFromTemp(&white, 6504);
  const cmsCIExyYTRIPLE primaries{{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}};
  auto* const curve = cmsBuildGamma(nullptr, 2.2);
  cmsToneCurve* curves[3] = {curve, curve, curve};
  auto* const profile = cmsCreateRGBProfile(&white, &primaries, curves);
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  std::string bytes(size, '\0');
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  cmsFreeToneCurve(curve);
  return bytes;
}

TEST(CodecsTest, AWideProfileIsBroughtToSrgbAndABrokenOneIsIgnored) {
  const auto jpeg = test::encodeJpeg(quarters(), 95);
  const auto with = [&](std::string profile) {
    const auto decoded = decode(withMetadata(jpeg, [&](Exiv2::Image& image) {
      Exiv2::DataBuf buffer(reinterpret_cast<const Exiv2::byte*>(profile.data()),
                            long(profile.size()));
      image.setIccProfile(buffer, false);
    }));
    EXPECT_TRUE(decoded);
    return cornersOf(decoded ? decoded->picture : Rgb8(8, 8));
  };
  const auto wide = with(displayP3());
  EXPECT_GT(wide[1][1], kGreen[1] + 3) << "the same numbers mean a stronger green";
  EXPECT_LT(wide[1][0], kGreen[0]) << "and less red in it";
  const auto broken = with(std::string(400, 'x'));
  expectNear(broken[1], kGreen);
}

TEST(CodecsTest, TheModelsInputComesFromASmallerDecodingUnlessAskedOtherwise) {
  [[maybe_unused]] static const bool ready = (prepareMetadata(), true);
  const auto file = test::encodeJpeg(test::paintPhoto(11, 1600, 1200), 92);
  DecodeRequest request;
  request.crop = model::TransformSpec{.size = 112, .mean = {}, .deviation = {1, 1, 1}};
  const auto quick = decodePhoto(bytesOf(file), request);
  request.fullSize = true;
  const auto full = decodePhoto(bytesOf(file), request);
  ASSERT_TRUE(quick && full);
  ASSERT_EQ(quick->crop.pixels.size(), 112u * 112 * 3);
  double sum = 0;
  for (std::size_t i = 0; i < quick->crop.pixels.size(); ++i)
    sum += std::abs(int(quick->crop.pixels[i]) - int(full->crop.pixels[i]));
  EXPECT_LT(sum / double(quick->crop.pixels.size()), 2.0) << "and looks the same";
}

TEST(CodecsTest, ThumbnailsAreNeverEnlarged) {
  [[maybe_unused]] static const bool ready = (prepareMetadata(), true);
  DecodeRequest request;
  request.thumbnailEdge = 512;
  const auto small = decodePhoto(bytesOf(test::encodeJpeg(quarters(), 95)), request);
  ASSERT_TRUE(small);
  EXPECT_EQ(small->thumbnail.width, 64);
  const auto large =
      decodePhoto(bytesOf(test::encodeJpeg(test::paintPhoto(1, 1600, 1200))), request);
  ASSERT_TRUE(large);
  EXPECT_EQ(large->thumbnail.width, 512);
  EXPECT_EQ(large->thumbnail.height, 384);
}

TEST(CodecsTest, AClaimOfTooManyPixelsIsRefusedBeforeAnythingIsDecoded) {
  auto file = bmp(quarters(), false);
  file[18] = file[19] = file[20] = char(0xff);
  const auto decoded = decode(file);
  ASSERT_FALSE(decoded);
  EXPECT_TRUE(decoded.error().code == Code::TooLarge || decoded.error().code == Code::Corrupt);
}

TEST(CodecsTest, ARawPictureThatIsNoneIsRefusedWithASentence) {
  const auto decoded = decode(std::string("\0\0\0\x18"
                                          "ftypcrx \0\0\0\0crx isom",
                                          24) +
                              std::string(200, '\0'));
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code, Code::Unsupported);
  EXPECT_NE(decoded.error().message.find("raw"), std::string::npos) << decoded.error().message;
}

TEST(CodecsTest, RawPicturesAreShownByTheirPreviewOrTheirSensor) {
  CALOTYPE_NEEDS_SHARED("photos/camera/raw");
  const auto folder = test::shared() / "photos/camera/raw";
  for (const char* const name : {"Canon EOS 6D.dng", "RAW_KODAK_DC50_\xc3\xa9.KDC",
                                 "exiftool Fuji S5Pro header.raf", "Sony A330 head.arw"}) {
    const auto bytes = readFile(folder / name, 1u << 26);
    ASSERT_TRUE(bytes);
    DecodeRequest request;
    request.thumbnailEdge = 512;
    request.crop.emplace().size = 224;
    const auto decoded = decodePhoto(std::as_bytes(std::span(*bytes)), request);
    ASSERT_TRUE(decoded) << name << ": " << decoded.error().message;
    const auto& pixels = decoded->thumbnail.pixels;
    const auto [least, most] = std::minmax_element(pixels.begin(), pixels.end());
    EXPECT_GT(*most - *least, 100) << name << " is no plain surface";
  }
}

}  // namespace
}  // namespace calotype::catalog
