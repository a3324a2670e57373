// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/embedding_store.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "model/score/vectors.h"
#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;
using test::TempCatalog;

class EmbeddingStoreTest : public testing::Test {
 protected:
  Status put(PhotoId photo, std::uint32_t transform, const std::vector<float>& values) {
    std::vector<Half> vector;
    for (const float value : values) vector.push_back(toHalf(value));
    return catalog.write([&](WriteToken& token) {
      return catalog.embeddings.put(token, photo, model, transform, vector);
    });
  }
  ModelId addModel(std::uint8_t weights, std::size_t dims) {
    return orDie(catalog.write([&](WriteToken& token) {
      return catalog.embeddings.addModelOnce(token, Sha256{weights}, "model", dims);
    }));
  }

  using Vectors = std::map<PhotoId, std::vector<Half>>;
  Vectors all(std::uint32_t transform, std::vector<PhotoId>* damaged = nullptr) {
    Vectors vectors;
    const auto lost = orDie(catalog.embeddings.readAll(
        model, transform, [&](std::span<const PhotoId> ids, std::span<const Half> rows) {
          const auto dims = ids.empty() ? 0 : rows.size() / ids.size();
          for (std::size_t i = 0; i < ids.size(); ++i) {
            const auto row = rows.subspan(i * dims, dims);
            vectors[ids[i]] = {row.begin(), row.end()};
          }
        }));
    if (damaged != nullptr) *damaged = lost;
    return vectors;
  }

  TempCatalog catalog;
  RootId root = catalog.addRoot("/photos");
  PhotoId first = catalog.addPhoto(catalog.addFile(root, "a"), 1);
  PhotoId second = catalog.addPhoto(catalog.addFile(root, "b"), 2);
  ModelId model = addModel(1, 2);
};

TEST_F(EmbeddingStoreTest, AModelIsItsWeights) {
  EXPECT_EQ(addModel(1, 2), model);
  EXPECT_NE(addModel(2, 2), model);
  const auto row = orDie(catalog.embeddings.findModel(Sha256{1}));
  ASSERT_TRUE(row);
  EXPECT_EQ(row->id, model);
  EXPECT_EQ(row->dims, 2u);
  EXPECT_FALSE(orDie(catalog.embeddings.findModel(Sha256{3})));
}

TEST_F(EmbeddingStoreTest, VectorsComeBackByModelAndTransform) {
  ASSERT_TRUE(put(second, 7, {0.6f, 0.8f}));
  ASSERT_TRUE(put(first, 7, {1, 0}));
  ASSERT_TRUE(put(first, 8, {0, 1}));
  EXPECT_EQ(all(7),
            (Vectors{{first, {toHalf(1), toHalf(0)}}, {second, {toHalf(0.6f), toHalf(0.8f)}}}));
  EXPECT_EQ(orDie(catalog.embeddings.count(model, 8)), 1);
  EXPECT_EQ(orDie(catalog.embeddings.find(first, model, 8)), (std::vector{toHalf(0), toHalf(1)}));
  EXPECT_FALSE(orDie(catalog.embeddings.find(second, model, 8)));
}

TEST_F(EmbeddingStoreTest, ASecondVectorReplacesTheFirst) {
  ASSERT_TRUE(put(first, 7, {1, 0}));
  ASSERT_TRUE(put(first, 7, {0, 1}));
  EXPECT_EQ(all(7), (Vectors{{first, {toHalf(0), toHalf(1)}}}));
  EXPECT_EQ(catalog.count("embedding"), 1);
}

TEST_F(EmbeddingStoreTest, WrongVectorsAreRefused) {
  EXPECT_EQ(put(first, 7, {1}).error().code, Code::InvalidArgument);
  EXPECT_EQ(put(first, 7, {1, 1e9f}).error().code, Code::InvalidArgument);
  EXPECT_FALSE(put(PhotoId{99}, 7, {1, 0}));
}

TEST_F(EmbeddingStoreTest, DamagedRowsAreLeftOutAndNamed) {
  ASSERT_TRUE(put(first, 7, {1, 0}));
  ASSERT_TRUE(put(second, 7, {0, 1}));
  ASSERT_TRUE(catalog.write([&](WriteToken& token) {
    return token.database().run("UPDATE embedding SET vector = x'00' WHERE photo_id = ?1", first);
  }));
  std::vector<PhotoId> damaged;
  EXPECT_EQ(all(7, &damaged).size(), 1u);
  EXPECT_EQ(damaged, std::vector{first});
}

TEST_F(EmbeddingStoreTest, ManyVectorsComeSomeAtATimeAndStopWhenTold) {
  constexpr int kMany = 2500;
  ASSERT_TRUE(catalog.write([&](WriteToken& token) -> Status {
    for (int i = 0; i < kMany; ++i) {
      CALOTYPE_TRY(const auto photo, catalog.photos.addOnce(token, test::photoOf(100 + i), 0, 0));
      const float angle = float(i) / 1000;
      const std::vector<float> vector = {std::cos(angle), std::sin(angle)};
      CALOTYPE_CHECK(catalog.embeddings.put(token, photo, model, 7, model::toHalves(vector)));
    }
    return {};
  }));
  EXPECT_EQ(all(7).size(), std::size_t(kMany));
  std::stop_source stopping;
  int pieces = 0;
  const auto stopped = catalog.embeddings.readAll(
      model, 7,
      [&](auto ids, auto) {
        EXPECT_FALSE(ids.empty());
        ++pieces;
        stopping.request_stop();
      },
      stopping.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, Code::Cancelled);
  EXPECT_EQ(pieces, 1);
}

TEST_F(EmbeddingStoreTest, WordsVectorsAreKeptAndTheLongestUnusedGo) {
  const std::vector<float> vector = {0.6f, 0.8f};
  ASSERT_TRUE(catalog.write([&](WriteToken& token) -> Status {
    for (std::int64_t i = 0; i <= TextVectorStore::kKept; ++i)
      CALOTYPE_CHECK(
          catalog.textVectors.put(token, "word " + std::to_string(i), model, 1, vector, i));
    return {};
  }));
  EXPECT_EQ(orDie(catalog.textVectors.find("word 1000", model, 1)), vector);
  EXPECT_FALSE(orDie(catalog.textVectors.find("word 1000", model, 2)));
  EXPECT_FALSE(orDie(catalog.textVectors.find("word 0", model, 1)));
  EXPECT_EQ(catalog.count("text_vector"), TextVectorStore::kKept);
}

}  // namespace
}  // namespace calotype::catalog
