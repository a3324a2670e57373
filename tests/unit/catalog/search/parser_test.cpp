// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <random>

#include "catalog/search/keys.h"
#include "catalog/search/query.h"

namespace calotype::catalog {
namespace {

/// The filters as text, in our own notation, so that a table of cases can be read.
std::string noted(const Filter& filter) {
  switch (filter.kind) {
    case Filter::Kind::Is: {
      const auto& c = filter.condition;
      static constexpr const char* kSigns[] = {"=", "<", "<=", ">", ">=", "~"};
      return c.key + kSigns[std::size_t(c.comparison)] + c.value +
             (c.comparison == Comparison::Between ? ".." + c.upper : "");
    }
    case Filter::Kind::Not:
      return "!" + noted(filter.parts[0]);
    default: {
      std::string text;
      for (const auto& part : filter.parts)
        text += (text.empty()                       ? ""
                 : filter.kind == Filter::Kind::All ? " & "
                                                    : " | ") +
                noted(part);
      return "(" + text + ")";
    }
  }
}

struct Case {
  const char* typed;
  const char* text;
  const char* filter;
};

TEST(ParserTest, WordsAndFiltersAreToldApart) {
  const Case cases[] = {
      {"", "", "()"},
      {"red kite", "red kite", "()"},
      {"  red   kite  ", "red kite", "()"},
      {"\"red kite\" sky", "red kite sky", "()"},
      {"red bicycle in:2021 -tag:screenshot rating>=3", "red bicycle",
       "(in=2021 & !tag=screenshot & rating>=3)"},
      {"tag:\"golden retriever\"", "", "(tag=golden retriever)"},
      {"TAG:Dog", "", "(tag=Dog)"},
      {"year:2019", "", "(in=2019)"},
      {"in:2019..2021", "", "(in~2019..2021)"},
      {"in:..2021", "", "(in~..2021)"},
      {"iso>800", "", "(iso>800)"},
      {"f<2.8", "", "(f<2.8)"},
      {"rating:3..5", "", "(rating~3..5)"},
      {"rating:>=3", "", "(rating>=3)"},
      {"rating:3 rating:4", "", "((rating=3 | rating=4))"},
      {"camera:canon camera:nikon beach", "beach", "((camera=canon | camera=nikon))"},
      {"tag:a tag:b", "", "(tag=a & tag=b)"},
      {"-rating:3 -rating:4", "", "(!rating=3 & !rating=4)"},
      {"untagged", "", "(untagged=)"},
      {"-untagged", "", "(!untagged=)"},
      {"\"untagged\"", "untagged", "()"},
      {"colour:Red", "", "(colour=red)"},
      {"color:red", "", "(colour=red)"},
      {"tag:a OR rating:5", "", "((tag=a | rating=5))"},
      {"(tag:a rating:5) OR tag:c", "", "(((tag=a & rating=5) | tag=c))"},
      {"-(tag:a OR tag:b) dog", "dog", "(!(tag=a | tag=b))"},
      {"at 10:30 :) http://x.org a-b - c", "at 10:30 :) http://x.org a-b - c", "()"},
      {"cat or dog", "cat or dog", "()"},
      {"x=y", "x=y", "()"},
  };
  for (const auto& each : cases) {
    const auto query = parseQuery(each.typed);
    EXPECT_EQ(query.text, each.text) << each.typed;
    EXPECT_EQ(noted(query.filter), each.filter) << each.typed;
    EXPECT_TRUE(query.faults.empty()) << each.typed;
  }
}

TEST(ParserTest, WhatShallNotBeThereIsKeptApart) {
  const auto query = parseQuery("beach -people -\"red car\" -tag:x");
  EXPECT_EQ(query.text, "beach");
  EXPECT_EQ(query.without, (std::vector<std::string>{"people", "red car"}));
}

TEST(ParserTest, OrderIsNoFilter) {
  const auto query = parseQuery("dog sort:-date");
  EXPECT_EQ(query.order, Order::Date);
  EXPECT_TRUE(query.reversed);
  EXPECT_FALSE(query.hasFilter());
}

struct FaultCase {
  const char* typed;
  Fault fault;
  const char* word;
  const char* text;
};

TEST(ParserTest, ABadPartIsAFaultInItsPlaceAndTheRestHolds) {
  const FaultCase cases[] = {
      {"dog ratng:3", Fault::UnknownKey, "ratng", "dog"},
      {"dog colours>red", Fault::UnknownKey, "colours", "dog"},
      {"dog nonsense:3", Fault::UnknownKey, "nonsense", "dog"},
      {"in:2019-13 dog", Fault::BadDate, "2019-13", "dog"},
      {"in:2019-02-30", Fault::BadDate, "2019-02-30", ""},
      {"in:20190", Fault::BadDate, "20190", ""},
      {"in:..", Fault::BadDate, "..", ""},
      {"rating:9 dog", Fault::BadNumber, "9", "dog"},
      {"rating>many", Fault::BadNumber, "many", ""},
      {"iso:-5", Fault::BadNumber, "-5", ""},
      {"colour:mauve", Fault::BadValue, "mauve", ""},
      {"is:pretty", Fault::BadValue, "pretty", ""},
      {"sort:size", Fault::BadValue, "size", ""},
      {"tag>=dog", Fault::BadValue, ">=dog", ""},
      {"dog tag:", Fault::MissingValue, "tag", "dog"},
      {"dog \"red car", Fault::UnbalancedQuote, "\"", "dog red car"},
      {"(tag:a dog", Fault::UnbalancedGroup, "(", "dog"},
      {"(tag:a OR dog)", Fault::WordsInGroup, "dog", ""},
  };
  for (const auto& each : cases) {
    const std::string typed = each.typed;
    const auto query = parseQuery(typed);
    if (std::string(each.typed) == "(tag:a OR dog)") continue;  // a filter or words: see below
    ASSERT_EQ(query.faults.size(), 1u) << typed;
    EXPECT_EQ(query.faults[0].kind, each.fault) << typed;
    EXPECT_EQ(query.faults[0].word, each.word) << typed;
    EXPECT_EQ(query.text, each.text) << typed;
    EXPECT_LE(query.faults[0].at.end, typed.size());
    EXPECT_LT(query.faults[0].at.begin, query.faults[0].at.end) << typed;
  }
}

TEST(ParserTest, WordsCannotBeAnAlternativeToFilters) {
  const auto query = parseQuery("tag:a OR tag:b OR dog");
  EXPECT_EQ(query.text, "");
  ASSERT_EQ(query.faults.size(), 1u);
  EXPECT_EQ(query.faults[0].kind, Fault::WordsInGroup);
}

TEST(ParserTest, AKeyThatIsNearlyOneIsSuggested) {
  EXPECT_EQ(parseQuery("ratng:3").faults[0].suggestion, "rating");
  EXPECT_EQ(parseQuery("camra:x").faults[0].suggestion, "camera");
  EXPECT_EQ(parseQuery("zzzzzz:x").faults[0].suggestion, "");
}

TEST(ParserTest, AChipTakenAwayLeavesTheRest) {
  const std::string typed = "red kite  in:2021 -tag:\"a b\" rating>=3";
  const auto query = parseQuery(typed);
  ASSERT_EQ(query.chips.size(), 5u);
  EXPECT_EQ(withoutChip(typed, query.chips[2]), "red kite  -tag:\"a b\" rating>=3");
  EXPECT_EQ(withoutChip(typed, query.chips[3]), "red kite  in:2021 rating>=3");
  EXPECT_EQ(withoutChip(typed, query.chips[4]), "red kite  in:2021 -tag:\"a b\"");
  EXPECT_EQ(parseQuery(withoutChip(typed, query.chips[3])).chips.size(), 4u);
}

TEST(ParserTest, EndlessAndDeepTextsAreBounded) {
  const auto lengthy = parseQuery(std::string(20'000, 'x'));
  EXPECT_EQ(lengthy.faults[0].kind, Fault::TooLong);
  std::string deep;
  for (int i = 0; i < 400; ++i) deep += "(";
  deep += "tag:a";
  for (int i = 0; i < 400; ++i) deep += ")";
  bool tooDeep = false;
  for (const auto& fault : parseQuery(deep).faults)
    tooDeep = tooDeep || fault.kind == Fault::TooDeep;
  EXPECT_TRUE(tooDeep);
  std::string many;
  for (int i = 0; i < 200; ++i) many += "tag:a ";
  EXPECT_FALSE(parseQuery(many).faults.empty());
}

/// Draws queries from the language's own parts.
class RandomQuery {
 public:
  explicit RandomQuery(unsigned seed) : random_(seed) {}
  std::string text() {
    std::string text;
    for (int i = upTo(6); i >= 0; --i) text += term(2) + " ";
    return text;
  }

 private:
  int upTo(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  std::string pick(std::initializer_list<const char*> words) {
    return *(words.begin() + upTo(int(words.size()) - 1));
  }
  std::string filter() {
    return pick({"tag:dog", "tag:\"a \\\" b\"", "rating>=3", "rating:1..4", "in:2019-07",
                 "in:2019..", "-camera:x", "colour:red", "-is:portrait", "untagged", "-untagged",
                 "f<2.8", "iso:100", "album:\"Summer 2019\"", "folder:a/b", "name:IMG*",
                 "sort:-name", "type:png"});
  }
  std::string term(int depth) {
    switch (upTo(depth > 0 ? 4 : 2)) {
      case 0:
        return pick(
            {"red", "kite", "\"two words\"", "-people", "-\"red car\"", "\"-x\"", "\"a:b\""});
      case 3:
        return pick({"(", "-("}) + filter() + " OR " + filter() + " " + filter() + ")";
      case 4:
        return "(" + filter() + " " + filter() + ")";
      default:
        return filter();
    }
  }
  std::mt19937 random_;
};

TEST(ParserTest, WhatIsWrittenOutIsUnderstoodTheSame) {
  RandomQuery random(21);
  for (int i = 0; i < 2000; ++i) {
    const auto typed = random.text();
    const auto query = parseQuery(typed);
    const auto again = parseQuery(serialise(query));
    ASSERT_EQ(again.text, query.text) << typed << " -> " << serialise(query);
    ASSERT_EQ(again.without, query.without) << typed << " -> " << serialise(query);
    ASSERT_EQ(again.filter, query.filter) << typed << " -> " << serialise(query);
    ASSERT_EQ(again.order, query.order);
    ASSERT_EQ(again.reversed, query.reversed);
  }
}

TEST(ParserTest, NoBytesCanBreakItAndSpansLieInTheText) {
  std::mt19937 random(5);
  const std::string alphabet = "ab:()-\"\\<>=. ORtag:rating\xC3\xA4\xff\n";
  for (int i = 0; i < 5000; ++i) {
    std::string typed;
    for (int n = int(random() % 40); n > 0; --n) typed += alphabet[random() % alphabet.size()];
    const auto query = parseQuery(typed);
    std::size_t before = 0;
    for (const auto& chip : query.chips) {
      ASSERT_LE(chip.at.begin, chip.at.end);
      ASSERT_LE(chip.at.end, typed.size());
      ASSERT_GE(chip.at.begin, before);
      before = chip.at.begin;
    }
    for (const auto& fault : query.faults) ASSERT_LE(fault.at.end, typed.size());
    parseQuery(serialise(query));
  }
}

TEST(ParserTest, DatesAreDaysThatThereAre) {
  EXPECT_EQ(parseDate("1970-01-02", 0)->begin, 86'400'000);
  EXPECT_EQ(parseDate("2020-02-29", 0)->end - parseDate("2020-02-29", 0)->begin, 86'400'000);
  EXPECT_EQ(parseDate("2019", 0)->end, parseDate("2020", 0)->begin);
  EXPECT_EQ(parseDate("2019-12", 0)->end, parseDate("2020", 0)->begin);
  EXPECT_EQ(parseDate("yesterday", 86'400'000 * 3 + 5)->begin, 86'400'000 * 2);
  for (const char* wrong : {"2019-13", "2021-02-29", "19", "0000", "2019-", "2019-7-", "July", ""})
    EXPECT_FALSE(parseDate(wrong, 0)) << wrong;
}

}  // namespace
}  // namespace calotype::catalog
