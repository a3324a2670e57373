// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/graph.h"

#include <gtest/gtest.h>

#include <set>

#include "catalog/index/vector_index.h"
#include "tests/unit/catalog/index/vectors_for_tests.h"

namespace calotype::catalog {
namespace {

using test::addOne;
using test::PhotoLikeVectors;

constexpr std::size_t kDims = 64;

void fill(VectorIndex& index, PhotoLikeVectors& vectors, int from, int to) {
  for (int id = from; id < to; ++id) addOne(index, PhotoId{id}, vectors.next());
}

void build(VectorIndex& index) {
  for (bool more = true; more;) {
    const auto grown = index.growGraph(64);
    ASSERT_TRUE(grown) << grown.error().message;
    more = *grown;
  }
}

/// Share of the 20 best by scan that the graph finds too; every score must be the scan's.
double recall(const VectorIndex& graph, const VectorIndex& exact, PhotoLikeVectors& vectors,
              int queries) {
  std::size_t found = 0, wanted = 0;
  for (int i = 0; i < queries; ++i) {
    const auto query = vectors.next();
    const auto expected = exact.nearest(query, 20);
    const auto hits = graph.nearest(query, 20);
    EXPECT_TRUE(expected && hits);
    std::set<std::pair<PhotoId, float>> best;
    for (const auto& hit : *expected) best.emplace(hit.id, hit.score);
    wanted += best.size();
    for (const auto& hit : *hits) found += best.count({hit.id, hit.score});
  }
  return double(found) / double(wanted);
}

TEST(GraphTest, FindsTheTwentyBestOfPhotoLikeVectors) {
  constexpr int kPhotos = 12'000;
  PhotoLikeVectors vectors(11, kDims, 300);
  VectorIndex graph(100), exact;
  graph.reset(kDims);
  exact.reset(kDims);
  for (int id = 0; id < kPhotos; ++id) {
    const auto row = vectors.next();
    addOne(graph, PhotoId{id}, row);
    addOne(exact, PhotoId{id}, row);
  }
  EXPECT_TRUE(graph.graphBehind());
  build(graph);
  EXPECT_FALSE(graph.graphBehind());
  EXPECT_EQ(graph.graphSize(), std::size_t(kPhotos));
  const double share = recall(graph, exact, vectors, 200);
  std::printf("recall at 20 over %d photos: %.4f\n", kPhotos, share);
  EXPECT_GE(share, 0.98);
}

TEST(GraphTest, PhotosThatAreNotInItYetAreFoundAllTheSame) {
  PhotoLikeVectors vectors(12, kDims, 20);
  VectorIndex index(100);
  index.reset(kDims);
  fill(index, vectors, 0, 1500);
  build(index);
  const auto fresh = vectors.next();
  addOne(index, PhotoId{9000}, fresh);
  EXPECT_TRUE(index.graphBehind());
  EXPECT_EQ(index.nearest(fresh, 1)->front().id, PhotoId{9000});
}

TEST(GraphTest, RemovedAndReplacedPhotosAreNeverFoundInTheirOldPlace) {
  PhotoLikeVectors vectors(13, kDims, 20);
  VectorIndex index(100);
  index.reset(kDims);
  std::vector<std::vector<float>> rows;
  for (int id = 0; id < 1500; ++id) {
    rows.push_back(vectors.next());
    addOne(index, PhotoId{id}, rows.back());
  }
  build(index);
  std::vector<PhotoId> gone;
  for (int id = 0; id < 200; ++id) gone.push_back(PhotoId{id});
  index.remove(gone);
  std::vector<float> opposite = rows[700];
  for (float& value : opposite) value = -value;
  addOne(index, PhotoId{700}, opposite);
  EXPECT_EQ(index.graphSize(), 1500u) << "it should still answer";

  for (const std::size_t id : {0u, 77u, 199u, 700u}) {
    const auto hits = index.nearest(rows[id], 50);
    ASSERT_EQ(hits->size(), 50u);
    for (const auto& hit : *hits) {
      EXPECT_GE(std::int64_t(hit.id), 200);
      EXPECT_NE(hit.id, PhotoId{700});
    }
  }
}

TEST(GraphTest, WhenOneRowInFiveIsDeadEverythingIsBuiltAnew) {
  PhotoLikeVectors vectors(14, kDims, 20);
  VectorIndex index(100);
  index.reset(kDims);
  fill(index, vectors, 0, 1000);
  build(index);
  std::vector<PhotoId> gone;
  for (int id = 0; id < 250; ++id) gone.push_back(PhotoId{id * 3});
  index.remove(gone);
  EXPECT_EQ(index.graphSize(), 0u);
  EXPECT_TRUE(index.graphBehind());
  EXPECT_EQ(index.nearest(vectors.next(), 1000)->size(), 750u);
  build(index);
  EXPECT_EQ(index.graphSize(), 750u);
}

TEST(GraphTest, ManyResultsAreRankedByScan) {
  PhotoLikeVectors vectors(15, kDims, 20);
  VectorIndex index(100);
  index.reset(kDims);
  fill(index, vectors, 0, 1500);
  build(index);
  EXPECT_EQ(index.nearest(vectors.next(), 1500)->size(), 1500u);
}

}  // namespace
}  // namespace calotype::catalog
