// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/metadata.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>

#include "tests/support/painted_photo.h"
#include "tests/unit/catalog/decode/with_metadata.h"

namespace calotype::catalog {
namespace {

/// Metadata of a painted JPEG into which `write` put something.
Metadata readBack(const std::function<void(Exiv2::Image&)>& write) {
  [[maybe_unused]] static const bool ready = (prepareMetadata(), true);
  static const auto jpeg = test::encodeJpeg(test::paintPhoto(7, 48, 32));
  const auto file = test::withMetadata(jpeg, write);
  Metadata metadata;
  metadata.format = "JPEG";
  readMetadata(std::as_bytes(std::span(file)), false, metadata);
  return metadata;
}

void setUtf16(Exiv2::Image& image, const char* key, const std::u16string& text) {
  const auto value = Exiv2::Value::create(Exiv2::unsignedByte);
  value->read(reinterpret_cast<const Exiv2::byte*>(text.data()), long(text.size() * 2),
              Exiv2::littleEndian);
  image.exifData().add(Exiv2::ExifKey(key), value.get());
}

TEST(MetadataTest, TheCameraLineIsRead) {
  const auto metadata = readBack([](Exiv2::Image& image) {
    auto& exif = image.exifData();
    exif["Exif.Image.Make"] = "FUJIFILM ";
    exif["Exif.Image.Model"] = "X-T3";
    exif["Exif.Photo.LensModel"] = "XF35mmF2 R WR";
    exif["Exif.Photo.ExposureTime"] = Exiv2::Rational(1, 250);
    exif["Exif.Photo.FNumber"] = Exiv2::Rational(2, 1);
    exif["Exif.Photo.ISOSpeedRatings"] = std::uint16_t(160);
    exif["Exif.Photo.FocalLength"] = Exiv2::Rational(35, 1);
    exif["Exif.Image.Orientation"] = std::uint16_t(6);
  });
  EXPECT_EQ(metadata.make, "FUJIFILM");
  EXPECT_EQ(metadata.camera, "X-T3");
  EXPECT_EQ(metadata.lens, "XF35mmF2 R WR");
  EXPECT_DOUBLE_EQ(metadata.exposureSeconds.value(), 1.0 / 250);
  EXPECT_EQ(metadata.fNumber, 2.0);
  EXPECT_EQ(metadata.iso, 160.0);
  EXPECT_EQ(metadata.focalLengthMm, 35.0);
  EXPECT_EQ(metadata.orientation, 6);
}

TEST(MetadataTest, AnEmptyPhotoSaysNothing) {
  const auto metadata = readBack([](Exiv2::Image&) {});
  EXPECT_FALSE(metadata.takenMs || metadata.offsetMinutes || metadata.rating || metadata.latitude);
  EXPECT_TRUE(metadata.make.empty() && metadata.keywords.empty() && metadata.caption.empty());
  EXPECT_EQ(metadata.orientation, 1);
}

TEST(MetadataTest, ImpossibleNumbersAreAbsent) {
  const auto metadata = readBack([](Exiv2::Image& image) {
    auto& exif = image.exifData();
    exif["Exif.Photo.ExposureTime"] = Exiv2::Rational(1, 0);
    exif["Exif.Photo.FNumber"] = Exiv2::Rational(0, 10);
    exif["Exif.Image.Orientation"] = std::uint16_t(9);
    image.xmpData()["Xmp.xmp.Rating"] = "17";
  });
  EXPECT_FALSE(metadata.exposureSeconds || metadata.fNumber || metadata.rating);
  EXPECT_EQ(metadata.orientation, 1);
}

TEST(MetadataTest, TheTimeOfTakingComesBeforeThatOfDigitisingAndOfChanging) {
  const auto all = [](Exiv2::Image& image) {
    image.exifData()["Exif.Photo.DateTimeOriginal"] = "2019:07:04 15:30:12";
    image.exifData()["Exif.Photo.SubSecTimeOriginal"] = "25";
    image.exifData()["Exif.Photo.OffsetTimeOriginal"] = "+03:00";
    image.exifData()["Exif.Photo.DateTimeDigitized"] = "2020:01:01 10:00:00";
    image.exifData()["Exif.Image.DateTime"] = "2021:01:01 10:00:00";
    image.xmpData()["Xmp.photoshop.DateCreated"] = "2018-01-01T10:00:00+01:00";
  };
  auto metadata = readBack(all);
  EXPECT_EQ(metadata.takenMs, 1'562'254'212'250);
  EXPECT_EQ(metadata.offsetMinutes, 180);
  metadata = readBack([&](Exiv2::Image& image) {
    all(image);
    image.exifData()["Exif.Photo.DateTimeOriginal"] = "0000:00:00 00:00:00";
  });
  EXPECT_EQ(metadata.takenMs, 1'514'800'800'000) << "XMP's, with its own zone";
  EXPECT_EQ(metadata.offsetMinutes, 60);
}

TEST(MetadataTest, SatellitesGiveTheZoneThatTheCameraDidNotWrite) {
  const auto metadata = readBack([](Exiv2::Image& image) {
    auto& exif = image.exifData();
    exif["Exif.Photo.DateTimeOriginal"] = "2019:07:04 15:30:12";
    exif["Exif.GPSInfo.GPSDateStamp"] = "2019:07:04";
    exif["Exif.GPSInfo.GPSTimeStamp"] = "13/1 30/1 10/1";
  });
  EXPECT_EQ(metadata.offsetMinutes, 120);
}

TEST(MetadataTest, PlacesHaveTheirHalfOfTheGlobeAndZeroIsNone) {
  const auto at = [](const char* latitude, const char* south, const char* longitude,
                     const char* west) {
    return readBack([=](Exiv2::Image& image) {
      auto& exif = image.exifData();
      exif["Exif.GPSInfo.GPSLatitude"] = latitude;
      exif["Exif.GPSInfo.GPSLatitudeRef"] = south;
      exif["Exif.GPSInfo.GPSLongitude"] = longitude;
      exif["Exif.GPSInfo.GPSLongitudeRef"] = west;
    });
  };
  const auto rio = at("22/1 54/1 30/1", "S", "43/1 12/1 0/1", "W");
  EXPECT_NEAR(rio.latitude.value(), -22.908333, 1e-6);
  EXPECT_NEAR(rio.longitude.value(), -43.2, 1e-6);
  EXPECT_FALSE(at("0/1 0/1 0/1", "N", "0/1 0/1 0/1", "E").latitude);
  EXPECT_FALSE(at("213/1 0/1 0/1", "N", "8/1 0/1 0/1", "E").latitude);
  EXPECT_FALSE(at("10/0 0/1 0/1", "N", "8/1 0/1 0/1", "E").latitude);
}

TEST(MetadataTest, StarsOfEveryProgramAreRead) {
  const auto xmp = [](const char* key, const char* value) {
    return readBack([=](Exiv2::Image& image) { image.xmpData()[key] = value; }).rating;
  };
  EXPECT_EQ(xmp("Xmp.xmp.Rating", "4"), 4);
  EXPECT_EQ(xmp("Xmp.xmp.Rating", "3.0"), 3);
  EXPECT_EQ(xmp("Xmp.xmp.Rating", "-1"), -1) << "rejected";
  for (const auto& [percent, stars] :
       {std::pair("1", 1), {"25", 2}, {"50", 3}, {"75", 4}, {"99", 5}})
    EXPECT_EQ(xmp("Xmp.MicrosoftPhoto.Rating", percent), stars) << percent;
  EXPECT_FALSE(xmp("Xmp.MicrosoftPhoto.Rating", "400"));
}

TEST(MetadataTest, KeywordsAreTheUnionOfAllPlaces) {
  const auto metadata = readBack([](Exiv2::Image& image) {
    auto& xmp = image.xmpData();
    xmp["Xmp.dc.subject"] = "Sea";
    xmp["Xmp.dc.subject"] = "boat";
    image.iptcData()["Iptc.Envelope.CharacterSet"] = "\033%G";
    image.iptcData()["Iptc.Application2.Keywords"] = "harbour";
    setUtf16(image, "Exif.Image.XPKeywords", u"sea;Gr\u00FC\u00DFe");
  });
  EXPECT_EQ(metadata.keywords, (std::vector<std::string>{"Sea", "boat", "harbour",
                                                         "Gr\xC3\xBC\xC3\x9F"
                                                         "e"}));
}

TEST(MetadataTest, PathsOfTagsStandInWhenThereAreNoOthers) {
  const auto metadata = readBack([](Exiv2::Image& image) {
    image.xmpData()["Xmp.lr.hierarchicalSubject"] = "animal|bird|falcon";
    image.xmpData()["Xmp.lr.hierarchicalSubject"] = "darktable|exported";
  });
  EXPECT_EQ(metadata.keywords, std::vector<std::string>{"falcon"});
}

TEST(MetadataTest, APersonsCaptionIsReadAndACamerasIsNot) {
  const auto caption = [](const char* description, const char* iptc) {
    return readBack([=](Exiv2::Image& image) {
             image.exifData()["Exif.Image.ImageDescription"] = description;
             if (*iptc != 0) image.iptcData()["Iptc.Application2.Caption"] = iptc;
           })
        .caption;
  };
  EXPECT_EQ(caption("Our boat", ""), "Our boat");
  EXPECT_EQ(caption("OLYMPUS DIGITAL CAMERA         ", ""), "");
  EXPECT_EQ(caption("OLYMPUS DIGITAL CAMERA", "Caf\xE9"), "Caf\xC3\xA9") << "Windows-1252";
}

TEST(MetadataTest, BytesThatAreNoPhotoChangeNothing) {
  Metadata metadata;
  metadata.width = 5;
  const std::string rubbish(4000, '\x5a');
  readMetadata(std::as_bytes(std::span(rubbish)), false, metadata);
  EXPECT_EQ(metadata.width, 5);
  EXPECT_FALSE(metadata.takenMs);
}

}  // namespace
}  // namespace calotype::catalog
