// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/scan.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "catalog/index/best.h"
#include "catalog/index/exact.h"
#include "tests/unit/catalog/index/vectors_for_tests.h"

namespace calotype::catalog {
namespace {

using test::randomUnit;

constexpr std::size_t kDims = 8, kPhotos = 150'000;  // enough for every core of most machines

/// Many photos in the order of their adding, one in nine of them removed again.
struct ManyPhotos {
  ManyPhotos() {
    std::mt19937 random(3);
    for (std::size_t i = 0; i < kPhotos; ++i) {
      rows.append(model::toHalves(randomUnit(random, kDims)));
      ids.push_back(random() % 9 == 0 ? kNobody : PhotoId{std::int64_t(i * 3 % kPhotos)});
    }
    const auto unit = randomUnit(random, kDims);
    query.assign(unit.begin(), unit.end());
    query.resize(rows.stride());
  }

  /// What should come out, one row after the other.
  std::vector<Hit> ranked(const PhotoSet* within = nullptr) const {
    std::vector<Hit> hits;
    for (std::size_t row = 0; row < kPhotos; ++row) {
      if (ids[row] == kNobody || (within != nullptr && !within->contains(ids[row]))) continue;
      float score = 0;
      kernels().score(rows.row(row), 1, query.data(), rows.stride(), &score);
      hits.push_back({ids[row], score});
    }
    std::sort(hits.begin(), hits.end(), isBetter);
    return hits;
  }

  std::vector<Hit> scanned(std::size_t k, const PhotoMask* within = nullptr) const {
    return scanRows({rows, ids, query.data(), k, within}, {}).value();
  }

  Rows rows{kDims};
  std::vector<PhotoId> ids;
  std::vector<float> query;
};

TEST(ScanTest, AllCoresTogetherFindWhatOneLoopFinds) {
  const ManyPhotos photos;
  auto expected = photos.ranked();
  EXPECT_EQ(photos.scanned(kPhotos), expected);
  for (const std::size_t k : {1000, 1, 0}) {
    expected.resize(k);
    EXPECT_EQ(photos.scanned(k), expected) << k;
  }
}

TEST(ScanTest, AFilterLeavesWhatItAllowsHoweverMuchThatIs) {
  const ManyPhotos photos;
  std::mt19937 random(4);
  for (const unsigned oneIn : {1u, 2u, 10u, 1000u}) {
    std::vector<PhotoId> ids;
    for (std::size_t id = 0; id < kPhotos; ++id)
      if (random() % oneIn == 0) ids.push_back(PhotoId{std::int64_t(id)});
    const PhotoSet set(ids);
    const PhotoMask mask(set);
    EXPECT_EQ(photos.scanned(kPhotos, &mask), photos.ranked(&set)) << oneIn;
  }
  const PhotoSet none;
  const PhotoMask mask(none);
  EXPECT_TRUE(photos.scanned(10, &mask).empty());
}

TEST(ScanTest, TheIndexFindsTheSameByAFilterForFewAsByOneForMany) {
  const ManyPhotos photos;
  VectorIndex index;
  index.reset(kDims);
  std::vector<PhotoId> ids;
  std::vector<Half> rows;
  for (std::size_t i = 0; i < kPhotos; ++i) {
    ids.push_back(PhotoId{std::int64_t(i)});
    rows.insert(rows.end(), photos.rows.row(i), photos.rows.row(i) + kDims);
  }
  ASSERT_TRUE(index.add(ids, rows).empty());
  const std::span<const float> query(photos.query.data(), kDims);
  const auto all = index.nearest(query, kPhotos).value();
  for (const std::size_t step : {1, 3, 70, 5000}) {
    std::vector<PhotoId> some;
    for (std::size_t i = 0; i < kPhotos; i += step) some.push_back(PhotoId{std::int64_t(i)});
    const PhotoSet within(some);
    std::vector<Hit> left;
    for (const auto& hit : all)
      if (std::size_t(hit.id) % step == 0) left.push_back(hit);
    EXPECT_EQ(index.nearest(query, kPhotos, &within).value(), left) << step;
  }
}

TEST(ScanTest, AStoppedScanGivesNothing) {
  const ManyPhotos photos;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(
      scanRows({photos.rows, photos.ids, photos.query.data(), 5, nullptr}, stop.get_token()));
}

TEST(PhotoMaskTest, ContainsWhatItsSetContains) {
  constexpr auto kLast = std::numeric_limits<std::int64_t>::max();
  for (const auto& numbers : std::vector<std::vector<std::int64_t>>{
           {}, {5}, {1, 2, 3, 64, 65}, {-3, 0, 7}, {1, 1'000'000'000}, {-kLast, 0, kLast}}) {
    std::vector<PhotoId> ids;
    std::set<std::int64_t> asked{0, 4, 6, 66, -4, kLast, -kLast, kLast - 1, -kLast - 1};
    for (const auto number : numbers) {
      ids.push_back(PhotoId{number});
      asked.insert({number, number == kLast ? number : number + 1});
    }
    const PhotoSet set(ids);
    const PhotoMask mask(set);
    for (const auto number : asked)
      EXPECT_EQ(mask.contains(PhotoId{number}), set.contains(PhotoId{number}))
          << number << " of " << numbers.size();
  }
}

}  // namespace
}  // namespace calotype::catalog
