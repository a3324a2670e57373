// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/advice.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <optional>

#include "catalog/store/tag_store.h"
#include "catalog/tags/vocabulary.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kMostWordsOfAName = 3;

/// Frequent small words of German, French, Spanish, Italian, Portuguese and Dutch that mean nothing
/// in English and are no usual part of a name.
constexpr std::array<std::string_view, 56> kForeign = {
    "auf",   "aus",   "beim",  "das",  "der",    "ein",  "eine", "einem", "einen", "einer",
    "mit",   "oder",  "ohne",  "und",  "unter",  "vom",  "zum",  "zur",   "über",  "avec",
    "dans",  "des",   "et",    "les",  "sans",   "sous", "sur",  "une",   "aux",   "con",
    "sin",   "sobre", "una",   "unos", "unas",   "y",    "gli",  "nella", "nello", "sulla",
    "degli", "della", "dello", "com",  "dos",    "em",   "sem",  "uma",   "na",    "nas",
    "een",   "het",   "met",   "naar", "zonder", "voor"};

/// German names of the vocabulary that mean something else in English: no sign by themselves.
constexpr std::array<std::string_view, 27> kAlsoEnglish = {
    "angel", "auto", "autos", "bank", "boot",   "brief", "café", "dom",      "grill",
    "handy", "helm", "herd",  "hose", "hotdog", "lama",  "mops", "mantel",   "muster",
    "rad",   "rind", "see",   "tee",  "teller", "tor",   "wand", "pullover", "tablet"};

bool isForeign(const std::string& word) {
  return std::find(kForeign.begin(), kForeign.end(), word) != kForeign.end();
}

bool isAlsoEnglish(std::string_view words) {
  const auto key = tagKey(words);
  return std::find(kAlsoEnglish.begin(), kAlsoEnglish.end(), key) != kAlsoEnglish.end();
}

/// A letter that belongs to no alphabet in which English is written.
bool hasOtherScript(std::string_view word) {
  constexpr UChar32 kLatinEnds = 0x250;
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(word.data());
  for (std::int32_t at = 0, size = std::int32_t(word.size()); at < size;) {
    UChar32 character = 0;
    U8_NEXT(bytes, at, size, character);
    if (character >= kLatinEnds && u_isalpha(character) && character < 0xfe00) return true;
  }
  return false;
}

std::string_view withoutPunctuation(std::string_view word) {
  constexpr std::string_view kSigns = ".,;!?'()[]…";
  const auto first = word.find_first_not_of(kSigns);
  if (first == std::string_view::npos) return {};
  return word.substr(first, word.find_last_not_of(kSigns) + 1 - first);
}

/// The longest run of words from `first` on that is a German name and no English one.
std::optional<Advice> translation(std::string_view text, const std::vector<PlainWord>& words,
                                  std::size_t first, const Vocabulary& vocabulary) {
  for (std::size_t count = std::min(kMostWordsOfAName, words.size() - first); count > 0; --count) {
    const Span at{words[first].at.begin, words[first + count - 1].at.end};
    std::string name;
    for (std::size_t i = first; i < first + count; ++i)
      name += (name.empty() ? "" : " ") + words[i].folded;
    if (auto english = vocabulary.englishFor(name))
      return Advice{Advice::Kind::Translation, at,
                    std::string(withoutPunctuation(text.substr(at.begin, at.end - at.begin))),
                    std::move(*english)};
  }
  return std::nullopt;
}

}  // namespace

std::vector<PlainWord> plainWords(std::string_view text) {
  const auto query = parseQuery(text);
  std::vector<PlainWord> words;
  std::size_t end = 0;
  for (const auto& chip : query.chips) {
    const auto piece = text.substr(chip.at.begin, chip.at.end - chip.at.begin);
    if (!chip.key.empty() || chip.negated || piece.find('"') != std::string_view::npos) continue;
    const auto between = text.substr(end, chip.at.begin - end);
    const bool adjacent = between.find_first_not_of(" \t") == std::string_view::npos;
    if (!words.empty() && !adjacent) words.push_back({{end, end}, {}});
    words.push_back({chip.at, tagKey(withoutPunctuation(piece))});
    end = chip.at.end;
  }
  return words;
}

std::vector<Advice> adviceOnLanguage(std::string_view text, const Vocabulary& vocabulary) {
  const auto words = plainWords(text);
  std::vector<Advice> advice;
  std::optional<Advice> foreign;
  for (std::size_t i = 0; i < words.size();) {
    if (auto better = translation(text, words, i, vocabulary)) {
      while (i < words.size() && words[i].at.end <= better->at.end) ++i;
      advice.push_back(std::move(*better));
      continue;
    }
    const auto& word = words[i++];
    if (!foreign && (isForeign(word.folded) || hasOtherScript(word.folded)))
      foreign = Advice{Advice::Kind::Language,
                       word.at,
                       std::string(text.substr(word.at.begin, word.at.end - word.at.begin)),
                       {}};
  }
  const bool certain = foreign || std::any_of(advice.begin(), advice.end(), [](const Advice& each) {
                         return !isAlsoEnglish(each.words);
                       });
  if (!certain) advice.clear();
  if (advice.empty() && foreign) advice.push_back(std::move(*foreign));
  return soundAdvice(text, std::move(advice));
}

std::string following(std::string_view text, const Advice& advice) {
  std::string better(text);
  if (!advice.instead.empty() && advice.at.end <= text.size())
    better.replace(advice.at.begin, advice.at.end - advice.at.begin, advice.instead);
  return better;
}

std::vector<Advice> soundAdvice(std::string_view text, std::vector<Advice> advice) {
  const auto faults = parseQuery(text).faults.size();
  std::erase_if(advice, [&](const Advice& each) {
    return parseQuery(following(text, each)).faults.size() > faults;
  });
  return advice;
}

}  // namespace calotype::catalog
