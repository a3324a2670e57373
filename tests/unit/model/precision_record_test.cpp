// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/precision_record.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

class PrecisionRecordTest : public testing::Test {
 protected:
  void write(const std::string& text) {
    std::ofstream(folder_.path() / kPrecisionRecordFile) << text;
  }
  void expectCorrupt(const std::string& text, const std::string& reason) {
    write(text);
    const auto checks = readPrecisionRecord(folder_.path(), weights_);
    ASSERT_FALSE(checks) << text;
    EXPECT_EQ(checks.error().code, Code::Corrupt);
    EXPECT_NE(checks.error().message.find(kPrecisionRecordFile), std::string::npos);
    EXPECT_NE(checks.error().message.find(reason), std::string::npos) << checks.error().message;
  }

  test::TemporaryFolder folder_;
  const Sha256 weights_{1, 2, 3};
  const PrecisionCheck check_{"int8 with 8-bit weights", {512, 200, 0.9991, 0.99, 0.985, 0.99}};
};

TEST_F(PrecisionRecordTest, WhatWasKeptIsReadAgain) {
  EXPECT_TRUE(readPrecisionRecord(folder_.path(), weights_).value().empty()) << "no file";
  ASSERT_TRUE(keepPrecisionCheck(folder_.path(), weights_, check_));
  const PrecisionCheck other{"bf16", {600, 0, 0.5, -1, 0.25, 0}};
  ASSERT_TRUE(keepPrecisionCheck(folder_.path(), weights_, other));
  const auto checks = readPrecisionRecord(folder_.path(), weights_);
  ASSERT_TRUE(checks) << checks.error().message;
  ASSERT_EQ(checks->size(), 2u);
  for (const auto& [read, kept] : {std::pair{checks->at(0), check_}, {checks->at(1), other}}) {
    EXPECT_EQ(read.arithmetic, kept.arithmetic);
    EXPECT_EQ(read.agreement.photos, kept.agreement.photos);
    EXPECT_EQ(read.agreement.sentences, kept.agreement.sentences);
    EXPECT_EQ(read.agreement.meanCosine, kept.agreement.meanCosine);
    EXPECT_EQ(read.agreement.leastCosine, kept.agreement.leastCosine);
    EXPECT_EQ(read.agreement.sameByWords, kept.agreement.sameByWords);
    EXPECT_EQ(read.agreement.sameByPictures, kept.agreement.sameByPictures);
  }
}

TEST_F(PrecisionRecordTest, ANewCheckOfTheSameArithmeticTakesTheOldOnesPlace) {
  ASSERT_TRUE(keepPrecisionCheck(folder_.path(), weights_, check_));
  auto again = check_;
  again.agreement.photos = 1000;
  ASSERT_TRUE(keepPrecisionCheck(folder_.path(), weights_, again));
  const auto checks = readPrecisionRecord(folder_.path(), weights_).value();
  ASSERT_EQ(checks.size(), 1u);
  EXPECT_EQ(checks[0].agreement.photos, 1000u);
}

TEST_F(PrecisionRecordTest, ChecksOfOtherWeightsCountForNothing) {
  ASSERT_TRUE(keepPrecisionCheck(folder_.path(), weights_, check_));
  EXPECT_TRUE(readPrecisionRecord(folder_.path(), Sha256{9}).value().empty());
  ASSERT_TRUE(keepPrecisionCheck(folder_.path(), Sha256{9}, check_));
  EXPECT_TRUE(readPrecisionRecord(folder_.path(), weights_).value().empty());
}

TEST_F(PrecisionRecordTest, ADamagedFileIsNamedAndReplaced) {
  const auto weights = "{\"weights\": \"" + toHex(weights_) + "\", ";
  expectCorrupt("{", "");
  expectCorrupt("[]", "");
  expectCorrupt("{}", "weights");
  expectCorrupt(weights + "\"checks\": 7}", "checks");
  expectCorrupt(weights + "\"checks\": [7]}", "checks[0]");
  expectCorrupt(weights + "\"checks\": [{\"arithmetic\": \"bf16\", \"photos\": -1}]}", "photos");
  ASSERT_TRUE(keepPrecisionCheck(folder_.path(), weights_, check_));
  EXPECT_EQ(readPrecisionRecord(folder_.path(), weights_).value().size(), 1u);
}

}  // namespace
}  // namespace calotype::model
