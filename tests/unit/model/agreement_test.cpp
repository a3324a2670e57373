// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/score/agreement.h"

#include <gtest/gtest.h>

#include "model/base/random.h"
#include "model/score/vectors.h"

namespace calotype::model {
namespace {

constexpr std::size_t kDims = 16;

UnitRows randomRows(std::size_t count, std::uint64_t seed) {
  Random random{seed};
  UnitRows rows{kDims, {}};
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<float> row(kDims);
    for (auto& value : row) value = float(random.uniform() - 0.5);
    normalise(row);
    rows.values.insert(rows.values.end(), row.begin(), row.end());
  }
  return rows;
}

/// Each number off by up to `error`.
UnitRows shaken(const UnitRows& rows, float error) {
  Random random{99};
  UnitRows other{kDims, {}};
  for (std::size_t i = 0; i < rows.count(); ++i) {
    std::vector<float> row(rows.row(i).begin(), rows.row(i).end());
    for (auto& value : row) value += error * float(2 * random.uniform() - 1);
    normalise(row);
    other.values.insert(other.values.end(), row.begin(), row.end());
  }
  return other;
}

TEST(AgreementTest, EqualVectorsAgreeEntirely) {
  const TowerRows rows{randomRows(300, 1), randomRows(50, 2)};
  const auto found = agreementOf(rows, rows);
  EXPECT_EQ(found.photos, 300u);
  EXPECT_EQ(found.sentences, 50u);
  EXPECT_NEAR(found.meanCosine, 1, 1e-6);
  EXPECT_EQ(found.sameByWords, 1);
  EXPECT_EQ(found.sameByPictures, 1);
  EXPECT_TRUE(keepsQuality(found));
}

TEST(AgreementTest, OtherVectorsHaveAsManyOfTheBestInCommonAsChanceGives) {
  const TowerRows one{randomRows(400, 1), randomRows(100, 2)};
  const TowerRows other{randomRows(400, 3), randomRows(100, 4)};
  const auto found = agreementOf(one, other);
  EXPECT_NEAR(found.meanCosine, 0, 0.05);
  EXPECT_NEAR(found.sameByWords, 0.05, 0.02) << "20 of 400";
  EXPECT_NEAR(found.sameByPictures, 0.05, 0.02);
  EXPECT_FALSE(keepsQuality(found));
}

TEST(AgreementTest, MoreErrorIsLessAgreementAndOnlyALittleIsAccepted) {
  const TowerRows rows{randomRows(400, 1), randomRows(100, 2)};
  double before = 1.1;
  for (const float error : {0.0005f, 0.01f, 0.1f}) {
    const auto found =
        agreementOf(rows, {shaken(rows.photos, error), shaken(rows.sentences, error)});
    EXPECT_LT(found.sameByWords, before) << error;
    EXPECT_LE(found.leastCosine, found.meanCosine);
    EXPECT_EQ(keepsQuality(found), error == 0.0005f) << error;
    before = found.sameByWords;
  }
}

TEST(AgreementTest, AllThreeConditionsMustHold) {
  const Agreement good{512, 200, 0.995, 0.9, 0.985, 0.985};
  EXPECT_TRUE(keepsQuality(good));
  auto bad = good;
  bad.meanCosine = 0.989;
  EXPECT_FALSE(keepsQuality(bad));
  bad = good;
  bad.sameByWords = 0.979;
  EXPECT_FALSE(keepsQuality(bad));
  bad = good;
  bad.sameByPictures = 0.979;
  EXPECT_FALSE(keepsQuality(bad));
}

TEST(AgreementTest, WithoutSentencesPicturesDecide) {
  const TowerRows one{randomRows(100, 1), {}};
  EXPECT_TRUE(keepsQuality(agreementOf(one, one)));
  EXPECT_FALSE(keepsQuality(agreementOf(one, {shaken(one.photos, 0.1f), {}})));
}

}  // namespace
}  // namespace calotype::model
