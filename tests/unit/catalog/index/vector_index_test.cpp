// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/vector_index.h"

#include <gtest/gtest.h>

#include <cmath>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "tests/unit/catalog/index/vectors_for_tests.h"

namespace calotype::catalog {
namespace {

using test::addOne;
using test::randomUnit;

/// What the index should say: every product in double precision, sorted.
std::vector<std::pair<double, PhotoId>> naive(const std::map<PhotoId, std::vector<Half>>& photos,
                                              std::span<const float> query) {
  std::vector<std::pair<double, PhotoId>> all;
  for (const auto& [id, row] : photos) {
    double sum = 0;
    for (std::size_t i = 0; i < row.size(); ++i) sum += double(toFloat(row[i])) * double(query[i]);
    all.emplace_back(-sum, id);
  }
  std::sort(all.begin(), all.end());
  for (auto& [score, id] : all) score = -score;
  return all;
}

TEST(VectorIndexTest, AgreesWithADoubleLoopAfterAnyOrderOfAddingReplacingAndRemoving) {
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    const auto dims = 1 + random() % 100;
    VectorIndex index;
    index.reset(dims);
    std::map<PhotoId, std::vector<Half>> photos;
    for (int step = 0; step < 200; ++step) {
      const PhotoId id{std::int64_t(random() % 80)};
      if (random() % 3 == 0) {
        index.remove(std::span(&id, 1));
        photos.erase(id);
      } else {
        photos[id] = model::toHalves(randomUnit(random, dims));
        EXPECT_TRUE(index.add(std::span(&id, 1), photos[id]).empty());
      }
    }
    ASSERT_EQ(index.size(), photos.size());

    const auto query = randomUnit(random, dims);
    const auto expected = naive(photos, query);
    const auto everything = index.nearest(query, photos.size() + 5);
    ASSERT_TRUE(everything) << everything.error().message;
    ASSERT_EQ(everything->size(), photos.size());
    std::set<PhotoId> seen;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_NEAR((*everything)[i].score, expected[i].first, 1e-6) << "seed " << seed;
      seen.insert((*everything)[i].id);
    }
    EXPECT_EQ(seen.size(), photos.size());
    for (const std::size_t k : {std::size_t(0), std::size_t(1), photos.size() / 2}) {
      const auto some = index.nearest(query, k);
      ASSERT_TRUE(some);
      EXPECT_EQ(*some, std::vector(everything->begin(), everything->begin() + std::ptrdiff_t(k)));
    }

    std::vector<PhotoId> filter;
    for (int i = 0; i < 30; ++i) filter.push_back(PhotoId{std::int64_t(random() % 120)});
    const PhotoSet within(filter);
    const auto filtered = index.nearest(query, 1000, &within);
    std::vector<Hit> left;
    for (const auto& hit : *everything)
      if (std::find(filter.begin(), filter.end(), hit.id) != filter.end()) left.push_back(hit);
    EXPECT_EQ(*filtered, left);
  }
}

TEST(VectorIndexTest, EqualScoresComeInTheOrderOfPhotos) {
  VectorIndex index;
  index.reset(3);
  for (const int id : {7, 3, 9, 1, 5}) addOne(index, PhotoId{id}, std::vector{1.f, 0.f, 0.f});
  const auto hits = index.nearest(std::vector{1.f, 0.f, 0.f}, 3);
  ASSERT_TRUE(hits);
  EXPECT_EQ(*hits, (std::vector<Hit>{{PhotoId{1}, 1}, {PhotoId{3}, 1}, {PhotoId{5}, 1}}));
}

TEST(VectorIndexTest, AnEmptyIndexFindsNothing) {
  VectorIndex index;
  index.reset(4);
  const auto hits = index.nearest(std::vector{1.f, 0.f, 0.f, 0.f}, 10);
  ASSERT_TRUE(hits);
  EXPECT_TRUE(hits->empty());
  EXPECT_FALSE(index.vectorOf(PhotoId{1}));
}

TEST(VectorIndexTest, AQueryOfAnotherModelOrWithoutNumbersIsRefused) {
  VectorIndex index;
  index.reset(2);
  addOne(index, PhotoId{1}, std::vector{1.f, 0.f});
  EXPECT_EQ(index.nearest(std::vector{1.f, 0.f, 0.f}, 1).error().code, Code::InvalidArgument);
  EXPECT_EQ(index.nearest(std::vector{1.f, NAN}, 1).error().code, Code::InvalidArgument);
}

TEST(VectorIndexTest, DamagedVectorsAreLeftOutAndNamed) {
  VectorIndex index;
  index.reset(2);
  const std::vector ids{PhotoId{1}, PhotoId{2}, PhotoId{3}, PhotoId{4}};
  const std::vector<float> rows{0, 0, 1, NAN, 0, 1, 0.5, 0.5};
  EXPECT_EQ(index.add(ids, model::toHalves(rows)),
            (std::vector{PhotoId{1}, PhotoId{2}, PhotoId{4}}));
  EXPECT_EQ(index.size(), 1u);
  EXPECT_EQ(index.nearest(std::vector{0.f, 1.f}, 9)->front().id, PhotoId{3});
}

TEST(VectorIndexTest, AStoppedSearchGivesNoHalfAnswer) {
  VectorIndex index;
  index.reset(2);
  addOne(index, PhotoId{1}, std::vector{1.f, 0.f});
  std::stop_source stop;
  stop.request_stop();
  const auto hits = index.nearest(std::vector{1.f, 0.f}, 1, nullptr, stop.get_token());
  ASSERT_FALSE(hits);
  EXPECT_EQ(hits.error().code, Code::Cancelled);
}

TEST(VectorIndexTest, ReadersFindOnlyWholeVectorsWhileOthersAddRemoveAndBuildTheGraph) {
  constexpr std::size_t kDims = 48;
  VectorIndex index(50);
  index.reset(kDims);
  std::mt19937 random(5);
  const auto first = randomUnit(random, kDims);
  addOne(index, PhotoId{0}, first);

  std::atomic<bool> done = false;
  std::atomic<int> searches = 0;
  const auto read = [&] {
    while (!done || searches < 20) {
      const auto hits = index.nearest(first, 10);
      ASSERT_TRUE(hits) << hits.error().message;
      ASSERT_FALSE(hits->empty());
      EXPECT_EQ(hits->front().id, PhotoId{0});
      for (const auto& hit : *hits) EXPECT_LE(std::abs(hit.score), 1.01f);
      ++searches;
    }
  };
  {
    std::jthread builder([&] {
      while (!done) ASSERT_TRUE(index.growGraph(4));
    });
    std::jthread readerA(read), readerB(read);
    for (int id = 1; id <= 600; ++id) {
      addOne(index, PhotoId{id}, randomUnit(random, kDims));
      if (id % 7 == 0) {
        const PhotoId gone{id - 3};
        index.remove(std::span(&gone, 1));
      }
    }
    done = true;
  }
  EXPECT_EQ(index.size(), 601u - 600 / 7);
}

}  // namespace
}  // namespace calotype::catalog
