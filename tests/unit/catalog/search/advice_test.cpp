// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <chrono>

#include "catalog/search/advice.h"
#include "catalog/tags/vocabulary.h"
#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

constexpr std::int64_t kNow = 1796040000000;  // 2026-11-30
using Kind = Advice::Kind;

/// The query after all advice on dates was taken, last first.
std::string dated(const std::string& text) {
  auto advice = adviceOnDates(text, kNow);
  std::string better = text;
  for (auto each = advice.rbegin(); each != advice.rend(); ++each)
    better = following(better, *each);
  return better;
}

const Vocabulary& photoWords() {
  static const auto read = test::orDie(
      Vocabulary::read(fs::path(CALOTYPE_SOURCE) / "resources/vocabularies/photos.json"));
  return read;
}

std::string translated(const std::string& text) {
  auto advice = adviceOnLanguage(text, photoWords());
  std::string better = text;
  for (auto each = advice.rbegin(); each != advice.rend(); ++each)
    better = following(better, *each);
  return better;
}

TEST(AdviceTest, WordsForATimeOfferItsFilter) {
  EXPECT_EQ(dated("dog 2019"), "dog in:2019");
  EXPECT_EQ(dated("dog in July 2019"), "dog in:2019-07");
  EXPECT_EQ(dated("July of 2019 beach"), "in:2019-07 beach");
  EXPECT_EQ(dated("Hund im März 2020"), "Hund in:2020-03");
  EXPECT_EQ(dated("4 July 2019"), "in:2019-07-04");
  EXPECT_EQ(dated("4th July 2019"), "in:2019-07-04");
  EXPECT_EQ(dated("am 4. Juli 2019"), "in:2019-07-04");
  EXPECT_EQ(dated("july 4, 2019"), "in:2019-07-04");
  EXPECT_EQ(dated("from 2019-07 to now"), "in:2019-07 to now");
  EXPECT_EQ(dated("party 04.07.2019"), "party in:2019-07-04");
  EXPECT_EQ(dated("snow yesterday"), "snow in:yesterday");
  EXPECT_EQ(dated("Schnee heute"), "Schnee in:today");
  EXPECT_EQ(dated("cats last year"), "cats in:2025");
  EXPECT_EQ(dated("letzten Monat"), "in:2026-10");
  EXPECT_EQ(dated("Christmas 2018"), "in:2018-12-24..2018-12-26");
}

TEST(AdviceTest, EveryOfferedFilterIsUnderstood) {
  for (const auto* text : {"2019", "July 2019", "4. Juli 2019", "yesterday", "last month",
                           "Weihnachten 2018", "this year", "29 February 2020"}) {
    const auto query = parseQuery(dated(text));
    EXPECT_TRUE(query.faults.empty() && query.text.empty() && query.hasFilter()) << text;
  }
}

TEST(AdviceTest, WhatIsNoTimeIsLeftAlone) {
  for (const auto* text :
       {"may flowers", "march of penguins", "1080 pixels", "room 4711", "1799", "\"2019\" sign",
        "in:2019", "-2019", "31.02.2019", "last light", "9999", "", "winter"})
    EXPECT_TRUE(adviceOnDates(text, kNow).empty()) << text;
}

TEST(AdviceTest, AGermanNameOfTheVocabularyOffersTheEnglishOne) {
  EXPECT_EQ(translated("Hund"), "dog");
  EXPECT_EQ(translated("roter hund am Strand"), "roter dog am beach");
  const auto advice = adviceOnLanguage("ein Hund", photoWords());
  ASSERT_EQ(advice.size(), 1u) << "no sentence beside a word that helps";
  EXPECT_EQ(advice[0].kind, Kind::Translation);
  EXPECT_EQ(advice[0].words, "Hund");
}

TEST(AdviceTest, AWordOfBothLanguagesIsGermanAmongGermanWordsOnly) {
  EXPECT_EQ(translated("angel"), "angel");
  EXPECT_EQ(translated("boot on a bank"), "boot on a bank");
  EXPECT_EQ(translated("Boot auf dem See"), "boat auf dem lake");
}

TEST(AdviceTest, OtherLanguagesAndScriptsAreNoticed) {
  for (const auto* text : {"ein kleines Ding mit Rädern", "un chien dans la neige",
                           "perros sin correa", "собака", "犬", "σκύλος", "كلب"}) {
    const auto advice = adviceOnLanguage(text, photoWords());
    ASSERT_EQ(advice.size(), 1u) << text;
    EXPECT_EQ(advice[0].kind, Kind::Language) << text;
    EXPECT_TRUE(advice[0].instead.empty());
    EXPECT_EQ(following(text, advice[0]), text);
  }
}

TEST(AdviceTest, EnglishIsLeftAlone) {
  for (const auto* text :
       {"a dog on the beach", "red bicycle", "café at night", "two people with an umbrella", "son",
        "a baby in a restaurant", "🐶", "the Eiffel tower", "die cast car", "rating:5 tag:Hund",
        "angel", "brief handy grill", "gift", "kind face", "Los Angeles", "sushi", "-Hund",
        "\"Hund\""})
    EXPECT_TRUE(adviceOnLanguage(text, photoWords()).empty()) << text;
}

TEST(AdviceTest, WordsOnBothSidesOfAFilterAreNotReadTogether) {
  EXPECT_TRUE(adviceOnDates("july rating:5 2019x", kNow).empty());
  EXPECT_EQ(dated("july rating:5 2019"), "july rating:5 in:2019");
}

}  // namespace
}  // namespace calotype::catalog
