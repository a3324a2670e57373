// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalog/decode/bytes.h"
#include "catalog/decode/capture_time.h"

namespace calotype::catalog {

/// A file's Exif, IPTC and XMP as Exiv2 reads it, in plain types: texts are UTF-8, what is absent
/// or damaged is empty. Exiv2's exceptions end here. One thread.
class MetadataSource {
 public:
  /// Empty when Exiv2 cannot make sense of the file at all.
  static std::optional<MetadataSource> open(Bytes bytes);
  /// Of XMP alone. Empty when Exiv2 cannot read it.
  static std::optional<MetadataSource> openPacket(const std::string& packet);
  ~MetadataSource();
  MetadataSource(MetadataSource&&) noexcept;
  MetadataSource& operator=(MetadataSource&&) = delete;

  int pixelWidth() const;
  int pixelHeight() const;

  std::string exifText(const char* key) const;
  std::optional<double> exifNumber(const char* key) const;
  std::string exifUtf16(const char* key) const;
  std::vector<std::string> exifUtf16List(const char* key) const;  // parted by semicolons
  std::string userComment() const;
  /// Date and time with the keys of its fraction of a second and of its offset.
  std::optional<WallTime> exifTime(const char* key, const char* subSeconds,
                                   const char* offset) const;
  /// Degrees of three rationals; the key with "Ref" behind it says the half of the globe, and
  /// `negative` is its letter.
  std::optional<double> exifAngle(const char* key, char negative) const;
  /// The satellites' date and time: UTC, so its offset is 0.
  std::optional<WallTime> gpsTime() const;
  /// Exif.Photo.OffsetTime: of the time of change, and nearly always of the capture too.
  std::optional<int> generalOffset() const;
  /// What the maker's notes say.
  std::string makerLens() const;
  std::optional<double> makerIso() const;

  /// The text, or that in the default language, or the first of a list.
  std::string xmpText(const char* key) const;
  std::vector<std::string> xmpTexts(const char* key) const;
  std::optional<double> xmpNumber(const char* key) const;                // "1/250" and "3.0" too
  std::optional<double> xmpAngle(const char* key, char negative) const;  // "51,30.25N"
  /// The levels of each path of tags ("animal|bird|falcon"), from every program's own list. One
  /// that several have comes several times.
  std::vector<std::vector<std::string>> tagPaths() const;

  std::string iptcText(const char* key) const;
  std::vector<std::string> iptcTexts(const char* key) const;
  std::optional<WallTime> iptcTime() const;

 private:
  struct State;
  explicit MetadataSource(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace calotype::catalog
