// SPDX-License-Identifier: GPL-3.0-or-later
// T-FS-4: folders whose disk is away, elsewhere, another one, or may not be read.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

constexpr int kPhotos = 70;

class AwayFolders : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 0; i < kPhotos; ++i)
      library.paint("year/" + std::to_string(i) + ".jpg", test::kRed, i);
    library.open();
    ASSERT_TRUE(library.index().problems.empty());
    rated = library.catalog().photoAt(library.path("year/7.jpg")).value();
    ASSERT_TRUE(library.catalog().edit({SetRating{5}, {rated}}));
    encoded = library.encoder.pictures;
  }

  /// Scans; nothing is lost, nothing marked, all is still found, and the problem is said.
  void expectUntouched(Code code) {
    const auto report = library.index();
    ASSERT_EQ(report.problems.size(), 1u);
    EXPECT_EQ(report.problems[0].code, code) << report.problems[0].message;
    EXPECT_NE(report.problems[0].message.find(library.photos()), std::string::npos)
        << report.problems[0].message;
    expectWhole();
  }
  void expectWhole() {
    const auto counts = library.counts();
    EXPECT_EQ(counts.photos, kPhotos);
    EXPECT_EQ(counts.files, kPhotos);
    EXPECT_EQ(counts.missing, 0);
    EXPECT_EQ(library.catalog().detailsNow(rated)->metadata.rating, 5);
    EXPECT_EQ(library.search("red").size(), std::size_t(kPhotos)) << "still searchable";
  }
  /// Back in its place: one scan, and no photo is encoded again.
  void expectBack() {
    const auto report = library.index();
    EXPECT_TRUE(report.problems.empty());
    EXPECT_EQ(report.found, kPhotos);
    expectWhole();
    EXPECT_EQ(library.encoder.pictures, encoded);
  }

  fs::path aside() const { return library.photos().native() + ".aside"; }
  void takeAway() { fs::rename(library.photos(), aside()); }
  void bringBack() {
    fs::remove_all(library.photos());
    fs::rename(aside(), library.photos());
  }

  test::SmallLibrary library;
  PhotoId rated{};
  int encoded = 0;
};

TEST_F(AwayFolders, AFolderThatIsNotThereIsWaitedFor) {
  takeAway();
  const auto report = [&] {
    EXPECT_TRUE(library.catalog().startIndexing());
    return library.catalog().waitForIndexing();
  }();
  ASSERT_EQ(report.problems.size(), 1u);
  expectWhole();
  bringBack();
  expectBack();
}

TEST_F(AwayFolders, AnEmptyMountPointIsNotAnEmptyFolder) {
  takeAway();
  fs::create_directories(library.photos());
  expectUntouched(Code::ManyMissing);
  bringBack();
  expectBack();
}

TEST_F(AwayFolders, AnotherDiskInItsPlaceIsNotTakenForIt) {
  takeAway();
  for (int i = 0; i < 20; ++i) library.paint("DCIM/" + std::to_string(i) + ".jpg", test::kGreen, i);
  expectUntouched(Code::ManyMissing);
  EXPECT_FALSE(library.catalog().photoAt(library.path("DCIM/3.jpg"))) << "nor is it indexed";
  bringBack();
  expectBack();
}

TEST_F(AwayFolders, AFewPhotosOnASmallDiskAreWaitedForToo) {
  for (int i = 3; i < kPhotos; ++i) fs::remove(library.path("year/" + std::to_string(i) + ".jpg"));
  ASSERT_TRUE(library.catalog().startIndexing({}, true));
  library.catalog().waitForIndexing();
  takeAway();
  fs::create_directories(library.photos());
  const auto report = library.index();
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_EQ(library.counts().files, 3);
}

TEST_F(AwayFolders, TheSamePhotosOnANewDiskInItsPlaceAreKnownAgain) {
  takeAway();
  fs::copy(aside(), library.photos(), fs::copy_options::recursive);
  expectBack();
  EXPECT_TRUE(library.index().problems.empty()) << "and the new disk is known from now on";
}

TEST_F(AwayFolders, AFileInItsPlaceIsSaid) {
  takeAway();
  std::ofstream(library.photos()) << "not a folder";
  ASSERT_TRUE(library.catalog().startIndexing());
  EXPECT_EQ(library.catalog().waitForIndexing().problems.size(), 1u);
  expectWhole();
  bringBack();
  expectBack();
}

TEST_F(AwayFolders, ManyMissingPhotosAreMarkedOnlyOnRequestAndComeBack) {
  const auto year = library.path("year");
  fs::rename(year, library.photos().parent_path() / "elsewhere");
  expectUntouched(Code::ManyMissing);
  ASSERT_TRUE(library.catalog().startIndexing({}, true));
  EXPECT_TRUE(library.catalog().waitForIndexing().problems.empty());
  EXPECT_EQ(library.counts().missing, kPhotos);
  EXPECT_EQ(library.catalog().detailsNow(rated)->metadata.rating, 5) << "the work stays";
  fs::rename(library.photos().parent_path() / "elsewhere", year);
  expectBack();
}

/// Tells when a problem was said.
class Asked final : public Observer {
 public:
  void photosChanged(std::span<const PhotoId>) override {}
  void jobsChanged() override {}
  void modelChanged() override {}
  void problem(const Error& error) override { asked_ = asked_ || error.code == Code::ManyMissing; }
  void wait() const {
    while (!asked_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

 private:
  std::atomic<bool> asked_ = false;
};

TEST_F(AwayFolders, AnAnswerThatComesWhileTheRunThatAskedGoesOnCounts) {
  takeAway();
  fs::create_directories(library.photos());
  const auto other = library.photos().parent_path() / "other";
  fs::create_directories(other);
  fs::copy_file(aside() / "year/1.jpg", other / "1.jpg");
  ASSERT_TRUE(library.catalog().addFolder(other));
  Asked asked;
  library.catalog().setObserver(&asked);
  library.catalog().pauseIndexing(true);  // the other folder's listing keeps the run going
  ASSERT_TRUE(library.catalog().startIndexing());
  asked.wait();
  ASSERT_TRUE(library.catalog().startIndexing({}, true));
  library.catalog().pauseIndexing(false);
  library.catalog().waitForIndexing();
  library.catalog().setObserver(nullptr);
  EXPECT_EQ(library.counts().missing, kPhotos - 1) << "one is in the other folder now";
}

TEST_F(AwayFolders, AFewMissingPhotosAreMarkedWithoutAQuestion) {
  for (int i = 0; i < 5; ++i) fs::remove(library.path("year/" + std::to_string(i) + ".jpg"));
  EXPECT_TRUE(library.index().problems.empty());
  EXPECT_EQ(library.counts().missing, 5);
}

TEST_F(AwayFolders, ASubfolderThatMayNotBeReadIsUnknownNotEmpty) {
  if (::geteuid() == 0) GTEST_SKIP() << "SKIPPED: root may read everything";
  fs::permissions(library.path("year"), fs::perms::none);
  expectUntouched(Code::Permission);
  fs::permissions(library.path("year"), fs::perms::owner_all);
  expectBack();
}

/// Disks as udev shows them, over the one real file system that the test has.
class MovedDisks : public AwayFolders {
 protected:
  void SetUp() override {
    struct stat status {};
    ASSERT_EQ(::stat(library.photos().parent_path().c_str(), &status), 0);
    device = status.st_dev;
    library.options.mountTable = library.photos().parent_path() / "mountinfo";
    library.options.disks = library.photos().parent_path() / "disks";
    plug("0f0e-0d0c");
    if (skipped) GTEST_SKIP() << "SKIPPED: no device node can be made here";
    mount(library.photos());
    AwayFolders::SetUp();
  }

  void plug(const std::string& uuid) {
    const auto folder = library.options.disks / "by-uuid";
    fs::remove_all(folder);
    fs::create_directories(folder);
    skipped = ::mknod((folder / uuid).c_str(), S_IFBLK | 0600, device) != 0;
  }
  void mount(const fs::path& at) {
    auto point = at.native();  // blanks are escaped, see proc(5)
    for (auto blank = point.find(' '); blank != std::string::npos; blank = point.find(' '))
      point.replace(blank, 1, "\\040");
    std::ofstream(library.options.mountTable)
        << "1 0 0:1 / / rw - tmpfs none rw\n36 1 " << gnu_dev_major(device) << ':'
        << gnu_dev_minor(device) << " / " << point << " rw,relatime shared:1 - ext4 /dev/x rw\n";
  }

  dev_t device{};
  bool skipped = false;
};

TEST_F(MovedDisks, ADiskThatIsMountedElsewhereIsFollowed) {
  const auto place = library.photos().parent_path() / "media" / "my disk";
  fs::create_directories(place.parent_path());
  fs::rename(library.photos(), place);
  mount(place);
  ASSERT_TRUE(library.catalog().startIndexing());
  const auto report = library.catalog().waitForIndexing();
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(report.unchanged, kPhotos) << "no photo was even read";
  expectWhole();
  EXPECT_EQ(library.catalog().detailsNow(rated)->files,
            std::vector<fs::path>{place / "year" / "7.jpg"});
}

TEST_F(MovedDisks, NamingTheFolderOfADiskThatWasElsewhereAddsNoSecondOne) {
  const auto place = library.photos().parent_path() / "usb";
  fs::rename(library.photos(), place);
  mount(place);
  ASSERT_TRUE(library.catalog().addFolder(place));
  EXPECT_EQ(library.catalog().roots()->size(), 1u);
  ASSERT_TRUE(library.catalog().startIndexing());
  EXPECT_EQ(library.catalog().waitForIndexing().unchanged, kPhotos);
}

TEST_F(MovedDisks, ADiskWithAnotherNumberAndNoneOfThePhotosIsNotIt) {
  plug("ffff-ffff");
  fs::rename(library.path("year"), library.path("other"));
  expectUntouched(Code::ManyMissing);
}

TEST_F(MovedDisks, ADiskThatGotAnotherNumberAndHasThePhotosIsKnownAgain) {
  plug("ffff-ffff");
  expectBack();
  plug("0f0e-0d0c");
  expectBack();
}

}  // namespace
}  // namespace calotype::catalog
