// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text/train_byte_pairs.h"

#include <gtest/gtest.h>

#include "model/text/tokenizer.h"
#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

using Pairs = std::vector<BytePairs::Pair>;

TEST(BytePairTrainerTest, TheMostFrequentPairComesFirst) {
  BytePairTrainer trainer;
  trainer.add("low low low low lower newest");
  const auto merges = trainer.merges(514 + 2);
  ASSERT_EQ(merges.size(), 2u);
  EXPECT_EQ(merges[0], (BytePairs::Pair{"l", "o"}));
  EXPECT_EQ(merges[1], (BytePairs::Pair{"lo", "w</w>"}));
}

TEST(BytePairTrainerTest, NothingThatOccursOnceIsMerged) {
  BytePairTrainer trainer;
  trainer.add("abc xyz");
  EXPECT_TRUE(trainer.merges(1000).empty());
}

TEST(BytePairTrainerTest, OverlappingRepeatsAreMergedFromTheLeft) {
  BytePairTrainer trainer;
  for (int i = 0; i < 3; ++i) trainer.add("aaaa");
  const auto merges = trainer.merges(514 + 10);
  ASSERT_FALSE(merges.empty());
  EXPECT_EQ(merges[0], (BytePairs::Pair{"a", "a"}));
}

/// Slow and plain: counts all pairs anew for each merge.
Pairs plainMerges(std::vector<std::vector<std::string>> words, std::size_t count) {
  Pairs merges;
  while (merges.size() < count) {
    std::map<BytePairs::Pair, int> pairs;
    for (const auto& word : words)
      for (std::size_t i = 0; i + 1 < word.size(); ++i) ++pairs[{word[i], word[i + 1]}];
    const auto best =
        std::max_element(pairs.begin(), pairs.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (best == pairs.end() || best->second < 2) break;
    merges.push_back(best->first);
    for (auto& word : words)
      for (std::size_t i = 0; i + 1 < word.size(); ++i)
        if (word[i] == best->first.first && word[i + 1] == best->first.second) {
          word[i] += word[i + 1];
          word.erase(word.begin() + std::ptrdiff_t(i) + 1);
        }
  }
  return merges;
}

TEST(BytePairTrainerTest, CountsKeptAreTheCountsMadeAnew) {
  const std::vector<std::string> texts = {"the cat sat on the mat", "the dog sat on the log",
                                          "banana bandana", "a cat and a dog on a log"};
  BytePairTrainer trainer;
  std::vector<std::vector<std::string>> words;
  for (const auto& text : texts) {
    trainer.add(text);
    std::vector<std::string> word;
    for (const char c : text + " ") {
      if (c != ' ') {
        word.emplace_back(1, c);
        continue;
      }
      word.back() += "</w>";
      words.push_back(std::exchange(word, {}));
    }
  }
  const auto ours = trainer.merges(514 + 12);
  const auto plain = plainMerges(words, 12);
  ASSERT_EQ(ours.size(), plain.size());
  // Among equals the order differs; the frequencies of what is merged may not.
  EXPECT_EQ(ours[0], plain[0]);
  EXPECT_EQ(ours[1], plain[1]);
}

TEST(BytePairTrainerTest, WhatIsWrittenIsAVocabularyThatReadsEveryText) {
  BytePairTrainer trainer;
  for (const char* const text : {"a photo of a dog", "a photo of a dög", "two dogs, one cat"})
    for (int i = 0; i < 5; ++i) trainer.add(text);
  const auto merges = trainer.merges(600);
  test::TemporaryFolder folder;
  const auto entries = writeVocabulary(folder.path(), merges);
  ASSERT_TRUE(entries);
  ModelSpec spec;
  spec.text.context = 32;
  spec.text.vocabulary = int(*entries);
  spec.tokenizer = folder.path() / "merges.txt";
  const auto tokenizer = Tokenizer::open(spec);
  ASSERT_TRUE(tokenizer) << tokenizer.error().message;
  EXPECT_EQ(tokenizer->encode("a photo of a dog").end, 6u) << "each of its words is one symbol";
  EXPECT_LT(tokenizer->encode("Ünseen wörds ☃").end, 31u);
}

}  // namespace
}  // namespace calotype::model
