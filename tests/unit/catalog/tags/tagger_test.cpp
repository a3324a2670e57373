// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/tags/tagger.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/unit/catalog/tags/small_tagger.h"

namespace calotype::catalog {
namespace {

using test::smallTagger;

std::vector<std::string> names(const Tagger& tagger, const std::vector<Guess>& guesses) {
  std::vector<std::string> ids;
  for (const auto& guess : guesses)
    ids.push_back(tagger.vocabulary().concepts()[std::size_t(guess.concept_)].id);
  return ids;
}

TEST(TaggerTest, OfAConceptAndWhatLiesBelowOnlyTheNarrowestIsProposed) {
  const auto tagger = smallTagger();
  EXPECT_EQ(names(tagger, tagger.guess(std::vector<float>{0, 0, 1, 0}, 0.9)),
            (std::vector<std::string>{"terrier"}));
}

TEST(TaggerTest, BetweenTwoKindsTheBroaderConceptIsStillSure) {
  model::Calibration calibration;  // for which the share is what counts
  calibration.intercept = -8;
  calibration.scoreSlope = 0.5;
  calibration.shareSlope = 4;
  const auto tagger = smallTagger(calibration);
  const float half = std::sqrt(0.5f);
  EXPECT_EQ(names(tagger, tagger.guess(std::vector<float>{0, 0, half, half}, 0.6)),
            (std::vector<std::string>{"dog"}))
      << "neither terrier nor poodle, but some dog";
}

TEST(TaggerTest, AGroupIsNeverProposed) {
  const auto tagger = smallTagger();
  for (const auto& id : names(tagger, tagger.guess(std::vector<float>{1, 0, 0, 0}, 0.5)))
    EXPECT_NE(id, "animals");
}

TEST(TaggerTest, AskingForMorePrecisionNeverProposesMore) {
  const auto tagger = smallTagger();
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  for (int i = 0; i < 200; ++i) {
    std::vector<float> image(4);
    for (float& value : image) value = normal(random);
    model::normalise(image);
    EXPECT_LE(tagger.guess(image, 0.95).size(), tagger.guess(image, 0.6).size());
  }
}

TEST(TaggerTest, APrecisionThatTheModelNeverReachedGivesNothing) {
  auto calibration = model::Calibration::cautious();
  calibration.thresholds = {{0.5, 0.4}, {0.9, 2}};
  const auto tagger = smallTagger(calibration);
  EXPECT_TRUE(tagger.guess(std::vector<float>{0, 0, 1, 0}, 0.9).empty());
  EXPECT_FALSE(tagger.guess(std::vector<float>{0, 0, 1, 0}, 0.5).empty());
  EXPECT_GT(tagger.leastProbability(0.9), 1);
}

}  // namespace
}  // namespace calotype::catalog
