// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/tally.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace calotype::catalog {
namespace {

constexpr FileId kA{1}, kB{2}, kC{3};

ListingOutcome listing(std::vector<FileId> unchanged, std::vector<FileId> pending) {
  ListingOutcome outcome;
  outcome.found = std::int64_t(unchanged.size() + pending.size());
  outcome.unchanged = std::move(unchanged);
  outcome.pending = std::move(pending);
  return outcome;
}

void expectReport(const Tally& tally, std::int64_t indexed, std::int64_t unchanged,
                  std::int64_t unreadable) {
  const auto report = tally.report();
  EXPECT_EQ(report.indexed, indexed);
  EXPECT_EQ(report.unchanged, unchanged);
  EXPECT_EQ(report.unreadable, unreadable);
  EXPECT_EQ(report.found, indexed + unchanged + unreadable);
  EXPECT_EQ(tally.progress().pending, 0);
}

TEST(TallyTest, EveryFileEndsAsOneThing) {
  Tally tally;
  tally.reset();
  tally.scanned(listing({kA}, {kB, kC}));
  tally.settleFile(kB, Outcome::Indexed);
  tally.settleFile(kC, Outcome::Unreadable);
  expectReport(tally, 1, 1, 1);
}

TEST(TallyTest, WhatWaitedFromAnEarlierRunIsCountedOnceInWhicheverOrder) {
  Tally tally;
  tally.reset();
  tally.settleFile(kA, Outcome::Indexed);
  tally.scanned(listing({kA, kB}, {}));
  expectReport(tally, 1, 1, 0);
}

TEST(TallyTest, WhatIsAtTheEncoderIsCountedAndItsMean) {
  Tally tally;
  tally.reset();
  tally.toEncoder();
  tally.toEncoder();
  EXPECT_EQ(tally.progress().atEncoder, 2);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  tally.fromEncoder(true);
  EXPECT_EQ(tally.progress().atEncoder, 1);
  tally.fromEncoder(false);
  EXPECT_EQ(tally.progress().atEncoder, 0);
  const auto mean = tally.report().meanAtEncoder;
  EXPECT_GT(mean, 0);
  EXPECT_LE(mean, 2);
}

TEST(TallyTest, AFolderThatIsListedAgainCountsAFileThatWasReadOnce) {
  Tally tally;
  tally.reset();
  tally.scanned(listing({}, {kA}));
  tally.settleFile(kA, Outcome::Indexed);
  tally.scanned(listing({kA}, {}));
  expectReport(tally, 1, 0, 0);
  tally.scanned(listing({}, {kA}));  // it has changed once more
  tally.settleFile(kA, Outcome::Unreadable);
  expectReport(tally, 0, 0, 1);
}

TEST(TallyTest, AFileThatIsGoneCountsOnlyIfItWasFound) {
  Tally tally;
  tally.reset();
  tally.settleFile(kA, Outcome::Gone);
  expectReport(tally, 0, 0, 0);
  tally.scanned(listing({}, {kB}));
  tally.settleFile(kB, Outcome::Gone);
  expectReport(tally, 0, 0, 1);
}

TEST(TallyTest, AVectorForAPhotoOfEarlierMakesItsFileIndexed) {
  Tally tally;
  tally.reset();
  tally.scanned(listing({kA, kB}, {}));
  tally.lackVectors(2);
  tally.settlePhoto(kA, Outcome::Indexed);
  tally.settlePhoto(kB, Outcome::Unreadable);
  expectReport(tally, 1, 0, 1);
}

}  // namespace
}  // namespace calotype::catalog
