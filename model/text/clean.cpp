// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text/clean.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <iterator>

#include "model/text/special_tokens.h"

namespace calotype::model {

namespace {

struct Entity {
  std::string_view name, text;
};
constexpr Entity kEntities[] = {
#include "model/text/html_entities.inc"
};

constexpr std::size_t kLongestName = 32;  // characters, semicolon not counted

const Entity* findEntity(std::string_view name) {
  const auto* const found = std::lower_bound(
      std::begin(kEntities), std::end(kEntities), name,
      [](const Entity& entity, std::string_view key) { return entity.name < key; });
  return found != std::end(kEntities) && found->name == name ? found : nullptr;
}

void append(std::string& text, UChar32 character) {
  std::array<char, U8_MAX_LENGTH> bytes{};
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, character);
  text.append(bytes.data(), std::size_t(length));
}

/// The character at `at`, which moves behind it; U+FFFD for bytes that are not UTF-8.
UChar32 next(std::string_view text, std::size_t& at) {
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  UChar32 character = 0;
  U8_NEXT_OR_FFFD(bytes, at, text.size(), character);
  return character;
}

/// What the numbers 128 to 159 stood for in Windows-1252; 0 where it had none.
constexpr std::array<std::uint16_t, 32> kWindows1252{
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

void appendNumbered(std::string& text, std::uint32_t number) {
  if (number >= 0x80 && number < 0xa0) {
    const auto meant = kWindows1252[number - 0x80];
    append(text, meant != 0 ? UChar32(meant) : UChar32(number));
    return;
  }
  if (number == 0 || number > 0x10ffff || (number >= 0xd800 && number < 0xe000)) {
    append(text, 0xfffd);
    return;
  }
  const bool control =
      number < 0x20 && number != '\t' && number != '\n' && number != '\f' && number != '\r';
  const bool noncharacter = (number >= 0xfdd0 && number < 0xfdf0) || (number & 0xfffe) == 0xfffe;
  if (!control && number != 0x7f && !noncharacter) append(text, UChar32(number));
}

/// A reference by number, behind "&#". Gives how many bytes it took; 0: it is none.
std::size_t readNumbered(std::string_view rest, std::string& text) {
  std::size_t at = 0;
  const bool hexadecimal = at < rest.size() && (rest[at] == 'x' || rest[at] == 'X');
  if (hexadecimal) ++at;
  const std::uint32_t base = hexadecimal ? 16 : 10;
  const auto firstDigit = at;
  std::uint32_t number = 0;
  for (; at < rest.size(); ++at) {
    const auto digit = std::uint32_t(u_digit(UChar32(std::uint8_t(rest[at])), std::int8_t(base)));
    if (std::uint8_t(rest[at]) >= 0x80 || digit >= base) break;
    number = std::min<std::uint32_t>(number * base + digit, 0x110000);
  }
  if (at == firstDigit) return 0;
  if (at < rest.size() && rest[at] == ';') ++at;
  appendNumbered(text, number);
  return at;
}

/// A reference by name, behind "&". Gives how many bytes it took; 0: it is none.
std::size_t readNamed(std::string_view rest, std::string& text) {
  std::size_t end = 0;
  for (std::size_t count = 0; count < kLongestName && end < rest.size(); ++count) {
    if (std::string_view("\t\n\f <&#;").find(rest[end]) != std::string_view::npos) break;
    next(rest, end);
  }
  if (end == 0) return 0;
  if (end < rest.size() && rest[end] == ';') ++end;
  for (auto length = end; length > 1; --length) {
    if (const auto* const entity = findEntity(rest.substr(0, length))) {
      text += entity->text;
      return length;
    }
  }
  return 0;
}

/// Python's str.isspace, which also counts four separators that are not White_Space.
bool isPythonSpace(UChar32 character) {
  return u_isUWhiteSpace(character) || (character >= 0x1c && character <= 0x1f);
}

std::string_view stripped(std::string_view text) {
  std::size_t first = text.size(), last = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto start = at;
    if (isPythonSpace(next(text, at))) continue;
    first = std::min(first, start);
    last = at;
  }
  return first < last ? text.substr(first, last - first) : std::string_view();
}

enum class Kind { Letter, Digit, Space, Nothing, Other };

Kind kindOf(UChar32 character) {
  // The original's pattern ignores case, and so asks whether any case variant of a character is a
  // letter when it looks for characters that are not. U+0345 is the one non-letter with variants
  // that are letters: it matches nothing there and falls out of the text.
  if (character == 0x345) return Kind::Nothing;
  const auto mask = U_GET_GC_MASK(character);
  if ((mask & U_GC_L_MASK) != 0) return Kind::Letter;
  if ((mask & U_GC_N_MASK) != 0) return Kind::Digit;
  return u_isUWhiteSpace(character) ? Kind::Space : Kind::Other;
}

/// Bytes of the contraction at the start of `text`, 0 if there is none. Case is ignored, as it is
/// in the original: after lower-casing that still matters for "ſ", the long s.
std::size_t contraction(std::string_view text) {
  if (text.empty() || text.front() != '\'') return 0;
  std::size_t at = 1;
  if (at == text.size()) return 0;
  const auto first = u_foldCase(next(text, at), U_FOLD_CASE_DEFAULT);
  if (first == 's' || first == 't' || first == 'm' || first == 'd') return at;
  if (at == text.size()) return 0;
  const auto second = u_foldCase(next(text, at), U_FOLD_CASE_DEFAULT);
  const bool found = (first == 'r' && second == 'e') || (first == 'v' && second == 'e') ||
                     (first == 'l' && second == 'l');
  return found ? at : 0;
}

/// Bytes of a start or end token written out at the start of `text`, 0 if there is none.
std::size_t writtenOutToken(std::string_view text) {
  for (const auto token : {kStartToken, kEndToken}) {
    std::size_t at = 0;
    bool same = true;
    for (const char expected : token) {
      if (at == text.size() ||
          u_foldCase(next(text, at), U_FOLD_CASE_DEFAULT) != UChar32(std::uint8_t(expected))) {
        same = false;
        break;
      }
    }
    if (same) return at;
  }
  return 0;
}

}  // namespace

std::string unescapeHtml(std::string_view utf8) {
  std::string text;
  text.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    if (utf8[at] != '&') {
      append(text, next(utf8, at));
      continue;
    }
    const auto rest = utf8.substr(at + 1);
    const bool numbered = !rest.empty() && rest.front() == '#';
    const auto taken = numbered ? readNumbered(rest.substr(1), text) : readNamed(rest, text);
    if (taken == 0) text += '&';
    at += 1 + taken + (taken != 0 && numbered ? 1 : 0);
  }
  return text;
}

namespace {

std::string lowered(std::string_view utf8) {
  std::string lower;
  icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), std::int32_t(utf8.size())))
      .toLower(icu::Locale::getRoot())
      .toUTF8String(lower);
  return lower;
}

/// Runs of white space become one blank, none at the ends.
std::string spacedOnce(std::string_view utf8) {
  std::string spaced;
  spaced.reserve(utf8.size());
  const auto inner = stripped(utf8);
  bool inSpace = false;
  for (std::size_t at = 0; at < inner.size();) {
    const auto character = next(inner, at);
    const bool space = u_isUWhiteSpace(character);
    if (!space) append(spaced, character);
    if (space && !inSpace) spaced += ' ';
    inSpace = space;
  }
  // Behind a separator that strip() took from an end there may be white space again.
  return std::string(stripped(spaced));
}

bool isAsciiPunctuation(char c) {
  return c > ' ' && c < 0x7f && std::isalnum(static_cast<unsigned char>(c)) == 0;
}

}  // namespace

std::string cleanText(std::string_view utf8) {
  return lowered(spacedOnce(unescapeHtml(unescapeHtml(utf8))));
}

std::string lowerText(std::string_view utf8, bool punctuation) {
  auto text = lowered(utf8);
  if (punctuation) return text;
  std::erase_if(text, isAsciiPunctuation);
  return spacedOnce(text);
}

std::vector<std::string_view> splitText(std::string_view clean) {
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < clean.size();) {
    const auto rest = clean.substr(at);
    auto length = writtenOutToken(rest);
    if (length == 0) length = contraction(rest);
    if (length != 0) {
      pieces.push_back(rest.substr(0, length));
      at += length;
      continue;
    }
    std::size_t end = 0;
    const auto kind = kindOf(next(rest, end));
    if (kind == Kind::Letter || kind == Kind::Other) {
      // A run takes all that it can: a contraction or written-out token inside is not looked for.
      for (auto further = end; further < rest.size(); end = further)
        if (kindOf(next(rest, further)) != kind) break;
    }
    if (kind != Kind::Space && kind != Kind::Nothing) pieces.push_back(rest.substr(0, end));
    at += end;
  }
  return pieces;
}

}  // namespace calotype::model
