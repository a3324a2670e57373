// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cctype>

#include "catalog/search/keys.h"
#include "catalog/search/query.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kMostBytes = 4096, kMostTerms = 64;
constexpr int kMostDepth = 16;
/// Any day will do to see whether a date is one.
constexpr std::int64_t kSomeDay = 0;

bool isSpace(char c) {
  return static_cast<unsigned char>(c) <= ' ' || c == 0x7f;
}
bool isLetter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || std::isalpha(byte) != 0;
}

/// A token as typed, and what it says once its quotes are gone.
struct Token {
  Span at;
  std::string plain;
  std::optional<std::size_t> comparison;  // where the key ends, in `plain`; none: no key
  bool quotedStart = false;
};

struct Parsed {
  Filter filter;
  bool hasFilter = false, hasWords = false;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    if (text.size() <= kMostBytes) return;
    text_ = text.substr(0, kMostBytes);
    query_.faults.push_back({Fault::TooLong, {kMostBytes, text.size()}, {}, {}});
  }

  Query parse() {
    auto all = parseAlternatives(0);
    if (all.hasFilter) query_.filter = asAll(std::move(all.filter));
    for (const auto& word : words_) {
      if (word.dropped) continue;
      if (word.negated) {
        query_.without.push_back(word.text);
      } else {
        if (!query_.text.empty()) query_.text += ' ';
        query_.text += word.text;
      }
    }
    std::stable_sort(query_.chips.begin(), query_.chips.end(),
                     [](const Chip& a, const Chip& b) { return a.at.begin < b.at.begin; });
    return std::move(query_);
  }

 private:
  struct Word {
    std::string text;
    Span at;
    bool negated = false, dropped = false;
    std::size_t chip = 0;
  };

  static Filter asAll(Filter filter) {
    if (filter.kind == Filter::Kind::All) return filter;
    Filter all;
    all.parts.push_back(std::move(filter));
    return all;
  }
  /// One part stands for itself.
  static Filter gathered(Filter::Kind kind, std::vector<Filter> parts) {
    if (parts.size() == 1) return std::move(parts.front());
    Filter filter;
    filter.kind = kind;
    filter.parts = std::move(parts);
    return filter;
  }

  void skipSpace() {
    while (at_ < text_.size() && isSpace(text_[at_])) ++at_;
  }
  bool atOr() const {
    return text_.substr(at_, 2) == "OR" && (at_ + 2 == text_.size() || isSpace(text_[at_ + 2]));
  }
  std::size_t addFault(Fault kind, Span at, std::string word, std::string suggestion = {}) {
    query_.faults.push_back({kind, at, std::move(word), std::move(suggestion)});
    return query_.faults.size() - 1;
  }

  Parsed parseAlternatives(int depth) {
    Parsed all;
    std::vector<Filter> alternatives;
    const std::size_t firstWord = words_.size();
    while (true) {
      auto one = parseSideBySide(depth);
      all.hasWords = all.hasWords || one.hasWords;
      if (one.hasFilter) alternatives.push_back(std::move(one.filter));
      skipSpace();
      if (at_ >= text_.size() || !atOr()) break;
      at_ += 2;
    }
    all.hasFilter = !alternatives.empty();
    const bool several = alternatives.size() > 1;
    if (all.hasFilter) all.filter = gathered(Filter::Kind::Any, std::move(alternatives));
    // Words cannot be an alternative to a filter: they order photos, they do not choose them.
    if (several && all.hasWords) dropWords(firstWord);
    return all;
  }

  void dropWords(std::size_t first) {
    for (std::size_t i = first; i < words_.size(); ++i) {
      words_[i].dropped = true;
      query_.chips[words_[i].chip].fault =
          addFault(Fault::WordsInGroup, words_[i].at, words_[i].text);
    }
  }

  Parsed parseSideBySide(int depth) {
    Parsed all;
    std::vector<Filter> parts;
    while (true) {
      skipSpace();
      if (at_ >= text_.size() || atOr()) break;
      if (text_[at_] == ')' && depth > 0) break;
      auto one = parseOne(depth);
      all.hasWords = all.hasWords || one.hasWords;
      if (one.hasFilter) parts.push_back(std::move(one.filter));
    }
    all.hasFilter = !parts.empty();
    if (all.hasFilter) all.filter = gathered(Filter::Kind::All, merged(std::move(parts)));
    return all;
  }

  /// Several values of one key are alternatives, where the table says so.
  static std::vector<Filter> merged(std::vector<Filter> parts) {
    std::vector<Filter> result;
    for (auto& part : parts) {
      const Key* key = part.kind == Filter::Kind::Is ? findKey(part.condition.key) : nullptr;
      const auto twin = key == nullptr || !key->alternatives
                            ? result.end()
                            : std::find_if(result.begin(), result.end(), [&](const Filter& other) {
                                const auto& first =
                                    other.kind == Filter::Kind::Any && !other.parts.empty()
                                        ? other.parts.front()
                                        : other;
                                return first.kind == Filter::Kind::Is &&
                                       first.condition.key == part.condition.key;
                              });
      if (twin == result.end()) {
        result.push_back(std::move(part));
      } else if (twin->kind == Filter::Kind::Any) {
        twin->parts.push_back(std::move(part));
      } else {
        std::vector<Filter> both;
        both.push_back(std::move(*twin));
        both.push_back(std::move(part));
        *twin = gathered(Filter::Kind::Any, std::move(both));
      }
    }
    return result;
  }

  Parsed parseOne(int depth) {
    const std::size_t begin = at_;
    bool negated = false;
    if (text_[at_] == '-' && at_ + 1 < text_.size() && !isSpace(text_[at_ + 1])) {
      negated = true;
      ++at_;
    }
    if (text_[at_] == '(' && groupCloses()) {
      if (depth >= kMostDepth) {
        addFault(Fault::TooDeep, {begin, text_.size()}, {});
        at_ = text_.size();
        return {};
      }
      ++at_;
      auto group = parseAlternatives(depth + 1);
      skipSpace();
      if (at_ < text_.size() && text_[at_] == ')')
        ++at_;
      else
        addFault(Fault::UnbalancedGroup, {begin, begin + 1}, "(");
      if (negated && group.hasFilter) {
        Filter inverse;
        inverse.kind = Filter::Kind::Not;
        inverse.parts.push_back(std::move(group.filter));
        group.filter = std::move(inverse);
      }
      return group;
    }
    return parseTerm(readToken(depth), begin, negated);
  }

  /// A "(" that is never closed and has no filter behind it is just a sign somebody typed.
  bool groupCloses() const {
    return text_.find(')', at_) != std::string_view::npos ||
           text_.find(':', at_) != std::string_view::npos;
  }

  Token readToken(int depth) {
    Token token;
    token.at.begin = at_;
    token.quotedStart = text_[at_] == '"';
    bool inQuotes = false;
    std::size_t quoteBegin = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (inQuotes) {
        if (c == '\\' && at_ + 1 < text_.size() &&
            (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\'))
          token.plain += text_[++at_];
        else if (c == '"')
          inQuotes = false;
        else
          token.plain += c;
        continue;
      }
      if (isSpace(c) || (c == ')' && depth > 0)) break;
      if (c == '"') {
        inQuotes = true;
        quoteBegin = at_;
        continue;
      }
      const bool compares = c == ':' || c == '<' || c == '>' || c == '=';
      if (compares && !token.comparison && !token.quotedStart)
        token.comparison = token.plain.size();
      token.plain += c;
    }
    if (inQuotes) addFault(Fault::UnbalancedQuote, {quoteBegin, quoteBegin + 1}, "\"");
    token.at.end = at_;
    return token;
  }

  Parsed parseTerm(const Token& token, std::size_t begin, bool negated) {
    const Span at{begin, token.at.end};
    if (++terms_ > kMostTerms) {
      addFault(Fault::TooLong, at, token.plain);
      return {};
    }
    if (!token.quotedStart && token.plain == "untagged")
      return condition({"untagged", Comparison::Equal, "", ""}, at, negated, "");
    if (token.comparison) {
      const auto name = std::string_view(token.plain).substr(0, *token.comparison);
      const bool letters = !name.empty() && std::all_of(name.begin(), name.end(), isLetter);
      if (letters)
        if (auto filter = parseFilter(name, std::string_view(token.plain).substr(*token.comparison),
                                      at, negated))
          return std::move(*filter);
    }
    return addWord(token.plain, at, negated);
  }

  /// White space inside quotes counts as one space.
  static std::string tidied(std::string_view text) {
    std::string tidy;
    for (const char c : text) {
      if (!isSpace(c))
        tidy += c;
      else if (!tidy.empty() && tidy.back() != ' ')
        tidy += ' ';
    }
    if (!tidy.empty() && tidy.back() == ' ') tidy.pop_back();
    return tidy;
  }

  Parsed addWord(std::string_view typed, Span at, bool negated) {
    const auto word = tidied(typed);
    if (word.empty()) return {};
    words_.push_back({word, at, negated, false, query_.chips.size()});
    query_.chips.push_back({at, negated, {}, word, {}});
    Parsed parsed;
    parsed.hasWords = true;
    return parsed;
  }

  Parsed faulty(Fault kind, Span at, bool negated, std::string_view key, std::string_view value,
                std::string suggestion = {}) {
    const auto fault = addFault(kind, at, std::string(kind == Fault::UnknownKey ? key : value),
                                std::move(suggestion));
    query_.chips.push_back({at, negated, std::string(key), std::string(value), fault});
    return {};
  }

  Parsed condition(Condition condition, Span at, bool negated, std::string shown) {
    query_.chips.push_back({at, negated, condition.key, std::move(shown), {}});
    Parsed parsed;
    parsed.hasFilter = true;
    parsed.filter.kind = Filter::Kind::Is;
    parsed.filter.condition = std::move(condition);
    if (negated) {
      Filter inverse;
      inverse.kind = Filter::Kind::Not;
      inverse.parts.push_back(std::move(parsed.filter));
      parsed.filter = std::move(inverse);
    }
    return parsed;
  }

  /// rest: from the comparison on. nullopt: it is no filter but text.
  std::optional<Parsed> parseFilter(std::string_view name, std::string_view rest, Span at,
                                    bool negated) {
    Comparison comparison = Comparison::Equal;
    std::size_t signs = 1;
    if (rest[0] == '<' || rest[0] == '>') {
      const bool orEqual = rest.size() > 1 && rest[1] == '=';
      signs = orEqual ? 2 : 1;
      comparison = rest[0] == '<' ? (orEqual ? Comparison::AtMost : Comparison::Less)
                                  : (orEqual ? Comparison::AtLeast : Comparison::More);
    } else if (rest[0] == ':' && rest.size() > 1 &&
               std::string_view("<>=").find(rest[1]) != std::string_view::npos) {
      return parseFilter(name, rest.substr(1), at, negated);  // "rating:>=3" is meant so too
    }
    const auto value = rest.substr(signs);
    const Key* const key = findKey(name);
    if (key == nullptr) {
      const auto near = nearestKey(name);
      const bool meantAsFilter = rest[0] == ':' || !near.empty();
      if (value.empty() || value.starts_with("//") || !meantAsFilter) return std::nullopt;
      return faulty(Fault::UnknownKey, at, negated, name, value, std::string(near));
    }
    if (value.empty()) return faulty(Fault::MissingValue, at, negated, key->name, key->name);
    if (std::string_view(key->name) == "sort") return parseOrder(value, at, negated);
    return parseValue(*key, comparison, value, rest, at, negated);
  }

  Parsed parseOrder(std::string_view value, Span at, bool negated) {
    const bool reversed = value.front() == '-';
    const auto word = reversed ? value.substr(1) : value;
    static constexpr std::pair<std::string_view, Order> kOrders[] = {
        {"relevance", Order::Relevance},
        {"date", Order::Date},
        {"name", Order::Name},
        {"rating", Order::Rating}};
    for (const auto& [name, order] : kOrders) {
      if (word != name || negated) continue;
      query_.order = order;
      query_.reversed = reversed;
      query_.chips.push_back({at, false, "sort", std::string(value), {}});
      return {};
    }
    return faulty(Fault::BadValue, at, negated, "sort", value);
  }

  Parsed parseValue(const Key& key, Comparison comparison, std::string_view value,
                    std::string_view rest, Span at, bool negated) {
    Condition made{key.name, comparison, std::string(value), ""};
    const bool ordered = key.kind == ValueKind::Number || key.kind == ValueKind::Rating ||
                         key.kind == ValueKind::Date;
    if (!ordered && comparison != Comparison::Equal)
      return faulty(Fault::BadValue, at, negated, key.name, rest);
    if (const auto dots = value.find(".."); ordered && dots != std::string_view::npos) {
      if (comparison != Comparison::Equal || value.size() == 2)
        return faulty(faultOf(key), at, negated, key.name, value);
      made.comparison = Comparison::Between;
      made.value = value.substr(0, dots);
      made.upper = value.substr(dots + 2);
    }
    for (const auto* end : {&made.value, &made.upper})
      if (!end->empty() && !fits(key, *end))
        return faulty(faultOf(key), at, negated, key.name, value);
    if (key.kind == ValueKind::Choice)
      std::transform(made.value.begin(), made.value.end(), made.value.begin(),
                     [](unsigned char c) { return char(std::tolower(c)); });
    const bool plain = rest[0] == ':' || rest[0] == '=';
    return condition(std::move(made), at, negated, std::string(plain ? value : rest));
  }

  static Fault faultOf(const Key& key) {
    return key.kind == ValueKind::Date     ? Fault::BadDate
           : key.kind == ValueKind::Choice ? Fault::BadValue
                                           : Fault::BadNumber;
  }
  static bool fits(const Key& key, const std::string& value) {
    switch (key.kind) {
      case ValueKind::Text:
        return true;
      case ValueKind::Number:
        return parseNumber(value).has_value();
      case ValueKind::Rating: {
        const auto number = parseNumber(value);
        return number && *number >= 0 && *number <= 5;
      }
      case ValueKind::Date:
        return parseDate(value, kSomeDay).has_value();
      case ValueKind::Choice: {
        std::string lower = value;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char c) { return char(std::tolower(c)); });
        return std::find(key.choices.begin(), key.choices.end(), lower) != key.choices.end();
      }
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0, terms_ = 0;
  std::vector<Word> words_;
  Query query_;
};

}  // namespace

Query parseQuery(std::string_view text) {
  return Parser(text).parse();
}

std::string withoutChip(std::string_view text, const Chip& chip) {
  std::string rest(text.substr(0, chip.at.begin));
  auto after = text.substr(std::min(chip.at.end, text.size()));
  while (!after.empty() && isSpace(after.front()) && (rest.empty() || isSpace(rest.back())))
    after.remove_prefix(1);
  rest += after;
  while (!rest.empty() && isSpace(rest.back())) rest.pop_back();
  return rest;
}

std::string quotedValue(std::string_view value) {
  const bool plain =
      !value.empty() && value.front() != '-' && value.front() != '(' && value != "OR" &&
      value != "untagged" && std::all_of(value.begin(), value.end(), [](char c) {
        return !isSpace(c) && std::string_view("\"():<>=\\").find(c) == std::string_view::npos;
      });
  if (plain) return std::string(value);
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + '"';
}

namespace {

std::string written(const Condition& condition) {
  if (condition.key == "untagged") return "untagged";
  static constexpr const char* kSigns[] = {":", "<", "<=", ">", ">=", ":"};
  std::string text = condition.key + kSigns[std::size_t(condition.comparison)];
  if (condition.comparison == Comparison::Between)
    return text + condition.value + ".." + condition.upper;
  return text + quotedValue(condition.value);
}

std::string written(const Filter& filter, bool inside) {
  switch (filter.kind) {
    case Filter::Kind::Is:
      return written(filter.condition);
    case Filter::Kind::Not: {
      const auto& part = filter.parts.front();
      return "-" + (part.kind == Filter::Kind::Is ? written(part, true)
                                                  : "(" + written(part, false) + ")");
    }
    case Filter::Kind::Any:
    case Filter::Kind::All: {
      std::string text;
      for (const auto& part : filter.parts) {
        if (!text.empty()) text += filter.kind == Filter::Kind::Any ? " OR " : " ";
        text += written(part, true);
      }
      return inside ? "(" + text + ")" : text;
    }
  }
  return {};
}

}  // namespace

std::string serialise(const Query& query) {
  std::string text;
  const auto add = [&](const std::string& part) {
    if (part.empty()) return;
    if (!text.empty()) text += ' ';
    text += part;
  };
  // Word by word, each protected where it would be read as something else.
  for (std::size_t begin = 0; begin < query.text.size();) {
    const auto end = std::min(query.text.find(' ', begin), query.text.size());
    add(quotedValue(std::string_view(query.text).substr(begin, end - begin)));
    begin = end + 1;
  }
  for (const auto& word : query.without) add("-" + quotedValue(word));
  for (const auto& part : query.filter.parts) add(written(part, true));
  if (query.order) {
    static constexpr const char* kOrders[] = {"relevance", "date", "name", "rating"};
    add(std::string("sort:") + (query.reversed ? "-" : "") + kOrders[std::size_t(*query.order)]);
  }
  return text;
}

}  // namespace calotype::catalog
