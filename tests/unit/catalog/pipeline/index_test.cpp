// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs of the pipeline: real files, real decoder processes, a real database.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <ctime>
#include <mutex>
#include <set>
#include <thread>

#include "catalog/pipeline/batch_size.h"
#include "catalog/settings.h"
#include "tests/support/painted_photo.h"
#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

using test::SmallLibrary;

void expectCounts(const IndexReport& report, std::int64_t indexed, std::int64_t unchanged,
                  std::int64_t unreadable) {
  EXPECT_EQ(report.indexed, indexed);
  EXPECT_EQ(report.unchanged, unchanged);
  EXPECT_EQ(report.unreadable, unreadable);
  EXPECT_EQ(report.found, indexed + unchanged + unreadable);
  for (const auto& problem : report.problems) ADD_FAILURE() << problem.message;
}

class IndexTest : public testing::Test {
 protected:
  /// Four photos, one of them in a folder below.
  void paintFour() {
    library_.paint("red.jpg", test::kRed);
    library_.paint("green.jpg", test::kGreen);
    library_.paint("blue.jpg", test::kBlue);
    library_.paint("below/yellow.jpg", test::kYellow);
  }

  SmallLibrary library_;
};

TEST_F(IndexTest, EveryPhotoOfAFolderIsFoundByWhatItShows) {
  paintFour();
  library_.write("notes.txt", "no picture");
  library_.open();
  expectCounts(library_.index(), 4, 0, 0);
  EXPECT_EQ(library_.counts().photos, 4);
  EXPECT_EQ(library_.counts().embedded, 4);
  EXPECT_EQ(library_.search("something red").front(), "red.jpg");
  EXPECT_EQ(library_.search("yellow").front(), "yellow.jpg");
  EXPECT_EQ(library_.search("blue").size(), 4u);
}

TEST_F(IndexTest, ASecondRunReadsAndEncodesNothing) {
  paintFour();
  library_.open();
  library_.index();
  library_.close();
  const int encoded = library_.encoder.pictures;

  library_.takeDecoderAway();
  library_.open();
  expectCounts(library_.index(), 0, 4, 0);
  EXPECT_EQ(library_.encoder.pictures, encoded);
  EXPECT_EQ(library_.search("green").front(), "green.jpg");
}

TEST_F(IndexTest, AnEmptyFolderIsNoError) {
  library_.open();
  expectCounts(library_.index(), 0, 0, 0);
}

TEST_F(IndexTest, AStoppedRunGoesOnWhereItStopped) {
  for (int i = 0; i < 40; ++i) library_.paint("red" + std::to_string(i) + ".jpg", test::kRed, i);
  auto& catalog = library_.open();
  library_.encoder.beforePictures = [&] {
    if (library_.encoder.pictures >= 5) catalog.stopIndexing();
  };
  const auto stopped = library_.index();
  EXPECT_TRUE(stopped.cancelled);
  library_.encoder.beforePictures = [] {};
  const auto before = library_.counts();
  EXPECT_LT(before.embedded, 40);
  library_.close();

  library_.open();
  const auto report = library_.index();
  EXPECT_FALSE(report.cancelled);
  EXPECT_EQ(report.found, 40);
  EXPECT_EQ(report.found, report.indexed + report.unchanged + report.unreadable);
  EXPECT_EQ(report.unreadable, 0);
  EXPECT_EQ(library_.counts().photos, 40);
  EXPECT_EQ(library_.counts().embedded, 40);
  EXPECT_LE(library_.encoder.pictures, 40 + int(BatchSize::kMost));
}

TEST_F(IndexTest, AMovedFileKeepsItsVector) {
  paintFour();
  library_.open();
  library_.index();
  fs::create_directories(library_.path("moved"));
  fs::rename(library_.path("red.jpg"), library_.path("moved/crimson.jpg"));

  library_.close();
  library_.takeDecoderAway();
  library_.open();
  expectCounts(library_.index(), 1, 3, 0);
  EXPECT_EQ(library_.encoder.pictures, 4);
  EXPECT_EQ(library_.counts().photos, 4);
  EXPECT_EQ(library_.counts().missing, 0);
  EXPECT_EQ(library_.search("red").front(), "crimson.jpg");
}

TEST_F(IndexTest, ACopyIsIndexedWithoutBeingDecoded) {
  paintFour();
  library_.open();
  library_.index();
  fs::copy_file(library_.path("red.jpg"), library_.path("copy.jpg"));

  library_.close();
  library_.takeDecoderAway();
  library_.open();
  expectCounts(library_.index(), 1, 4, 0);
  EXPECT_EQ(library_.counts().photos, 4);
  EXPECT_EQ(library_.counts().files, 5);
}

TEST_F(IndexTest, ABrokenFileInTheMiddleTakesNothingWithIt) {
  paintFour();
  const auto jpeg = test::encodeJpeg(test::paintPhoto(3, 96, 64));
  library_.write("broken.jpg", jpeg.substr(0, 200));
  library_.write("empty.jpg", "");
  library_.open();
  expectCounts(library_.index(), 4, 0, 2);
  const auto failures = library_.catalog().failuresNow();
  ASSERT_TRUE(failures);
  ASSERT_EQ(failures->size(), 2u);
  for (const auto& failure : *failures) {
    EXPECT_EQ(failure.step, "decode");
    EXPECT_EQ(failure.attempts, 1);
    EXPECT_FALSE(failure.message.empty());
  }
}

TEST_F(IndexTest, ABrokenFileIsNotTriedAgainUntilItChanges) {
  paintFour();
  library_.write("broken.jpg", "no picture at all");
  library_.open();
  expectCounts(library_.index(), 4, 0, 1);
  expectCounts(library_.index(), 0, 4, 1);
  ASSERT_EQ(library_.catalog().failuresNow()->size(), 1u);
  EXPECT_EQ(library_.catalog().failuresNow()->front().attempts, 1);

  library_.paint("broken.jpg", test::kWhite);
  expectCounts(library_.index(), 1, 4, 0);
  EXPECT_TRUE(library_.catalog().failuresNow()->empty());
}

TEST_F(IndexTest, ADecoderThatCannotStartIsNoFaultOfThePhotos) {
  paintFour();
  const auto decoder = library_.options.decoderProgram;
  library_.takeDecoderAway();
  library_.open();
  const auto report = library_.index();
  EXPECT_FALSE(report.problems.empty());
  EXPECT_EQ(report.indexed, 0);
  EXPECT_TRUE(library_.catalog().failuresNow()->empty());

  library_.options.decoderProgram = decoder;
  library_.open();
  expectCounts(library_.index(), 4, 0, 0);
}

TEST_F(IndexTest, AnotherModelMakesVectorsAnewAndNothingElse) {
  paintFour();
  library_.open();
  library_.index();
  library_.close();
  library_.changeModel(2);

  library_.open();
  library_.catalog().waitForModel();
  EXPECT_EQ(library_.counts().embedded, 0);
  expectCounts(library_.index(), 4, 0, 0);
  EXPECT_EQ(library_.encoder.pictures, 8);
  EXPECT_EQ(library_.counts().photos, 4);
  EXPECT_EQ(library_.counts().embedded, 4);
  library_.close();

  library_.changeModel(1);  // its vectors are still there
  library_.open();
  expectCounts(library_.index(), 0, 4, 0);
  EXPECT_EQ(library_.counts().embedded, 4);
}

TEST_F(IndexTest, WithoutAModelPhotosAreReadAndGetTheirVectorsLater) {
  paintFour();
  library_.encoder.missing = true;
  library_.open();
  const auto report = library_.index();
  EXPECT_EQ(report.indexed, 4);
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_EQ(report.problems.front().code, Code::ModelMissing);
  EXPECT_EQ(library_.counts().embedded, 0);
  EXPECT_TRUE(library_.catalog().failuresNow()->empty());
  library_.close();

  library_.encoder.missing = false;
  library_.open();
  expectCounts(library_.index(), 4, 0, 0);
  EXPECT_EQ(library_.search("blue").front(), "blue.jpg");
}

TEST_F(IndexTest, NumbersThatAreNoNumbersAreAFailureAndNoRow) {
  paintFour();
  library_.paint("magenta.jpg", test::kMagenta);
  library_.open();
  expectCounts(library_.index(), 4, 0, 1);
  EXPECT_EQ(library_.counts().photos, 5);  // it can be browsed
  EXPECT_EQ(library_.counts().embedded, 4);
  ASSERT_EQ(library_.catalog().failuresNow()->size(), 1u);
  EXPECT_EQ(library_.catalog().failuresNow()->front().step, "encode");
}

TEST_F(IndexTest, AChangedFileIsReadAgain) {
  paintFour();
  library_.open();
  library_.index();
  library_.paint("red.jpg", test::kBlack);
  expectCounts(library_.index(), 1, 3, 0);
  EXPECT_EQ(library_.search("black").front(), "red.jpg");
}

TEST_F(IndexTest, AChangeThatNeitherSizeNorTimeTellsIsSeenWhenItFollowedAtOnce) {
  library_.paint("red.jpg", test::kRed);
  library_.paint("other.jpg", test::kBlack);
  auto red = library_.read("red.jpg"), black = library_.read("other.jpg");
  fs::remove(library_.path("other.jpg"));
  red.resize(4000);
  black.resize(4000);
  const auto writeNow = [&](const std::string& bytes, std::time_t second) {
    library_.write("red.jpg", bytes);  // in place: the inode stays too
    const timespec times[2] = {{second, 0}, {second, 0}};
    ASSERT_EQ(::utimensat(AT_FDCWD, library_.path("red.jpg").c_str(), times, 0), 0);
  };
  const auto now = std::time(nullptr);
  writeNow(red, now);
  library_.open();
  library_.index();
  writeNow(black, now);
  expectCounts(library_.index(), 1, 0, 0);
  EXPECT_EQ(library_.search("black").front(), "red.jpg");
}

TEST_F(IndexTest, AFileThatIsReadOnceMoreAndIsTheSameIsUnchanged) {
  paintFour();
  const timespec now[2] = {{std::time(nullptr), 0}, {std::time(nullptr), 0}};
  ASSERT_EQ(::utimensat(AT_FDCWD, library_.path("red.jpg").c_str(), now, 0), 0);
  library_.open();
  library_.index();
  const int encoded = library_.encoder.pictures;
  expectCounts(library_.index(), 0, 4, 0);
  EXPECT_EQ(library_.encoder.pictures, encoded);
}

TEST_F(IndexTest, ADeletedFileIsMissingAndFoundAsSuch) {
  paintFour();
  library_.open();
  library_.index();
  fs::remove(library_.path("red.jpg"));
  expectCounts(library_.index(), 0, 3, 0);
  EXPECT_EQ(library_.counts().missing, 1);
  const auto found = library_.catalog().searchNow({.by = std::string("red")});
  ASSERT_TRUE(found && !found->rows.empty());
  EXPECT_TRUE(found->rows[0].missing);
  EXPECT_EQ(library_.counts().photos, 3);
}

TEST_F(IndexTest, ARootThatIsGoneIsAProblemAndNothingIsMissing) {
  paintFour();
  library_.open();
  library_.index();
  fs::rename(library_.photos(), library_.photos().string() + "-away");
  ASSERT_TRUE(library_.catalog().startIndexing());
  const auto report = library_.catalog().waitForIndexing();
  EXPECT_EQ(report.problems.size(), 1u);
  EXPECT_EQ(library_.counts().missing, 0);
  EXPECT_FALSE(library_.catalog().roots()->front().available);
}

TEST_F(IndexTest, OnlyTheFolderThatWasNamedIsWorkedOn) {
  paintFour();
  auto& catalog = library_.open();
  ASSERT_TRUE(catalog.addFolder(library_.photos()));
  ASSERT_TRUE(catalog.startIndexing({library_.path("below")}));
  expectCounts(catalog.waitForIndexing(), 1, 0, 0);
  EXPECT_EQ(library_.search("yellow"), std::vector<std::string>{"yellow.jpg"});
}

TEST_F(IndexTest, ARemovedFolderIsForgottenAndItsFilesStay) {
  paintFour();
  library_.open();
  library_.index();
  ASSERT_TRUE(library_.catalog().removeFolder(library_.photos()));
  EXPECT_EQ(library_.counts().photos, 0);
  EXPECT_TRUE(library_.search("red").empty());
  EXPECT_TRUE(fs::exists(library_.path("red.jpg")));
}

TEST_F(IndexTest, APausedRunWaitsAndGoesOn) {
  paintFour();
  auto& catalog = library_.open();
  ASSERT_TRUE(catalog.addFolder(library_.photos()));
  catalog.pauseIndexing(true);
  ASSERT_TRUE(catalog.startIndexing());
  while (catalog.progress().state == Progress::State::Idle) std::this_thread::yield();
  EXPECT_EQ(catalog.progress().state, Progress::State::Paused);
  EXPECT_EQ(catalog.progress().decoded, 0);
  catalog.pauseIndexing(false);
  expectCounts(catalog.waitForIndexing(), 4, 0, 0);
  EXPECT_EQ(catalog.progress().state, Progress::State::Idle);
}

TEST_F(IndexTest, OnItsBatteryARunPausesUntilTheMachineIsPluggedInOrAPersonResumesIt) {
  std::atomic<bool> battery = true;
  library_.options.onBattery = [&] { return battery.load(); };
  library_.options.onBatteryEvery = std::chrono::milliseconds(5);
  auto& catalog = library_.open();
  ASSERT_TRUE(catalog.addFolder(library_.photos()));
  const auto spares = [&] { return catalog.progress().spares; };
  std::atomic<bool> waits = true;
  library_.encoder.beforePictures = [&] {  // until the pause has been noticed
    while (waits && battery && !spares()) std::this_thread::yield();
  };
  const auto begin = [&](const char* name, test::Rgb colour) {
    library_.paint(name, colour);
    ASSERT_TRUE(catalog.startIndexing());
    while (!spares()) std::this_thread::yield();
    EXPECT_EQ(catalog.progress().state, Progress::State::Paused);
  };

  begin("red.jpg", test::kRed);
  battery = false;
  expectCounts(catalog.waitForIndexing(), 1, 0, 0);

  battery = true;
  begin("green.jpg", test::kGreen);
  waits = false;
  catalog.pauseIndexing(false);
  expectCounts(catalog.waitForIndexing(), 1, 1, 0);

  ASSERT_TRUE(catalog.setSetting(kOnBattery, "1"));
  library_.paint("blue.jpg", test::kBlue);
  ASSERT_TRUE(catalog.startIndexing());
  expectCounts(catalog.waitForIndexing(), 1, 2, 0);
}

TEST_F(IndexTest, ClosingInTheMiddleLosesNothing) {
  for (int i = 0; i < 30; ++i) library_.paint("blue" + std::to_string(i) + ".jpg", test::kBlue, i);
  auto& catalog = library_.open();
  ASSERT_TRUE(catalog.addFolder(library_.photos()));
  ASSERT_TRUE(catalog.startIndexing());
  while (library_.encoder.pictures == 0) std::this_thread::yield();
  library_.close();

  library_.open();
  const auto report = library_.index();
  EXPECT_EQ(report.found, 30);
  EXPECT_EQ(library_.counts().embedded, 30);
}

struct Listener final : Observer {
  void photosChanged(std::span<const PhotoId> ids) override {
    const std::scoped_lock lock(mutex);
    changed.insert(ids.begin(), ids.end());
    ++batches;
  }
  void jobsChanged() override { ++jobs; }
  void modelChanged() override { ++models; }
  void problem(const Error&) override { ++problems; }

  std::mutex mutex;
  std::set<PhotoId> changed;
  int batches = 0;
  std::atomic<int> jobs = 0, models = 0, problems = 0;
};

TEST_F(IndexTest, TheObserverHearsOfEveryPhotoInBatches) {
  for (int i = 0; i < 30; ++i) library_.paint("blue" + std::to_string(i) + ".jpg", test::kBlue, i);
  Listener listener;
  auto& catalog = library_.open();
  catalog.setObserver(&listener);
  library_.index();
  catalog.setObserver(nullptr);
  const std::scoped_lock lock(listener.mutex);
  EXPECT_EQ(listener.changed.size(), 30u);
  EXPECT_GE(listener.jobs, 2);
  EXPECT_GE(listener.models, 2);  // opening, ready
  EXPECT_EQ(listener.problems, 0);
}

}  // namespace
}  // namespace calotype::catalog
