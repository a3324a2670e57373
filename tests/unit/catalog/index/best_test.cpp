// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/best.h"

#include <gtest/gtest.h>

#include <random>

namespace calotype::catalog {
namespace {

std::vector<Hit> randomHits(std::size_t count, std::mt19937& random) {
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < count; ++i) {
    // Coarse, so that many are equal; zeros of both signs among them.
    const float score = (float(random() % 2001) - 1000) / 1000 * (random() % 2 == 0 ? 1.f : -1.f);
    hits.push_back({PhotoId(std::int64_t(random() % (2 * count))), score});
  }
  return hits;
}

TEST(BestTest, RankingSortsAsComparingDoesWhateverTheCount) {
  std::mt19937 random(3);
  for (const std::size_t count : {0, 1, 2, 2047, 2048, 5000, 100'000}) {
    auto hits = randomHits(count, random);
    auto expected = hits;
    std::sort(expected.begin(), expected.end(), isBetter);
    rank(hits);
    EXPECT_EQ(hits, expected) << count;
  }
}

TEST(BestTest, TheBestOfManyAreThoseThatStandFirstWhenAllAreSorted) {
  std::mt19937 random(4);
  for (const std::size_t k : {0, 1, 50, 3000, 10'000, 20'000}) {
    const auto hits = randomHits(10'000, random);
    Best best(k);
    for (const auto& hit : hits) best.offer(hit);
    auto expected = hits;
    std::sort(expected.begin(), expected.end(), isBetter);
    expected.resize(std::min(k, expected.size()));
    EXPECT_EQ(best.take(), expected) << k;
  }
}

}  // namespace
}  // namespace calotype::catalog
