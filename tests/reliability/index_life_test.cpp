// SPDX-License-Identifier: GPL-3.0-or-later
// T-IDX-2: an index that grows, shrinks and changes in random order, is saved and read again, finds
// what a comparison with everything finds, and never what is gone.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "catalog/index/index_file.h"
#include "catalog/index/vector_index.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/catalog/index/vectors_for_tests.h"

namespace calotype::catalog {
namespace {

constexpr std::uint32_t kDims = 64;
constexpr int kChanges = 10'000, kRestarts = 20, kNeighbours = 50, kQueries = 30;
constexpr IndexIdentity kIdentity{Sha256{1}, 1, kDims};

using Library = std::map<std::int64_t, std::vector<float>>;

std::vector<std::int64_t> nearestOfAll(const Library& library, const std::vector<float>& query) {
  std::vector<std::pair<float, std::int64_t>> scored;
  for (const auto& [id, row] : library) {
    float score = 0;
    for (std::size_t i = 0; i < row.size(); ++i) score += row[i] * query[i];
    scored.emplace_back(-score, id);
  }
  const auto count = std::min<std::size_t>(kNeighbours, scored.size());
  std::partial_sort(scored.begin(), scored.begin() + std::ptrdiff_t(count), scored.end());
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < count; ++i) ids.push_back(scored[i].second);
  return ids;
}

TEST(IndexLifeTest, TenThousandChangesAndTwentyRestartsLoseNoNeighbour) {
  std::mt19937 random(5);
  test::PhotoLikeVectors vectors(6, kDims, 40);
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "index.bin";
  Library library;
  std::int64_t last = 0;
  auto index = std::make_unique<VectorIndex>(100);
  index->reset(kDims);
  double found = 0, wanted = 0;
  for (int restart = 0; restart < kRestarts; ++restart) {
    for (int i = 0; i < kChanges / kRestarts; ++i) {
      const auto what = random() % 10;
      if (what < 6 || library.size() < 200) {
        library[++last] = vectors.next();
        test::addOne(*index, PhotoId{last}, library[last]);
      } else {
        auto at = library.begin();
        std::advance(at, std::ptrdiff_t(random() % library.size()));
        const PhotoId id{at->first};
        if (what < 8) {
          at->second = vectors.next();
          test::addOne(*index, id, at->second);
        } else {
          index->remove(std::span(&id, 1));
          library.erase(at);
        }
      }
    }
    while (*index->growGraph(500)) {
    }
    ASSERT_TRUE(writeIndexFile(path, kIdentity, index->saveGraph()));
    index = std::make_unique<VectorIndex>(100);
    index->reset(kDims);
    for (const auto& [id, row] : library) test::addOne(*index, PhotoId{id}, row);
    const auto payload = readIndexFile(path, kIdentity);
    ASSERT_TRUE(payload) << payload.error().message;
    ASSERT_TRUE(index->restoreGraph(*payload));
    for (int i = 0; i < kQueries; ++i) {
      const auto query = vectors.next();
      const auto truth = nearestOfAll(library, query);
      const auto hits = index->nearest(query, kNeighbours);
      ASSERT_TRUE(hits);
      std::set<std::int64_t> ids;
      for (const auto& hit : *hits) {
        EXPECT_TRUE(library.contains(std::int64_t(hit.id))) << "it is gone";
        ids.insert(std::int64_t(hit.id));
      }
      wanted += double(truth.size());
      for (const auto id : truth) found += ids.contains(id) ? 1 : 0;
    }
  }
  std::printf("recall at %d: %.4f, %zu photos in the end\n", kNeighbours, found / wanted,
              library.size());
  EXPECT_GE(found / wanted, 0.98);
}

}  // namespace
}  // namespace calotype::catalog
