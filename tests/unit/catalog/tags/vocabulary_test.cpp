// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/tags/vocabulary.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "catalog/store/tag_store.h"
#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;

Vocabulary photos() {
  return orDie(Vocabulary::read(fs::path(CALOTYPE_SOURCE) / "resources/vocabularies/photos.json"));
}

std::string faultOf(std::string_view text) {
  const auto read = Vocabulary::parse(text, "mine.json");
  return read ? "no fault" : read.error().message;
}

TEST(VocabularyTest, OursHasSixHundredConceptsAndMoreInBothLanguages) {
  const auto vocabulary = photos();
  int proposed = 0;
  std::set<std::string> tops;
  for (const auto& one : vocabulary.concepts()) {
    proposed += one.group ? 0 : 1;
    EXPECT_FALSE(one.english.empty() || one.german.empty()) << one.id;
    EXPECT_FALSE(one.prompts.empty()) << one.id;
    if (one.above < 0) tops.insert(one.id);
  }
  EXPECT_GE(proposed, 600);
  EXPECT_GE(tops.size(), 10u);
  EXPECT_GE(vocabulary.neutral().size(), 10u);
}

TEST(VocabularyTest, OursSaysNothingOfAPersonsSexAgeOrOrigin) {
  static const std::set<std::string> kWords = {
      "man",      "men",     "woman",     "women",    "boy",      "boys",   "girl",
      "girls",    "child",   "kid",       "kids",     "children", "baby",   "babies",
      "toddler",  "elderly", "lady",      "ladies",   "male",     "female", "teen",
      "teenager", "asian",   "caucasian", "frau",     "frauen",   "mann",   "junge",
      "jungen",   "kind",    "kinder",    "säugling", "mädchen",  "männer"};
  const auto vocabulary = photos();
  for (const auto& one : vocabulary.concepts())
    for (const auto* texts : {&one.english, &one.german, &one.prompts})
      for (const auto& text : *texts) {
        std::istringstream words(tagKey(text));
        for (std::string word; words >> word;) EXPECT_EQ(kWords.count(word), 0u) << text;
      }
}

TEST(VocabularyTest, NamesAndSynonymsFindTheirConceptInEitherLanguageAndAnyCase) {
  const auto vocabulary = photos();
  EXPECT_EQ(vocabulary.find("Puppy"), vocabulary.find("dog"));
  EXPECT_EQ(vocabulary.find("HUND"), vocabulary.find("dog"));
  EXPECT_EQ(vocabulary.find("no such thing"), -1);
  EXPECT_EQ(vocabulary.concepts()[std::size_t(vocabulary.find("rock"))].english.front(), "rock")
      << "where the languages differ, English wins";
}

TEST(VocabularyTest, APlainListOfNamesIsAVocabularyToo) {
  const auto vocabulary =
      orDie(Vocabulary::parse("# mine\nred kite\nboats/our boat\n\nboats/ferry\n", "list.txt"));
  ASSERT_EQ(vocabulary.concepts().size(), 4u);
  EXPECT_EQ(vocabulary.concepts()[2].english.front(), "our boat");
  EXPECT_EQ(vocabulary.concepts()[2].above, 1);
  EXPECT_EQ(vocabulary.sentence(vocabulary.concepts()[0]), "a photo of a red kite.");
}

TEST(VocabularyTest, WhatIsWrongIsNamedWithItsPlace) {
  EXPECT_NE(faultOf("  \n").find("is empty"), std::string::npos);
  EXPECT_NE(faultOf("# only a remark\n").find("names nothing"), std::string::npos);
  EXPECT_NE(faultOf("{}").find("format"), std::string::npos);
  EXPECT_NE(faultOf(R"({"format": 1, "concepts": []})").find("concepts"), std::string::npos);
  EXPECT_NE(faultOf(R"({"format": 1, "concepts": [{"id": "a", "en": ["x"]},)"
                    R"({"id": "b", "en": ["X"]}]})")
                .find("\"X\" is a name of both \"a\" and \"b\""),
            std::string::npos);
  EXPECT_NE(faultOf(R"({"format": 1, "concepts": [{"id": "a", "en": ["x"], "under": "b"},)"
                    R"({"id": "b", "en": ["y"]}]})")
                .find("does not stand before it"),
            std::string::npos);
  EXPECT_NE(
      faultOf(R"({"format": 1, "templates": ["no place"], "concepts": [{"id": "a", "en": ["x"]}]})")
          .find("without {}"),
      std::string::npos);
  EXPECT_NE(faultOf(R"({"format": 99})").find("newer"), std::string::npos);
}

TEST(VocabularyTest, TwentyThousandWordsAreAskedInOneWayEach) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "word " + std::to_string(i) + "\n";
  const auto vocabulary = orDie(Vocabulary::parse(text, "long.txt"));
  EXPECT_EQ(vocabulary.concepts().size(), 20'000u);
  EXPECT_EQ(vocabulary.sentences(vocabulary.concepts()[7]).size(), 1u);
}

TEST(VocabularyTest, AWordOfTheUsersIsAConceptUnlessItIsKnown) {
  auto vocabulary = photos();
  const auto count = vocabulary.concepts().size();
  vocabulary.addOwn("Welpe");
  EXPECT_EQ(vocabulary.concepts().size(), count);
  vocabulary.addOwn("our boat");
  ASSERT_EQ(vocabulary.concepts().size(), count + 1);
  EXPECT_NE(vocabulary.hash(), photos().hash());
}

}  // namespace
}  // namespace calotype::catalog
