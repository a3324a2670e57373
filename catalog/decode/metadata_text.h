// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::catalog {

/// Text as it lies in a photo, as UTF-8 without NULs and blanks at its ends: bytes that are UTF-8
/// stay, others are read as Windows-1252, which is what cameras and old programs write.
std::string cleanText(std::string_view bytes);

/// UTF-16, little-endian: Exif's XPTitle, XPComment and XPKeywords.
std::string fromUtf16(std::span<const std::byte> bytes);

/// Exif's UserComment: eight bytes that name the encoding, then the text (Exif 2.32, table 9).
/// littleEndian: the byte order of the Exif block, which the UTF-16 in it follows.
std::string fromUserComment(std::span<const std::byte> bytes, bool littleEndian);

/// What cameras write where a person's caption should stand, "OLYMPUS DIGITAL CAMERA".
bool isCameraFiller(std::string_view caption);

/// What a program notes for itself among a photo's tags: darktable's "darktable|…", digiKam's
/// "_Digikam_Internal_Tags_/…".
bool isProgramsOwnTag(std::string_view path);

/// A tag's path as Metadata::keywordPaths has it, of its levels and back: "/" between them, "\/"
/// for one within. Empty levels are left out.
std::string tagPathOf(const std::vector<std::string>& levels);
std::vector<std::string> levelsOfTagPath(std::string_view path);

/// Keywords in the order of adding, without empty ones and without those that differ in case only.
/// At most 1,000 of at most 256 bytes are kept (rule R38).
class KeywordList {
 public:
  /// False: it was not kept.
  bool add(std::string keyword);
  bool empty() const { return keywords_.empty(); }
  std::vector<std::string> take() { return std::move(keywords_); }

 private:
  std::vector<std::string> keywords_, folded_;
};

}  // namespace calotype::catalog
