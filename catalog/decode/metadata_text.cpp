// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/metadata_text.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace calotype::catalog {

namespace {

constexpr std::size_t kMostKeywords = 1000;
constexpr std::size_t kMostKeywordBytes = 256;

bool isUtf8(std::string_view bytes) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const auto length = std::int32_t(bytes.size());
  for (std::int32_t at = 0; at < length;) {
    UChar32 character = 0;
    U8_NEXT(data, at, length, character);
    if (character < 0) return false;
  }
  return true;
}

std::string convert(std::string_view bytes, const char* encoding) {
  const icu::UnicodeString text(bytes.data(), std::int32_t(bytes.size()), encoding);
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

std::string trimmed(std::string text) {
  static constexpr std::string_view kBlanks(" \t\r\n\v\f\0", 7);
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// Cut at `most` bytes, between two characters.
std::string shortened(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (std::uint8_t(text[most]) & 0xc0) == 0x80) --most;
  text.resize(most);
  return text;
}

std::string_view viewOf(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::string cleanText(std::string_view bytes) {
  bytes = bytes.substr(0, bytes.find('\0'));
  return trimmed(isUtf8(bytes) ? std::string(bytes) : convert(bytes, "windows-1252"));
}

std::string fromUtf16(std::span<const std::byte> bytes) {
  const auto text = convert(viewOf(bytes.first(bytes.size() / 2 * 2)), "UTF-16LE");
  return cleanText(text);
}

std::string fromUserComment(std::span<const std::byte> bytes, bool littleEndian) {
  static constexpr std::size_t kCodeBytes = 8;
  if (bytes.size() <= kCodeBytes) return {};
  const auto code = viewOf(bytes.first(kCodeBytes));
  const auto text = viewOf(bytes.subspan(kCodeBytes));
  if (code.starts_with("UNICODE"))
    return cleanText(
        convert(text.substr(0, text.size() / 2 * 2), littleEndian ? "UTF-16LE" : "UTF-16BE"));
  if (code.starts_with("JIS")) return cleanText(convert(text, "ISO-2022-JP"));
  return cleanText(text);
}

bool isCameraFiller(std::string_view caption) {
  static constexpr std::array<std::string_view, 14> kFillers{
      "OLYMPUS DIGITAL CAMERA",
      "DIGITAL CAMERA",
      "SONY DSC",
      "SANYO DIGITAL CAMERA",
      "MINOLTA DIGITAL CAMERA",
      "KONICA MINOLTA DIGITAL CAMERA",
      "SAMSUNG DIGITAL CAMERA",
      "SAMSUNG",
      "KODAK DIGITAL STILL CAMERA",
      "Exif_JPEG_PICTURE",
      "Exif JPEG",
      "default",
      "<Digimax S500 / Kenox S500 / Digimax Cyber 530>",
      "AppleMark"};
  return std::find(kFillers.begin(), kFillers.end(), caption) != kFillers.end();
}

bool isProgramsOwnTag(std::string_view path) {
  return path.starts_with("darktable|") || path.starts_with("_Digikam_Internal_Tags_");
}

std::string tagPathOf(const std::vector<std::string>& levels) {
  std::string path;
  for (const auto& level : levels) {
    const auto name = trimmed(level);
    if (name.empty()) continue;
    if (!path.empty()) path += '/';
    for (const char c : name) path += c == '/' ? std::string("\\/") : std::string(1, c);
  }
  return path;
}

std::vector<std::string> levelsOfTagPath(std::string_view path) {
  std::vector<std::string> levels(1);
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '\\' && i + 1 < path.size() && path[i + 1] == '/')
      levels.back() += path[++i];
    else if (path[i] == '/')
      levels.emplace_back();
    else
      levels.back() += path[i];
  }
  std::erase(levels, "");
  return levels;
}

bool KeywordList::add(std::string keyword) {
  keyword = shortened(trimmed(std::move(keyword)), kMostKeywordBytes);
  if (keyword.empty() || keywords_.size() >= kMostKeywords) return false;
  std::string folded;
  icu::UnicodeString::fromUTF8(keyword).foldCase().toUTF8String(folded);
  if (std::find(folded_.begin(), folded_.end(), folded) != folded_.end()) return false;
  folded_.push_back(std::move(folded));
  keywords_.push_back(std::move(keyword));
  return true;
}

}  // namespace calotype::catalog
