// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/prompts.h"

#include <gtest/gtest.h>

#include <set>

namespace calotype::catalog {
namespace {

TEST(PromptsTest, TheLabelStandsInItsPlaceWithItsArticle) {
  EXPECT_EQ(promptFor("a photo of a {}", "dog"), "a photo of a dog");
  EXPECT_EQ(promptFor("a photo of a {}", "apple"), "a photo of an apple");
  EXPECT_EQ(promptFor("a {} at night", "owl"), "an owl at night");
  EXPECT_EQ(promptFor("the {}", "owl"), "the owl");
  EXPECT_EQ(promptFor("extra {}", "owl"), "extra owl");
  EXPECT_EQ(promptFor("{}", ""), "");
}

TEST(PromptsTest, EverySentenceDiffersAndHasOnePlace) {
  const std::set<std::string_view> all(prompts().begin(), prompts().end());
  EXPECT_EQ(all.size(), 80u);
  for (const auto sentence : prompts()) {
    EXPECT_NE(sentence.find("{}"), std::string_view::npos) << sentence;
    EXPECT_EQ(sentence.find("{}"), sentence.rfind("{}")) << sentence;
  }
}

}  // namespace
}  // namespace calotype::catalog
