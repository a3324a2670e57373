// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/search/query.h"

namespace calotype::catalog {

class Vocabulary;

/// What somebody may not know about the words of a search: it was answered as typed, and this would
/// ask for something better.
struct Advice {
  enum class Kind {
    Date,         // the words name a time, which a filter knows and no model does
    Translation,  // a word of another language than the model's, and the same in its own
    Language,     // words of another language, and no better ones are known; nothing to put instead
  };
  Kind kind{};
  Span at;              // of the text that was typed
  std::string words;    // what stands there
  std::string instead;  // what would replace it
  friend bool operator==(const Advice&, const Advice&) = default;
};

/// Words that name a time: "July 2019", "4. Juli 2019", "2019-07-04", "yesterday", "last year",
/// "Christmas 2019", "2019", with the preposition before them; English and German. Never those in
/// quotation marks, filters, or words that a photo shall not fit.
std::vector<Advice> adviceOnDates(std::string_view text, std::int64_t nowWallMs);

/// Words that a model of English captions hardly knows: German names of the vocabulary, each with
/// the English one; small words of other European languages; other scripts.
std::vector<Advice> adviceOnLanguage(std::string_view text, const Vocabulary& vocabulary);

/// The text with the advice taken.
std::string following(std::string_view text, const Advice& advice);
/// Without advice that would leave a part not understood: a filter cannot be an alternative to
/// words.
std::vector<Advice> soundAdvice(std::string_view text, std::vector<Advice> advice);

/// A word of a search that may be advised on.
struct PlainWord {
  Span at;
  std::string folded;  // as tagKey gives it, without punctuation at its ends
};
/// The words of a query, one by one; two that do not stand side by side have an empty one between
/// them.
std::vector<PlainWord> plainWords(std::string_view text);

}  // namespace calotype::catalog
