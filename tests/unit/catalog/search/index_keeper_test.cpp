// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/index_keeper.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <thread>

#include "tests/unit/catalog/search/indexed_library.h"

namespace calotype::catalog {
namespace {

constexpr std::size_t kLimit = 40;
constexpr int kPhotos = 120;

class IndexKeeperTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < kPhotos; ++i)
      photos_.push_back(library_.add(std::to_string(i), i, vector()));
  }

  std::vector<float> vector() {
    std::normal_distribution<float> normal;
    std::vector<float> row(test::IndexedLibrary::kDims);
    for (float& value : row) value = normal(random_);
    model::normalise(row);
    return row;
  }
  Result<std::vector<PhotoId>> load(IndexKeeper& keeper) {
    return keeper.loadFrom(EmbeddingStore(library_.database), library_.model, library_.identity);
  }
  static void waitForGraph(const IndexKeeper& keeper) {
    while (keeper.index().graphBehind()) std::this_thread::yield();
  }

  std::mt19937 random_{9};
  test::IndexedLibrary library_;
  const fs::path file_ = library_.folder.path() / "index.bin";
  std::vector<PhotoId> photos_;
};

TEST_F(IndexKeeperTest, BuildsTheGraphSavesItAtTheEndAndTakesItBack) {
  const auto query = vector();
  std::vector<Hit> before;
  {
    IndexKeeper keeper(file_, kLimit);
    ASSERT_TRUE(load(keeper));
    waitForGraph(keeper);
    before = *keeper.index().nearest(query, 10);
  }
  ASSERT_TRUE(fs::exists(file_));
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);

  IndexKeeper keeper(file_, kLimit);
  EXPECT_EQ(keeper.index().size(), 0u);
  ASSERT_TRUE(load(keeper));
  EXPECT_FALSE(keeper.index().graphBehind()) << "nothing is left to build";
  EXPECT_EQ(keeper.index().graphSize(), std::size_t(kPhotos));
  EXPECT_EQ(*keeper.index().nearest(query, 10), before);
}

TEST_F(IndexKeeperTest, ADamagedFileIsDeletedAndTheGraphBuiltAgain) {
  std::ofstream(file_) << "CaloIndx, but not really";
  IndexKeeper keeper(file_, kLimit);
  ASSERT_TRUE(load(keeper));
  EXPECT_FALSE(fs::exists(file_));
  EXPECT_EQ(keeper.index().nearest(vector(), 1000)->size(), std::size_t(kPhotos));
  waitForGraph(keeper);
  EXPECT_EQ(keeper.index().graphSize(), std::size_t(kPhotos));
}

TEST_F(IndexKeeperTest, BelowTheExactLimitThereIsNoGraphAndNoFile) {
  {
    IndexKeeper keeper(file_);
    ASSERT_TRUE(load(keeper));
    EXPECT_EQ(keeper.index().graphSize(), 0u);
    EXPECT_EQ(keeper.index().nearest(vector(), 3)->size(), 3u);
  }
  EXPECT_FALSE(fs::exists(file_));
}

TEST_F(IndexKeeperTest, DamagedVectorsOfTheCatalogAreNamed) {
  library_.run("UPDATE embedding SET vector = zeroblob(16) WHERE photo_id = " +
               std::to_string(std::int64_t(photos_[5])));
  library_.run("UPDATE embedding SET vector = x'00' WHERE photo_id = " +
               std::to_string(std::int64_t(photos_[9])));
  IndexKeeper keeper(file_, kLimit);
  auto damaged = load(keeper);
  ASSERT_TRUE(damaged) << damaged.error().message;
  std::sort(damaged->begin(), damaged->end());
  EXPECT_EQ(*damaged, (std::vector{photos_[5], photos_[9]}));
  EXPECT_EQ(keeper.index().size(), std::size_t(kPhotos - 2));
}

TEST_F(IndexKeeperTest, PhotosOfAnotherModelAreNotMixedIn) {
  IndexKeeper keeper(file_, kLimit);
  ASSERT_TRUE(load(keeper));
  auto other = library_.identity;
  other.transform += 1;
  const PhotoId fresh{5000};
  const auto row = model::toHalves(vector());
  keeper.add(other, std::span(&fresh, 1), row);
  EXPECT_EQ(keeper.index().size(), std::size_t(kPhotos));
  keeper.add(library_.identity, std::span(&fresh, 1), row);
  EXPECT_EQ(keeper.index().size(), std::size_t(kPhotos + 1));
  keeper.remove(std::span(&fresh, 1));
  EXPECT_EQ(keeper.index().size(), std::size_t(kPhotos));
}

TEST_F(IndexKeeperTest, LoadingAgainWhileItBuildsEndsWithTheSamePhotos) {
  IndexKeeper keeper(file_, kLimit);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(load(keeper));
  waitForGraph(keeper);
  EXPECT_EQ(keeper.index().graphSize(), std::size_t(kPhotos));
  EXPECT_EQ(keeper.index().nearest(vector(), 1000)->size(), std::size_t(kPhotos));
}

}  // namespace
}  // namespace calotype::catalog
