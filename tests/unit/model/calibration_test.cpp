// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/score/calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <random>

#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

/// Evidence whose probability is known: logistic(-4 + 0.8 score + 0.5 share).
LabelledEvidence drawn(unsigned seed, std::size_t photos) {
  std::mt19937 random(seed);
  std::normal_distribution<float> score(0, 3);
  std::uniform_real_distribution<float> share(-6, 0), chance(0, 1);
  LabelledEvidence data;
  for (int i = 0; i < 20; ++i) data.concepts.push_back("c" + std::to_string(i));
  data.tested.assign(20, true);
  for (std::size_t i = 0; i < photos * 20; ++i) {
    const Evidence one{score(random), share(random)};
    const float p = 1 / (1 + std::exp(4 - 0.8f * one.score - 0.5f * one.share));
    data.evidence.push_back(one);
    data.truth.push_back(chance(random) < p ? Truth::Yes : Truth::No);
  }
  return data;
}

TEST(CalibrationTest, AFitFindsTheCurveThatLabelsWereDrawnFrom) {
  const auto calibration = fit(drawn(1, 3000));
  ASSERT_TRUE(calibration) << calibration.error().message;
  for (const float score : {0.0f, 3.0f, 6.0f, 9.0f}) {
    const double wanted = 1 / (1 + std::exp(4 - 0.8 * double(score) + 0.5));
    EXPECT_NEAR(calibration->probability({score, -1}, "c3"), wanted, 0.06) << score;
  }
}

TEST(CalibrationTest, OnOtherPhotosTheAskedPrecisionHoldsAndProbabilitiesAreTrue) {
  const auto calibration = fit(drawn(1, 2000));
  ASSERT_TRUE(calibration);
  const auto others = drawn(2, 2000);
  for (const double asked : {0.6, 0.8, 0.9}) {
    const auto measured = measure(*calibration, others, asked);
    EXPECT_GE(measured.microPrecision, asked - 0.03);
    EXPECT_GT(measured.right, 0);
    EXPECT_LT(measured.expectedCalibrationError, 0.03);
  }
}

TEST(CalibrationTest, MoreEvidenceIsNeverLessProbable) {
  const auto calibration = fit(drawn(3, 500));
  ASSERT_TRUE(calibration);
  double before = 0;
  for (float score = -20; score < 40; score += 0.25f) {
    const double p = calibration->probability({score, -2}, "c1");
    EXPECT_GE(p, before - 1e-9) << score;
    EXPECT_LE(p, 1);
    before = p;
  }
}

TEST(CalibrationTest, AConceptWithoutLabelsIsBelievedLessThanAnyWithThem) {
  const auto calibration = fit(drawn(4, 500));
  ASSERT_TRUE(calibration);
  EXPECT_LT(calibration->probability({5, -1}, "never heard of"),
            calibration->probability({5, -1}, "c0"));
}

TEST(CalibrationTest, WhatIsWrittenIsReadAgain) {
  const auto calibration = fit(drawn(5, 300));
  ASSERT_TRUE(calibration);
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "calibration.json";
  std::ofstream(file) << calibration->toJson();
  const auto read = Calibration::read(file);
  ASSERT_TRUE(read) << read.error().message;
  for (const float score : {-3.0f, 0.0f, 4.0f, 8.0f})
    EXPECT_NEAR(read->probability({score, -1}, "c2"), calibration->probability({score, -1}, "c2"),
                1e-3);
  EXPECT_NEAR(read->leastProbability(0.9), calibration->leastProbability(0.9), 1e-4);
}

TEST(CalibrationTest, ADamagedFileIsRefusedWithItsFault) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "calibration.json";
  const auto fault = [&](const char* text) {
    std::ofstream(file) << text;
    const auto read = Calibration::read(file);
    return read ? std::string("no fault") : read.error().message;
  };
  EXPECT_NE(fault("{").find("calibration.json"), std::string::npos);
  EXPECT_NE(fault("{\"format\": 2}").find("newer"), std::string::npos);
  const std::string begin =
      "{\"format\": 1, \"intercept\": 0, \"score_slope\": 1, \"share_slope\": 1, ";
  EXPECT_NE(fault((begin + "\"curve\": [[0, 0.5], [0, 0.6]]}").c_str()).find("curve"),
            std::string::npos);
  EXPECT_NE(fault((begin + "\"curve\": [[0, 0.5], [1, 0.4]]}").c_str()).find("ascend"),
            std::string::npos);
  EXPECT_NE(fault((begin + "\"offsets\": {\"a\": \"b\"}}").c_str()).find("offsets"),
            std::string::npos);
}

TEST(CalibrationTest, TooLittleToFitOnIsSaid) {
  EXPECT_FALSE(fit(drawn(6, 5)));
  EXPECT_FALSE(fit(LabelledEvidence{}));
  EXPECT_LE(Calibration::cautious().probability({0, -3}, "x"), 0.05);
}

TEST(ZeroShotTest, SharesAddUpAlongTheTree) {
  ConceptVectors vectors;
  vectors.dims = 2;
  vectors.rows = {1, 0, 0, 1, 0.6f, 0.8f};
  vectors.neutral = {0, 0};
  vectors.above = {-1, -1, 1};
  vectors.logitScale = 3;
  const auto evidence = weigh(vectors, std::vector<float>{0.8f, 0.6f});
  EXPECT_NEAR(std::exp(evidence[0].share) + std::exp(evidence[1].share), 1, 1e-5);
  EXPECT_GT(evidence[1].share, evidence[2].share);
  EXPECT_FLOAT_EQ(evidence[1].score, evidence[2].score) << "the narrower one speaks for it";
  EXPECT_NEAR(evidence[0].score, 2.4f, 1e-5);
}

}  // namespace
}  // namespace calotype::model
