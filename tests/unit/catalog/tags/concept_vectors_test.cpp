// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/tags/concept_vectors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;

/// A vector that depends on the sentence's letters.
Result<std::vector<std::vector<float>>> encode(std::span<const std::string> texts) {
  std::vector<std::vector<float>> vectors;
  for (const auto& text : texts) {
    std::vector<float> vector(8, 0.01f);
    for (const char c : text) vector[std::size_t(c) % 8] += 1;
    float squares = 0;
    for (const float value : vector) squares += value * value;
    for (float& value : vector) value /= std::sqrt(squares);
    vectors.push_back(std::move(vector));
  }
  return vectors;
}

Vocabulary words() {
  return orDie(Vocabulary::parse("cat\ndog\ndog/terrier\n", "words"));
}

TEST(ConceptVectorsTest, AConceptIsTheUnitMeanOfItsSentences) {
  const auto vocabulary = words();
  const auto vectors = orDie(makeConceptVectors(vocabulary, 100, encode));
  ASSERT_EQ(vectors.count(), 3u);
  EXPECT_EQ(vectors.above, (std::vector<std::int32_t>{-1, -1, 1}));
  std::vector<float> mean(8, 0);
  const auto sentences = vocabulary.sentences(vocabulary.concepts()[0]);
  const auto encoded = orDie(encode(sentences));
  for (const auto& vector : encoded)
    for (std::size_t d = 0; d < 8; ++d) mean[d] += vector[d];
  float squares = 0;
  for (const float value : mean) squares += value * value;
  for (std::size_t d = 0; d < 8; ++d)
    EXPECT_NEAR(vectors.rows[d], mean[d] / std::sqrt(squares), 1e-6);
}

TEST(ConceptVectorsTest, AKeptFileGivesTheSameAndADamagedOneNothing) {
  const test::TemporaryFolder folder;
  const auto vocabulary = words();
  const auto made = orDie(makeConceptVectors(vocabulary, 100, encode));
  const ConceptVectorFile file(folder.path(), Sha256{7}, vocabulary);
  EXPECT_FALSE(file.load(vocabulary)) << "not there yet";
  ASSERT_TRUE(file.save(made));
  const auto loaded = file.load(vocabulary);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->rows, made.rows);
  EXPECT_EQ(loaded->neutral, made.neutral);
  EXPECT_FALSE(ConceptVectorFile(folder.path(), Sha256{8}, vocabulary).load(vocabulary))
      << "of another model";

  auto bytes = *readFile(file.path(), 1 << 20);
  for (std::size_t at = 0; at < bytes.size(); at += 7) {
    auto damaged = bytes;
    damaged[at] = char(damaged[at] ^ 0x20);
    std::ofstream(file.path(), std::ios::binary) << damaged;
    const auto read = file.load(vocabulary);
    // A changed byte that the header does not use is harmless; nothing else may pass.
    if (read) {
      EXPECT_EQ(read->rows, made.rows);
    }
  }
  std::ofstream(file.path(), std::ios::binary) << bytes.substr(0, bytes.size() / 2);
  EXPECT_FALSE(file.load(vocabulary));
}

TEST(ConceptVectorsTest, AnErrorOfTheModelIsPassedOn) {
  const auto made =
      makeConceptVectors(words(), 100, [](auto) -> Result<std::vector<std::vector<float>>> {
        return fail(Code::Cancelled, "stopped");
      });
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Code::Cancelled);
}

}  // namespace
}  // namespace calotype::catalog
