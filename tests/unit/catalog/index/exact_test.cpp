// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/exact.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <random>

#include "catalog/index/rows.h"

namespace calotype::catalog {
namespace {

Half randomHalf(std::mt19937& random) {
  const auto bits = std::uint16_t(random());
  return Half((bits & 0x7c00u) == 0x7c00u ? std::uint16_t(bits & 0x83ffu) : bits);  // finite
}

TEST(ExactTest, EveryWayToMultiplyAgreesWithADoubleLoopAndToTheLastBitWithTheOthers) {
  std::mt19937 random(20);
  std::string names;
  for (const auto& with : availableKernels()) names += std::string(" ") + with.name;
  std::printf("kernels on this processor:%s\n", names.c_str());

  for (int round = 0; round < 300; ++round) {
    const auto dims = 1 + random() % 200;
    const auto count = 1 + random() % 40;
    Rows rows(dims);
    std::vector<Half> row(dims);
    for (std::size_t i = 0; i < count; ++i) {
      for (auto& value : row)
        value = round % 2 == 0 ? toHalf(float(random()) / 4e9f - 0.5f) : randomHalf(random);
      rows.append(row);
    }
    std::vector<float> query(rows.stride());
    for (std::size_t i = 0; i < dims; ++i) query[i] = float(random()) / 4e9f - 0.5f;

    std::vector<float> reference(count);
    availableKernels().front().score(rows.row(0), count, query.data(), rows.stride(),
                                     reference.data());
    for (std::size_t i = 0; i < count; ++i) {
      double expected = 0, size = 0;
      for (std::size_t at = 0; at < dims; ++at) {
        const double product = double(toFloat(rows.row(i)[at])) * double(query[at]);
        expected += product;
        size += std::abs(product);
      }
      EXPECT_NEAR(reference[i], expected, 1e-6 * size + 1e-30) << dims << " dimensions";
    }
    for (const auto& with : availableKernels()) {
      std::vector<float> scores(count);
      with.score(rows.row(0), count, query.data(), rows.stride(), scores.data());
      for (std::size_t i = 0; i < count; ++i) {
        EXPECT_EQ(std::bit_cast<std::uint32_t>(scores[i]),
                  std::bit_cast<std::uint32_t>(reference[i]))
            << with.name << ", " << dims << " dimensions";
        EXPECT_EQ(with.dot(rows.row(0), rows.row(i), rows.stride()),
                  availableKernels().front().dot(rows.row(0), rows.row(i), rows.stride()))
            << with.name;
      }
    }
  }
}

TEST(ExactTest, TheProductOfTwoStoredRowsIsThatOfTheWidenedOne) {
  std::mt19937 random(21);
  Rows rows(77);
  std::vector<Half> row(77);
  for (int i = 0; i < 2; ++i) {
    for (auto& value : row) value = toHalf(float(random()) / 4e9f - 0.5f);
    rows.append(row);
  }
  std::vector<float> query(rows.stride());
  for (std::size_t i = 0; i < query.size(); ++i) query[i] = toFloat(rows.row(0)[i]);
  for (const auto& with : availableKernels()) {
    float score = 0;
    with.score(rows.row(1), 1, query.data(), rows.stride(), &score);
    EXPECT_EQ(score, with.dot(rows.row(0), rows.row(1), rows.stride())) << with.name;
  }
}

TEST(RowsTest, RowsStayWhereTheyAreWhileTheMatrixGrows) {
  Rows rows(5);
  const std::vector<Half> row(5, toHalf(1));
  rows.append(row);
  const Half* first = rows.row(0);
  for (std::size_t i = 0; i < 3 * Rows::kPerBlock; ++i) rows.append(row);
  EXPECT_EQ(rows.row(0), first);
  EXPECT_EQ(rows.size(), 3 * Rows::kPerBlock + 1);
  rows.shrink(2);
  EXPECT_EQ(rows.row(0), first);
  rows.append(row);
  EXPECT_EQ(rows.size(), 3u);
  EXPECT_EQ(toFloat(rows.row(2)[4]), 1);
  EXPECT_EQ(toFloat(rows.row(2)[5]), 0);
}

}  // namespace
}  // namespace calotype::catalog
