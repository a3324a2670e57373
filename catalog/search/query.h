// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace calotype::catalog {

/// Bytes of the text that was typed.
struct Span {
  std::size_t begin = 0, end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

/// Why a part of a query was left out. The sentence is the program's that shows it.
enum class Fault {
  UnknownKey,
  BadDate,
  BadNumber,
  BadValue,
  MissingValue,
  UnbalancedQuote,
  UnbalancedGroup,
  WordsInGroup,       // words as an alternative to a filter
  SavedSearchInside,  // a saved search that has words of its own
  NoSuchTag,
  NoSuchAlbum,
  NoSuchFolder,
  TooLong,
  TooDeep,
};

struct QueryFault {
  Fault kind{};
  Span at;
  std::string word;        // the bad part
  std::string suggestion;  // what may be meant; may be empty
};

enum class Comparison { Equal, Less, AtMost, More, AtLeast, Between };

/// One filter: a key of the table (keys.h) and what it is compared with, as typed but unquoted.
struct Condition {
  std::string key;
  Comparison comparison = Comparison::Equal;
  std::string value, upper;  // upper: of Between; either end may be empty then
  friend bool operator==(const Condition&, const Condition&) = default;
};

struct Filter {
  enum class Kind { All, Any, Not, Is };
  Kind kind = Kind::All;
  std::vector<Filter> parts;  // of All, Any and Not
  Condition condition;        // of Is
  friend bool operator==(const Filter&, const Filter&) = default;
};

/// What was understood, piece by piece, for showing and taking away.
struct Chip {
  Span at;
  bool negated = false;
  std::string key;                   // empty: words
  std::string value;                 // with its comparison, as typed
  std::optional<std::size_t> fault;  // index into the faults
};

enum class Order { Relevance, Date, Name, Rating };

/// What somebody typed: words for the text encoder, and filters.
struct Query {
  std::string text;                  // words that photos shall fit, joined by a space
  std::vector<std::string> without;  // words or phrases that they shall not
  Filter filter;                     // All of nothing: no filter
  std::optional<Order> order;
  bool reversed = false;
  std::vector<Chip> chips;
  std::vector<QueryFault> faults;

  bool hasFilter() const { return filter.kind != Filter::Kind::All || !filter.parts.empty(); }
};

/// Never fails: bad parts become faults and are left out, the rest holds.
Query parseQuery(std::string_view text);

/// The text without the chip's part, and without the doubled space it would leave.
std::string withoutChip(std::string_view text, const Chip& chip);

/// Written so that the parser reads it back as one value.
std::string quotedValue(std::string_view value);

/// One text for all queries of a meaning: parseQuery gives text, without, filter and order again.
std::string serialise(const Query& query);

}  // namespace calotype::catalog
