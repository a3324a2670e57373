// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/metadata.h"

#include <algorithm>
#include <cmath>
#include <exiv2/exiv2.hpp>
#include <initializer_list>
#include <optional>
#include <string>

#include "catalog/decode/metadata_source.h"
#include "catalog/decode/metadata_text.h"

namespace calotype::catalog {

namespace {

constexpr double kMostPercent = 100;

int orientationOf(const MetadataSource& source) {
  const auto value = source.exifNumber("Exif.Image.Orientation");
  return value && *value >= 1 && *value <= 8 ? int(*value) : 1;
}

/// The first of several facts that is there.
template <class Value, class... More>
std::optional<Value> firstOf(std::optional<Value> value, More... more) {
  if constexpr (sizeof...(more) == 0)
    return value;
  else
    return value ? value : firstOf(std::move(more)...);
}

std::string firstText(std::initializer_list<std::string> texts) {
  for (const auto& text : texts)
    if (!text.empty()) return text;
  return {};
}

std::optional<double> positive(std::optional<double> value) {
  return value && *value > 0 ? value : std::nullopt;
}

/// Exif's APEX values (Exif 2.32, annex C): 2 ^ -Tv seconds, 2 ^ (Av / 2).
std::optional<double> fromShutterSpeed(std::optional<double> value) {
  return value ? std::optional(std::exp2(-*value)) : std::nullopt;
}
std::optional<double> fromAperture(std::optional<double> value) {
  return value ? std::optional(std::exp2(*value / 2)) : std::nullopt;
}

void readCamera(const MetadataSource& source, Metadata& metadata) {
  metadata.make = firstText({source.exifText("Exif.Image.Make"), source.xmpText("Xmp.tiff.Make")});
  metadata.camera =
      firstText({source.exifText("Exif.Image.Model"), source.xmpText("Xmp.tiff.Model")});
  metadata.lens =
      firstText({source.exifText("Exif.Photo.LensModel"), source.xmpText("Xmp.exifEX.LensModel"),
                 source.xmpText("Xmp.aux.Lens"), source.makerLens()});
  metadata.exposureSeconds = positive(firstOf(
      source.exifNumber("Exif.Photo.ExposureTime"), source.exifNumber("Exif.Image.ExposureTime"),
      source.xmpNumber("Xmp.exif.ExposureTime"),
      fromShutterSpeed(source.exifNumber("Exif.Photo.ShutterSpeedValue"))));
  metadata.fNumber = positive(firstOf(source.exifNumber("Exif.Photo.FNumber"),
                                      source.exifNumber("Exif.Image.FNumber"),
                                      source.xmpNumber("Xmp.exif.FNumber"),
                                      fromAperture(source.exifNumber("Exif.Photo.ApertureValue"))));
  metadata.iso = positive(firstOf(source.exifNumber("Exif.Photo.ISOSpeedRatings"),
                                  source.exifNumber("Exif.Image.ISOSpeedRatings"),
                                  source.exifNumber("Exif.Photo.RecommendedExposureIndex"),
                                  source.xmpNumber("Xmp.exif.ISOSpeedRatings"), source.makerIso()));
  metadata.focalLengthMm = positive(firstOf(source.exifNumber("Exif.Photo.FocalLength"),
                                            source.exifNumber("Exif.Image.FocalLength"),
                                            source.xmpNumber("Xmp.exif.FocalLength")));
}

/// The ranks of capture times: what was taken, what was digitised, what was changed.
std::optional<WallTime> captureTime(const MetadataSource& source) {
  const auto original =
      source.exifTime("Exif.Photo.DateTimeOriginal", "Exif.Photo.SubSecTimeOriginal",
                      "Exif.Photo.OffsetTimeOriginal");
  if (original) return original;
  for (const char* const key : {"Xmp.exif.DateTimeOriginal", "Xmp.photoshop.DateCreated"})
    if (auto time = parseTime(source.xmpText(key))) return time;
  if (auto time = source.iptcTime()) return time;
  const auto digitised =
      source.exifTime("Exif.Photo.DateTimeDigitized", "Exif.Photo.SubSecTimeDigitized",
                      "Exif.Photo.OffsetTimeDigitized");
  if (digitised) return digitised;
  for (const char* const key : {"Xmp.xmp.CreateDate", "Xmp.exif.DateTimeDigitized"})
    if (auto time = parseTime(source.xmpText(key))) return time;
  return source.exifTime("Exif.Image.DateTime", "Exif.Photo.SubSecTime", "Exif.Photo.OffsetTime");
}

void readTime(const MetadataSource& source, Metadata& metadata) {
  const auto satellite = source.gpsTime();
  auto time = captureTime(source);
  if (!time && satellite) time = satellite;
  if (!time) return;
  metadata.takenMs = time->ms;
  metadata.offsetMinutes = time->offsetMinutes;
  if (!metadata.offsetMinutes) metadata.offsetMinutes = source.generalOffset();
  if (!metadata.offsetMinutes && satellite)
    metadata.offsetMinutes = offsetBetween(time->ms, satellite->ms);
}

void readPlace(const MetadataSource& source, Metadata& metadata) {
  const auto latitude = firstOf(source.exifAngle("Exif.GPSInfo.GPSLatitude", 'S'),
                                source.xmpAngle("Xmp.exif.GPSLatitude", 'S'));
  const auto longitude = firstOf(source.exifAngle("Exif.GPSInfo.GPSLongitude", 'W'),
                                 source.xmpAngle("Xmp.exif.GPSLongitude", 'W'));
  if (!latitude || !longitude) return;
  const bool nowhere = *latitude == 0 && *longitude == 0;
  if (nowhere || std::abs(*latitude) > 90 || std::abs(*longitude) > 180) return;
  metadata.latitude = latitude;
  metadata.longitude = longitude;
}

/// Microsoft's percent as stars: it writes 1, 25, 50, 75 and 99.
std::optional<double> fromPercent(std::optional<double> percent) {
  if (!percent || *percent < 0 || *percent > kMostPercent) return std::nullopt;
  if (*percent < 1) return 0;
  return *percent < 13 ? 1 : *percent < 38 ? 2 : *percent < 63 ? 3 : *percent < 88 ? 4 : 5;
}

void readRating(const MetadataSource& source, Metadata& metadata) {
  const auto stars =
      firstOf(source.xmpNumber("Xmp.xmp.Rating"), source.exifNumber("Exif.Image.Rating"),
              fromPercent(source.exifNumber("Exif.Image.RatingPercent")),
              fromPercent(source.xmpNumber("Xmp.MicrosoftPhoto.Rating")));
  if (stars && *stars >= -1 && *stars <= 5) metadata.rating = int(std::lround(*stars));
}

/// The path as a program has it that knows no "/" within a name.
std::string partedByEverySlash(const std::vector<std::string>& levels) {
  std::string flat;
  for (const auto& level : levels) flat += level + '/';
  std::replace(flat.begin(), flat.end(), '|', '/');
  return tagPathOf(levelsOfTagPath(flat));
}

void readWords(const MetadataSource& source, Metadata& metadata) {
  KeywordList keywords;
  for (auto& keyword : source.xmpTexts("Xmp.dc.subject")) keywords.add(std::move(keyword));
  for (auto& keyword : source.iptcTexts("Iptc.Application2.Keywords"))
    keywords.add(std::move(keyword));
  for (auto& keyword : source.exifUtf16List("Exif.Image.XPKeywords"))
    keywords.add(std::move(keyword));
  KeywordList paths, joined;
  const bool noneFlat = keywords.empty();
  for (const auto& levels : source.tagPaths()) {
    auto path = tagPathOf(levels);
    if (path.empty()) continue;
    if (noneFlat) keywords.add(levelsOfTagPath(path).back());
    // Only Lightroom's list can tell a "/" in a name from one between two: it comes first, and what
    // others say that is the same but for that is left out.
    auto same = partedByEverySlash(levels);
    if (joined.add(std::move(same))) paths.add(std::move(path));
  }
  metadata.keywords = keywords.take();
  metadata.keywordPaths = paths.take();

  metadata.title =
      firstText({source.xmpText("Xmp.dc.title"), source.iptcText("Iptc.Application2.ObjectName"),
                 source.exifUtf16("Exif.Image.XPTitle")});
  for (const auto& caption :
       {source.xmpText("Xmp.dc.description"), source.iptcText("Iptc.Application2.Caption"),
        source.exifText("Exif.Image.ImageDescription"), source.userComment(),
        source.exifUtf16("Exif.Image.XPComment")}) {
    if (caption.empty()) continue;
    // A camera that fills this in has no words of a person's in the next place either.
    if (!isCameraFiller(caption)) metadata.caption = caption;
    break;
  }
}

}  // namespace

void prepareMetadata() {
  Exiv2::LogMsg::setLevel(Exiv2::LogMsg::mute);
  Exiv2::XmpParser::initialize();
  Exiv2::enableBMFF(true);
}

bool readPacket(const std::string& packet, Metadata& metadata) {
  const auto source = MetadataSource::openPacket(packet);
  if (!source) return false;
  readRating(*source, metadata);
  readWords(*source, metadata);
  return true;
}

void readMetadata(Bytes bytes, bool onlyOrientation, Metadata& metadata) {
  const auto source = MetadataSource::open(bytes);
  if (!source) return;
  metadata.orientation = orientationOf(*source);
  if (metadata.width == 0) {
    metadata.width = source->pixelWidth();
    metadata.height = source->pixelHeight();
  }
  if (onlyOrientation) return;
  readCamera(*source, metadata);
  readTime(*source, metadata);
  readPlace(*source, metadata);
  readRating(*source, metadata);
  readWords(*source, metadata);
}

}  // namespace calotype::catalog
