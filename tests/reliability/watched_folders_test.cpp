// SPDX-License-Identifier: GPL-3.0-or-later
// T-FS-7: folders that change while they are watched. A full scan afterwards finds nothing to do.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <mutex>
#include <thread>

#include "catalog/scan/watcher.h"
#include "catalog/settings.h"
#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

using namespace std::chrono_literals;

bool waitUntil(const std::function<bool()>& condition, std::chrono::seconds patience = 10s) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

class WatchedFolders : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < 6; ++i) library.paint("a/" + std::to_string(i) + ".jpg", test::kRed, i);
    library.paint("b/0.jpg", test::kBlue);
    library.options.watch = true;
    library.options.watchQuiet = 200ms;
    library.open();
    library.index();
  }

  bool becomes(std::int64_t photos, std::int64_t missing = 0) {
    const bool came = waitUntil([&] {
      const auto counts = library.counts();
      return counts.files == photos && counts.missing == missing && isIdle();
    });
    if (!came)
      ADD_FAILURE() << library.counts().files << " files, " << library.counts().missing
                    << " missing";
    return came;
  }
  bool isIdle() { return library.catalog().progress().state == Progress::State::Idle; }
  /// What was noticed is what a full scan finds.
  void expectNothingLeft(std::int64_t files) {
    const auto report = library.index();
    EXPECT_EQ(report.indexed, 0);
    EXPECT_EQ(report.unchanged, files);
  }

  test::SmallLibrary library;
};

TEST_F(WatchedFolders, NewDeletedMovedAndEditedPhotosAreNoticed) {
  library.paint("a/new.jpg", test::kGreen);
  EXPECT_TRUE(becomes(8));
  fs::remove(library.path("a/0.jpg"));
  EXPECT_TRUE(becomes(7, 1));
  const auto moved = library.catalog().photoAt(library.path("a/1.jpg"));
  ASSERT_TRUE(moved);
  fs::rename(library.path("a/1.jpg"), library.path("b/moved.jpg"));
  EXPECT_TRUE(waitUntil([&] {
    const auto there = library.catalog().photoAt(library.path("b/moved.jpg"));
    return there && *there == *moved && isIdle();
  }));
  EXPECT_TRUE(becomes(7, 1));
  expectNothingLeft(7);
}

TEST_F(WatchedFolders, WhoDoesNotWantItIsLeftAloneAndLosesNothing) {
  ASSERT_TRUE(library.catalog().setSetting(kWatch, "0"));
  std::this_thread::sleep_for(300ms);
  library.paint("a/new.jpg", test::kGreen);
  std::this_thread::sleep_for(1s);
  EXPECT_FALSE(library.catalog().photoAt(library.path("a/new.jpg")));
  ASSERT_TRUE(library.catalog().setSetting(kWatch, "1"));
  EXPECT_TRUE(becomes(8)) << "what happened meanwhile is found";
  library.paint("a/newer.jpg", test::kYellow, 1);
  EXPECT_TRUE(becomes(9));
}

TEST_F(WatchedFolders, AnEditorThatSavesByRenamingIsNoticed) {
  const auto before = library.catalog().photoAt(library.path("a/2.jpg")).value();
  ASSERT_TRUE(library.catalog().edit({SetRating{3}, {before}}));
  library.paint("a/.2.jpg.tmp", test::kYellow, 5);
  fs::rename(library.path("a/.2.jpg.tmp"), library.path("a/2.jpg"));
  EXPECT_TRUE(waitUntil([&] {
    const auto now = library.catalog().photoAt(library.path("a/2.jpg"));
    return now && *now != before && isIdle();
  }));
  const auto now = library.catalog().photoAt(library.path("a/2.jpg")).value();
  EXPECT_EQ(library.catalog().detailsNow(now)->metadata.rating, 3);
  EXPECT_TRUE(becomes(7));
  expectNothingLeft(7);
}

TEST_F(WatchedFolders, AHalfWrittenFileIsLeftAloneUntilItIsWhole) {
  const auto bytes = library.read("a/3.jpg");
  {
    std::ofstream slow(library.path("a/slow.jpg"), std::ios::binary);
    for (std::size_t part = 0; part < 8; ++part) {
      slow << bytes.substr(part * bytes.size() / 8,
                           (part + 1) * bytes.size() / 8 - part * bytes.size() / 8);
      if (part == 7) slow << "a tail of its own";
      slow.flush();
      std::this_thread::sleep_for(100ms);
    }
    library.paint("a/other.jpg", test::kGreen, 3);
    EXPECT_TRUE(becomes(8)) << "others in the folder do not wait";
    EXPECT_FALSE(library.catalog().photoAt(library.path("a/slow.jpg")));
    EXPECT_EQ(library.counts().unreadable, 0);
  }
  EXPECT_TRUE(becomes(9));
  EXPECT_EQ(library.counts().unreadable, 0);
}

TEST_F(WatchedFolders, ANewFolderWithFoldersInItIsFoundWhole) {
  fs::create_directories(library.path("x/y/z"));
  for (int i = 0; i < 5; ++i) library.paint("x/y/z/" + std::to_string(i) + ".jpg", test::kGreen, i);
  EXPECT_TRUE(becomes(12));
  library.paint("x/y/late.jpg", test::kGreen, 30);
  EXPECT_TRUE(becomes(13)) << "and is watched";
  fs::rename(library.path("x/y"), library.path("renamed"));
  EXPECT_TRUE(waitUntil([&] {
    return library.catalog().photoAt(library.path("renamed/late.jpg")).has_value() && isIdle();
  }));
  EXPECT_TRUE(becomes(13));
  library.paint("renamed/z/last.jpg", test::kGreen, 40);
  EXPECT_TRUE(becomes(14));
  expectNothingLeft(14);
}

/// As when a disk was away and is back: the same path, another folder.
TEST_F(WatchedFolders, AFolderThatWasReplacedIsWatchedAgainOnceItWasLookedAt) {
  const auto aside = library.photos().native() + ".aside";
  fs::rename(library.photos(), aside);
  fs::copy(aside, library.photos(), fs::copy_options::recursive);
  library.index();
  library.paint("a/after.jpg", test::kGreen, 7);
  EXPECT_TRUE(becomes(8));
  library.paint("b/after.jpg", test::kGreen, 8);
  EXPECT_TRUE(becomes(9));
}

TEST_F(WatchedFolders, AHardLinkIsWholeAtOnce) {
  fs::create_hard_link(library.path("a/4.jpg"), library.path("b/link.jpg"));
  EXPECT_TRUE(becomes(8));
  EXPECT_EQ(library.counts().photos, 7);
}

TEST_F(WatchedFolders, WhatWentOnWhileARunWasUnderWayIsNotForgotten) {
  for (int i = 0; i < 300; ++i)
    library.paint("c/" + std::to_string(i) + ".jpg", test::kGreen, i % 100);
  for (int i = 0; i < 40; ++i) {
    library.paint("late/" + std::to_string(i) + ".jpg", test::kBlue, i);
    std::this_thread::sleep_for(20ms);
  }
  // Twins share a photo, but each file counts.
  EXPECT_TRUE(becomes(347));
  expectNothingLeft(347);
}

/// A watcher alone, without a catalog behind it.
struct Heard {
  std::mutex mutex;
  std::vector<FolderChange> changes;
  int looks = 0, problems = 0;

  WatcherParts parts() {
    WatcherParts parts;
    parts.changed = [this](auto more) {
      const std::scoped_lock lock(mutex);
      changes.insert(changes.end(), more.begin(), more.end());
    };
    parts.lookAtAll = [this] {
      const std::scoped_lock lock(mutex);
      ++looks;
    };
    parts.problem = [this](const Error&) {
      const std::scoped_lock lock(mutex);
      ++problems;
    };
    parts.quiet = 100ms;
    return parts;
  }
  int count(int Heard::*what) {
    const std::scoped_lock lock(mutex);
    return this->*what;
  }
  std::size_t told() {
    const std::scoped_lock lock(mutex);
    return changes.size();
  }
};

TEST(WatcherTest, MoreThanTheSystemCanTellLeadsToALookAtAll) {
  const test::TemporaryFolder folder;
  Heard heard;
  auto parts = heard.parts();
  std::mutex slow;
  std::unique_lock holding(slow);
  parts.changed = [&](auto) { const std::scoped_lock lock(slow); };
  Watcher watcher(std::move(parts));
  watcher.setFolders({folder.path()});
  std::this_thread::sleep_for(100ms);
  std::ofstream(folder.path() / "first") << "x";
  std::this_thread::sleep_for(400ms);  // the watcher now waits for its listener
  for (int i = 0; i < 20'000; ++i) {
    const int file =
        ::open((folder.path() / std::to_string(i)).c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    ASSERT_GE(file, 0);
    ::close(file);
  }
  holding.unlock();
  EXPECT_TRUE(waitUntil([&] { return heard.count(&Heard::looks) > 0; }));
}

TEST(WatcherTest, FoldersBeyondTheLimitAreLookedAtFromTimeToTimeAndThatIsSaidOnce) {
  const test::TemporaryFolder folder;
  for (int i = 0; i < 10; ++i) fs::create_directories(folder.path() / std::to_string(i));
  Heard heard;
  auto parts = heard.parts();
  parts.mostWatches = 4;
  parts.timed = 200ms;
  Watcher watcher(std::move(parts));
  watcher.setFolders({folder.path()});
  EXPECT_TRUE(waitUntil([&] { return heard.count(&Heard::looks) >= 3; }));
  EXPECT_EQ(heard.count(&Heard::problems), 1);
}

TEST(WatcherTest, ABurstIsToldOnceItIsOver) {
  const test::TemporaryFolder folder;
  fs::create_directories(folder.path() / "sub");
  Heard heard;
  Watcher watcher(heard.parts());
  watcher.setFolders({folder.path()});
  std::this_thread::sleep_for(100ms);
  for (int i = 0; i < 20; ++i) {
    std::ofstream(folder.path() / "sub" / std::to_string(i)) << "x";
    std::this_thread::sleep_for(10ms);
  }
  EXPECT_TRUE(waitUntil([&] { return heard.told() > 0; }));
  std::this_thread::sleep_for(300ms);
  EXPECT_EQ(heard.told(), 1u);
}

TEST(WatcherTest, AFolderThatIsNoLongerWantedIsNotWatched) {
  const test::TemporaryFolder folder;
  Heard heard;
  Watcher watcher(heard.parts());
  watcher.setFolders({folder.path()});
  std::this_thread::sleep_for(100ms);
  watcher.setFolders({});
  std::this_thread::sleep_for(100ms);
  std::ofstream(folder.path() / "x") << "x";
  std::this_thread::sleep_for(400ms);
  EXPECT_EQ(heard.told(), 0u);
}

}  // namespace
}  // namespace calotype::catalog
