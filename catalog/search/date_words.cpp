// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>
#include <span>

#include "catalog/search/advice.h"
#include "catalog/search/keys.h"

namespace calotype::catalog {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month;
using std::chrono::year_month_day;
using std::chrono::years;

using Words = std::span<const PlainWord>;

// The oldest photograph that is kept.
constexpr int kFirstYear = 1826;

struct MonthName {
  std::string_view name;
  unsigned number;
};
constexpr std::array<MonthName, 37> kMonths = {
    {{"january", 1},  {"jan", 1},       {"januar", 1},    {"jänner", 1},    {"february", 2},
     {"feb", 2},      {"februar", 2},   {"march", 3},     {"mar", 3},       {"märz", 3},
     {"april", 4},    {"apr", 4},       {"may", 5},       {"mai", 5},       {"june", 6},
     {"jun", 6},      {"juni", 6},      {"july", 7},      {"jul", 7},       {"juli", 7},
     {"august", 8},   {"aug", 8},       {"september", 9}, {"sep", 9},       {"sept", 9},
     {"october", 10}, {"oct", 10},      {"oktober", 10},  {"okt", 10},      {"november", 11},
     {"nov", 11},     {"december", 12}, {"dec", 12},      {"dezember", 12}, {"dez", 12},
     {"mrz", 3},      {"feber", 2}}};

constexpr std::array<std::string_view, 11> kPrepositions = {
    "in", "from", "of", "on", "during", "at", "aus", "im", "vom", "am", "an"};
constexpr std::array<std::string_view, 4> kChristmas = {"christmas", "xmas", "weihnachten",
                                                        "weihnacht"};
constexpr std::array<std::string_view, 8> kLast = {"last",    "letztes", "letzten", "letztem",
                                                   "letzter", "voriges", "vorigen", "vorigem"};
constexpr std::array<std::string_view, 5> kThis = {"this", "dieses", "diesen", "diesem", "dieser"};
constexpr std::array<std::string_view, 3> kYearWords = {"year", "jahr", "jahres"};
constexpr std::array<std::string_view, 3> kMonthWords = {"month", "monat", "monats"};

template <class List>
bool isOneOf(const std::string& word, const List& list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::optional<int> numberOf(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

std::optional<unsigned> monthOf(const std::string& word) {
  const auto found = std::find_if(kMonths.begin(), kMonths.end(),
                                  [&](const MonthName& each) { return each.name == word; });
  if (found == kMonths.end()) return std::nullopt;
  return found->number;
}

/// "4", "4th", "04"; the point of "4." is gone already.
std::optional<unsigned> dayOf(std::string word) {
  for (const std::string_view ending : {"st", "nd", "rd", "th"})
    if (word.ends_with(ending)) {
      word.resize(word.size() - ending.size());
      break;
    }
  const auto number = numberOf(word);
  if (!number || word.size() > 2 || *number < 1 || *number > 31) return std::nullopt;
  return unsigned(*number);
}

std::string written(year_month one) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u", int(one.year()), unsigned(one.month()));
  return text;
}

std::string written(year_month_day one) {
  char text[32];
  std::snprintf(text, sizeof text, "%s-%02u", written(one.year() / one.month()).c_str(),
                unsigned(one.day()));
  return text;
}

/// A time, as the filter takes it, and how many words say it.
struct Found {
  std::string date;
  std::size_t words = 0;
};

class DateReader {
 public:
  explicit DateReader(std::int64_t nowWallMs)
      : nowWallMs_(nowWallMs),
        today_(
            std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::milliseconds>(
                std::chrono::milliseconds(nowWallMs)))) {}

  std::optional<Found> at(Words words) const {
    for (const auto way : {&DateReader::named, &DateReader::dayFirst, &DateReader::monthFirst,
                           &DateReader::christmas, &DateReader::relative, &DateReader::numbers})
      if (auto found = (this->*way)(words)) return found;
    return std::nullopt;
  }

 private:
  std::optional<int> yearOf(Words words, std::size_t at) const {
    if (at >= words.size() || words[at].folded.size() != 4) return std::nullopt;
    const auto number = numberOf(words[at].folded);
    if (!number || *number < kFirstYear || *number > int(today_.year()) + 1) return std::nullopt;
    return number;
  }

  static std::optional<Found> dated(year_month_day one, std::size_t words) {
    if (!one.ok()) return std::nullopt;
    return Found{written(one), words};
  }

  std::optional<Found> named(Words words) const {
    const auto& word = words[0].folded;
    if (word == "today" || word == "heute") return Found{"today", 1};
    if (word == "yesterday" || word == "gestern") return Found{"yesterday", 1};
    return std::nullopt;
  }

  /// 4 July 2019
  std::optional<Found> dayFirst(Words words) const {
    if (words.size() < 3) return std::nullopt;
    const auto number = dayOf(words[0].folded);
    const auto name = monthOf(words[1].folded);
    const auto y = yearOf(words, 2);
    if (!number || !name || !y) return std::nullopt;
    return dated(year(*y) / month(*name) / day(*number), 3);
  }

  /// July 4, 2019; July 2019; July of 2019
  std::optional<Found> monthFirst(Words words) const {
    const auto name = monthOf(words[0].folded);
    if (!name || words.size() < 2) return std::nullopt;
    if (const auto number = dayOf(words[1].folded); number && yearOf(words, 2))
      return dated(year(*yearOf(words, 2)) / month(*name) / day(*number), 3);
    const std::size_t at = words[1].folded == "of" ? 2 : 1;
    if (const auto y = yearOf(words, at)) return Found{written(year(*y) / month(*name)), at + 1};
    return std::nullopt;
  }

  std::optional<Found> christmas(Words words) const {
    const auto y = yearOf(words, 1);
    if (!y || !isOneOf(words[0].folded, kChristmas)) return std::nullopt;
    const auto days = year(*y) / std::chrono::December;
    return Found{written(days / day(24)) + ".." + written(days / day(26)), 2};
  }

  /// last year, this month
  std::optional<Found> relative(Words words) const {
    if (words.size() < 2) return std::nullopt;
    const bool last = isOneOf(words[0].folded, kLast);
    if (!last && !isOneOf(words[0].folded, kThis)) return std::nullopt;
    if (isOneOf(words[1].folded, kYearWords))
      return Found{std::to_string(int(today_.year()) - (last ? 1 : 0)), 2};
    if (!isOneOf(words[1].folded, kMonthWords)) return std::nullopt;
    const auto now = today_.year() / today_.month();
    return Found{written(last ? now - months(1) : now), 2};
  }

  /// 2019; 2019-07; 2019-07-04; 04.07.2019
  std::optional<Found> numbers(Words words) const {
    if (yearOf(words, 0)) return Found{words[0].folded, 1};
    const auto& word = words[0].folded;
    if (word.find('-') == 4 && parseDate(word, nowWallMs_)) return Found{word, 1};
    const auto first = word.find('.'), second = word.find('.', first + 1);
    if (first == std::string::npos || second == std::string::npos) return std::nullopt;
    const auto number = dayOf(word.substr(0, first));
    const auto monthNumber = numberOf(word.substr(first + 1, second - first - 1));
    const auto y = numberOf(word.substr(second + 1));
    if (!number || !monthNumber || *monthNumber < 1 || !y || *y < kFirstYear) return std::nullopt;
    return dated(year(*y) / month(unsigned(*monthNumber)) / day(*number), 1);
  }

  std::int64_t nowWallMs_;
  year_month_day today_;
};

}  // namespace

std::vector<Advice> adviceOnDates(std::string_view text, std::int64_t nowWallMs) {
  const auto words = plainWords(text);
  const DateReader reader(nowWallMs);
  std::vector<Advice> advice;
  for (std::size_t i = 0; i < words.size();) {
    const auto found = reader.at(Words(words).subspan(i));
    if (!found) {
      ++i;
      continue;
    }
    const bool preposition = i > 0 && isOneOf(words[i - 1].folded, kPrepositions);
    const Span at{words[preposition ? i - 1 : i].at.begin, words[i + found->words - 1].at.end};
    const auto said = text.substr(words[i].at.begin, at.end - words[i].at.begin);
    advice.push_back({Advice::Kind::Date, at, std::string(said), "in:" + found->date});
    i += found->words;
  }
  return soundAdvice(text, std::move(advice));
}

}  // namespace calotype::catalog
