// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>
#include <optional>

#include <unicode/utf8.h>

#include "catalog/decode/film.h"
#include "catalog/protocol.h"
#include "catalog/wire.h"

namespace calotype::catalog::protocol {

namespace {

constexpr int kMaxStoredEdge = std::numeric_limits<int>::max();

bool isUtf8(std::string_view text) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = std::int32_t(text.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 character = 0;
    U8_NEXT(data, i, length, character);
    if (character <= 0) return false;  // not UTF-8, or a NUL
  }
  return true;
}

template <class T>
void putOptional(WireWriter& out, const std::optional<T>& value) {
  out.put(std::uint8_t(value ? 1 : 0));
  if (value) out.put(*value);
}

template <class T>
void getOptional(WireReader& in, std::optional<T>& value) {
  if (in.get<std::uint8_t>() != 0) value = in.get<T>();
}

/// The longest start of `text` of at most `limit` bytes that does not cut a character.
std::string_view cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (text[limit] & 0xc0) == 0x80) --limit;
  return text.substr(0, limit);
}

template <class T>
bool within(const std::optional<T>& value, T least, T most) {
  return !value || (*value >= least && *value <= most);  // false for not-a-number
}

bool numbersAreSound(const Metadata& m) {
  constexpr std::int64_t kYear9999 = 253'402'300'800'000, kYear1 = -62'135'596'800'000;
  return m.width >= 0 && m.height >= 0 && m.width <= kMaxStoredEdge && m.height <= kMaxStoredEdge &&
         m.orientation >= 1 && m.orientation <= 8 && within(m.takenMs, kYear1, kYear9999) &&
         within(m.offsetMinutes, -14 * 60, 14 * 60) && within(m.exposureSeconds, 0., 1e9) &&
         within(m.fNumber, 0., 1e6) && within(m.iso, 0., 1e9) && within(m.focalLengthMm, 0., 1e6) &&
         within(m.latitude, -90., 90.) && within(m.longitude, -180., 180.) &&
         within(m.rating, -1, 5) && within(m.durationMs, std::int64_t(0), kMostDurationMs);
}

void putTexts(WireWriter& out, const std::vector<std::string>& texts, std::size_t longest) {
  const auto count = std::min(texts.size(), kMaxKeywords);
  out.put(std::uint32_t(count));
  for (std::size_t i = 0; i < count; ++i) out.putText(cut(texts[i], longest));
}

/// False: one is not sound, or there are too many.
bool getTexts(WireReader& in, std::vector<std::string>& texts, std::size_t longest) {
  const auto count = in.get<std::uint32_t>();
  bool sound = count <= kMaxKeywords;
  for (std::uint32_t i = 0; i < count && sound && !in.failed(); ++i) {
    texts.push_back(in.getText(longest));
    sound = isUtf8(texts.back());
  }
  return sound;
}

bool formatIsSound(std::string_view format) {
  if (format.empty() || format.size() > 8) return false;
  for (const char letter : format)
    if (!(letter >= 'A' && letter <= 'Z') && !(letter >= '0' && letter <= '9')) return false;
  return true;
}

}  // namespace

std::vector<std::byte> encodeMetadata(const Metadata& m) {
  WireWriter out;
  out.putText(m.format);
  out.put(std::int32_t(m.width));
  out.put(std::int32_t(m.height));
  out.put(std::int32_t(m.orientation));
  putOptional(out, m.takenMs);
  putOptional(out, m.offsetMinutes);
  putOptional(out, m.durationMs);
  for (const auto* value :
       {&m.exposureSeconds, &m.fNumber, &m.iso, &m.focalLengthMm, &m.latitude, &m.longitude})
    putOptional(out, *value);
  putOptional(out, m.rating);
  for (const auto* text : {&m.make, &m.camera, &m.lens, &m.title, &m.caption})
    out.putText(cut(*text, kMaxText));
  putTexts(out, m.keywords, kMaxKeyword);
  putTexts(out, m.keywordPaths, kMaxTagPath);
  return std::move(out).take();
}

Result<Metadata> parseMetadata(std::span<const std::byte> bytes) {
  WireReader in(bytes);
  Metadata m;
  m.format = in.getText(8);
  m.width = in.get<std::int32_t>();
  m.height = in.get<std::int32_t>();
  m.orientation = in.get<std::int32_t>();
  getOptional(in, m.takenMs);
  getOptional(in, m.offsetMinutes);
  getOptional(in, m.durationMs);
  for (auto* value :
       {&m.exposureSeconds, &m.fNumber, &m.iso, &m.focalLengthMm, &m.latitude, &m.longitude})
    getOptional(in, *value);
  getOptional(in, m.rating);
  bool sound = true;
  for (auto* text : {&m.make, &m.camera, &m.lens, &m.title, &m.caption}) {
    *text = in.getText(kMaxText);
    sound = sound && isUtf8(*text);
  }
  sound = getTexts(in, m.keywords, kMaxKeyword) && sound;
  sound = getTexts(in, m.keywordPaths, kMaxTagPath) && sound;
  if (!sound || !in.complete() || !numbersAreSound(m) || !formatIsSound(m.format))
    return fail(Code::Corrupt, "The decoder's description of the photo makes no sense.");
  return m;
}

std::vector<std::byte> encodeWords(const PhotoWords& words) {
  WireWriter out;
  putOptional(out, words.rating);
  out.putText(cut(words.caption, kMaxText));
  putTexts(out, words.tags, kMaxTagPath);
  return std::move(out).take();
}

Result<PhotoWords> parseWords(std::span<const std::byte> bytes) {
  WireReader in(bytes);
  PhotoWords words;
  getOptional(in, words.rating);
  words.caption = in.getText(kMaxText);
  bool sound = isUtf8(words.caption) && within(words.rating, 0, 5);
  sound = getTexts(in, words.tags, kMaxTagPath) && sound;
  if (!sound || !in.complete())
    return fail(Code::Corrupt, "The words to be written make no sense to this decoder.");
  return words;
}

}  // namespace calotype::catalog::protocol
