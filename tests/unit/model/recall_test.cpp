// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/score/recall.h"

#include <gtest/gtest.h>

#include "model/base/random.h"

namespace calotype::model {
namespace {

TEST(RecallTest, ARankCountsTheWrongOnesThatAreAsGoodOrBetter) {
  const UnitRows candidates{2, {1, 0, 0, 1, 0.6f, 0.8f}};
  const UnitRows queries{2, {1, 0, 0, 1, 0, 1}};
  const std::vector<std::vector<std::size_t>> right = {{0}, {2}, {0, 2}};
  EXPECT_EQ(ranksOf(queries, candidates, right), (std::vector<std::int64_t>{1, 2, 2}));
}

TEST(RecallTest, EveryRightAnswerHasItsPlaceAmongTheWrongOnes) {
  const UnitRows candidates{1, {0.1f, 0.9f, 0.5f, 0.5f, 0.7f}};
  const UnitRows query{1, {1}};
  const std::vector<std::vector<std::size_t>> right = {{0, 1, 2}};
  EXPECT_EQ(ranksOfEach(query, candidates, right), (std::vector<std::int64_t>{3, 1, 3}));
}

TEST(RecallTest, AllAlikeIsNoSuccess) {
  const UnitRows candidates{1, std::vector<float>(20, 1)};
  const UnitRows query{1, {1}};
  EXPECT_EQ(ranksOf(query, candidates, std::vector<std::vector<std::size_t>>{{3}})[0], 20);
}

TEST(RecallTest, SharesAndTheMiddleRank) {
  const std::vector<std::int64_t> ranks = {1, 2, 6, 11};
  const auto recall = recallOf(ranks);
  EXPECT_EQ(recall.queries, 4u);
  EXPECT_DOUBLE_EQ(recall.at1.value, 0.25);
  EXPECT_DOUBLE_EQ(recall.at5.value, 0.5);
  EXPECT_DOUBLE_EQ(recall.at10.value, 0.75);
  EXPECT_EQ(recall.medianRank, 6);
  EXPECT_EQ(recallOf({}).queries, 0u);
}

TEST(RecallTest, TheIntervalIsTheBinomials) {
  std::vector<std::int64_t> ranks(1000, 2);
  std::fill(ranks.begin(), ranks.begin() + 300, 1);
  const auto part = partAtMost(ranks, 1);
  // 1.96 * sqrt(0.3 * 0.7 / 1000) = 0.0284
  EXPECT_NEAR(part.low, 0.3 - 0.0284, 0.005);
  EXPECT_NEAR(part.high, 0.3 + 0.0284, 0.005);
  EXPECT_EQ(partAtMost(ranks, 1).low, part.low) << "the same trials, the same interval";
}

TEST(RandomTest, TheSameSeedsGiveTheSameNumbersEverywhere) {
  Random random{1, 2};
  EXPECT_EQ(random.next(), Random({1, 2}).next());
  EXPECT_NE(random.next(), Random({2, 1}).next());
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) {
    const double value = random.uniform();
    ASSERT_GE(value, 0);
    ASSERT_LT(value, 1);
    sum += value;
  }
  EXPECT_NEAR(sum / 10'000, 0.5, 0.02);
}

TEST(RecallTest, ProbabilitiesThatAreAsOftenRightAsTheySayHaveNoError) {
  const std::vector<double> half(10, 0.5);
  std::vector<bool> right(10, false);
  std::fill_n(right.begin(), 5, true);
  EXPECT_NEAR(expectedCalibrationError(half, right), 0, 1e-12);
  EXPECT_NEAR(expectedCalibrationError(half, std::vector<bool>(10, true)), 0.5, 1e-12);
  // Bins are told apart: 0.9 that is never right and 0.1 that always is do not make up for each
  // other.
  const std::vector<double> two = {0.9, 0.1};
  EXPECT_NEAR(expectedCalibrationError(two, {false, true}), 0.9, 1e-12);
  EXPECT_NEAR(expectedCalibrationError(std::vector<double>{1.0}, {true}), 0, 1e-12);
  EXPECT_EQ(expectedCalibrationError({}, {}), 0);
}

}  // namespace
}  // namespace calotype::model
