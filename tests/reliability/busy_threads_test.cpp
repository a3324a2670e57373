// SPDX-License-Identifier: GPL-3.0-or-later
// T-TSAN-1: everything that a catalog can do, at once and for a while: photos come, change and go
// while it scans, watches, decodes, encodes, searches, edits, undoes, tags, writes sidecars, moves
// files to the bin and back and changes its model. Meant for ThreadSanitizer; anywhere it shows
// that nothing is lost on the way.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <random>
#include <thread>

#include "catalog/settings.h"
#include "catalog/tagging.h"
#include "catalog/upkeep.h"
#include "tests/support/fake_model.h"
#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

using namespace std::chrono_literals;

constexpr int kFirstPhotos = 40, kMostPhotos = 120;
constexpr auto kWhile = 20s;
constexpr test::Rgb kColours[] = {test::kRed, test::kGreen, test::kBlue, test::kYellow};
constexpr const char* kQueries[] = {
    "red",           "blue -green", "rating>=3", "tag:busy yellow", "is:missing",
    "name:photo-1*", "untagged",    "in:2019..", "white rating:4"};

std::string aQuery(std::mt19937& random) {
  return kQueries[random() % std::size(kQueries)];
}

/// Counts what is told; every method may be called from any thread.
class Listener final : public Observer {
 public:
  void photosChanged(std::span<const PhotoId>) override { ++told; }
  void jobsChanged() override { ++told; }
  void modelChanged() override { ++told; }
  void problem(const Error&) override { ++told; }
  std::atomic<int> told = 0;
};

class BusyThreadsTest : public testing::Test {
 protected:
  BusyThreadsTest() {
    const auto folder = library_.photos().parent_path();
    ::setenv("XDG_DATA_HOME", (folder / "data").c_str(), 1);
    test::writeFakeModel(folder / "other-model", 2);
    library_.write("../colours.txt", "red\ngreen\nblue\n");
    library_.options.vocabulary = folder / "colours.txt";
    library_.options.watch = true;
    library_.options.watchQuiet = 50ms;
    for (int i = 0; i < kFirstPhotos; ++i) paint(i, 0);
  }
  ~BusyThreadsTest() override { ::unsetenv("XDG_DATA_HOME"); }

  static std::string name(int number) { return "photo-" + std::to_string(number) + ".jpg"; }
  void paint(int number, int turn) {
    library_.paint(name(number), kColours[number % 4], (number + 7 * turn) % 100);
  }

  /// Does it again and again until the time is up, with random numbers of its own.
  void meanwhile(std::function<void(std::mt19937&)> act) {
    threads_.emplace_back([this, act = std::move(act), seed = unsigned(threads_.size())] {
      std::mt19937 random(seed);
      while (!over_) {
        act(random);
        ++done_;
      }
    });
  }

  Catalog& catalog() { return library_.catalog(); }
  std::vector<PhotoId> some(std::mt19937& random) {
    auto all = catalog().photosIn(Everywhere{}).value_or(std::vector<PhotoId>());
    std::shuffle(all.begin(), all.end(), random);
    all.resize(std::min<std::size_t>(all.size(), 5));
    return all;
  }

  void changeFiles();
  void find();
  void make();
  void look();
  void rule();

  test::SmallLibrary library_;
  Listener listener_;
  std::atomic<bool> over_ = false;
  std::atomic<int> done_ = 0;
  std::vector<std::jthread> threads_;
};

void BusyThreadsTest::changeFiles() {
  meanwhile([this, turn = 0](std::mt19937& random) mutable {
    const int number = int(random() % kMostPhotos);
    if (random() % 4 != 0) {
      paint(number, ++turn);
    } else {
      std::error_code gone;
      fs::remove(library_.path(name(number)), gone);
    }
    std::this_thread::sleep_for(5ms);
  });
  meanwhile([this](std::mt19937&) {
    (void)catalog().startIndexing({}, true);
    catalog().waitForIndexing();
  });
}

void BusyThreadsTest::find() {
  for (int thread = 0; thread < 2; ++thread)
    meanwhile([this](std::mt19937& random) { (void)catalog().searchNow({.by = aQuery(random)}); });
  meanwhile([this](std::mt19937& random) {
    catalog().search({.by = aQuery(random)}, [](const auto&) {});
    catalog().search({.by = library_.path(name(int(random() % kMostPhotos)))}, [](const auto&) {});
    catalog().browse({Everywhere{}, Order::Name}, [](const auto&) {});
    for (const auto photo : some(random)) catalog().search({.by = photo}, [](const auto&) {});
    std::this_thread::sleep_for(2ms);
  });
}

void BusyThreadsTest::make() {
  meanwhile([this](std::mt19937& random) {
    const auto photos = some(random);
    (void)catalog().edit({SetRating{int(random() % 6)}, photos});
    (void)catalog().edit({AddTag{"busy/" + std::to_string(random() % 5)}, photos});
    (void)catalog().edit({CreateAlbum{"Album " + std::to_string(random()), ""}, photos});
    if (random() % 2 == 0) (void)catalog().undo();
    if (random() % 3 == 0) (void)catalog().redo();
  });
  meanwhile([this](std::mt19937& random) {
    const auto moved = catalog().trash(some(random));
    std::this_thread::sleep_for(20ms);
    if (moved) (void)catalog().restore(moved->photos);
  });
  meanwhile([this](std::mt19937& random) {
    const auto preview = catalog().previewTags({some(random), {}, 0});
    if (preview) (void)catalog().applyTags(**preview, random() % 2 == 0);
  });
}

void BusyThreadsTest::look() {
  meanwhile([this](std::mt19937& random) {
    for (const auto photo : some(random)) {
      catalog().thumbnail(photo, 256, [](PhotoId, const auto&) {});
      catalog().picture(photo, 64, {}, [](PhotoId, const auto&) {});
      catalog().cancelThumbnail(photo);
      (void)catalog().detailsNow(photo);
      (void)catalog().wordsState(photo);
    }
    (void)catalog().countsNow();
    (void)catalog().failuresNow();
    (void)catalog().tags();
    (void)catalog().complete("tag:b", 5);
    (void)catalog().advise("ein roter Hund 2019");
    (void)catalog().progress();
    (void)catalog().modelStatus();
    (void)catalog().journal();
  });
}

void BusyThreadsTest::rule() {
  meanwhile([this](std::mt19937& random) {
    catalog().pauseIndexing(true);
    std::this_thread::sleep_for(1ms);
    catalog().pauseIndexing(false);
    if (random() % 20 == 0) catalog().stopIndexing();
    (void)catalog().setSetting(kSidecars, random() % 2 == 0 ? "1" : "0");
    (void)catalog().retryFailures();
    std::this_thread::sleep_for(50ms);
  });
  meanwhile([this, other = false](std::mt19937&) mutable {
    std::this_thread::sleep_for(400ms);
    other = !other;
    (void)catalog().useModel(library_.photos().parent_path() / (other ? "other-model" : "model"));
    if (!other) (void)catalog().finishModelChange();
  });
}

TEST_F(BusyThreadsTest, EverythingAtOnceLosesNothing) {
  library_.open();
  catalog().setObserver(&listener_);
  library_.index();
  changeFiles();
  find();
  make();
  look();
  rule();
  std::this_thread::sleep_for(kWhile);
  over_ = true;
  threads_.clear();

  ASSERT_TRUE(catalog().setSetting(kWatch, "0"));  // a run that joins another looks twice
  catalog().waitForIndexing();
  ASSERT_TRUE(catalog().setSetting(kSidecars, "1"));
  for (const auto& photo : catalog().trashed().value_or(std::vector<TrashedPhoto>()))
    (void)catalog().restore({photo.photo.id});
  (void)catalog().finishModelChange();
  const auto report = library_.index();
  catalog().settleWords();
  std::int64_t files = 0;
  for (const auto& entry : fs::directory_iterator(library_.photos()))
    files += entry.path().extension() == ".jpg" ? 1 : 0;
  EXPECT_EQ(report.found, files);
  EXPECT_EQ(report.unreadable, 0);
  for (const auto& failure : library_.catalog().failuresNow().value_or(std::vector<Failure>()))
    ADD_FAILURE() << failure.path << ": " << failure.message;
  const auto again = library_.index();
  EXPECT_EQ(again.unchanged, files) << "a further look finds nothing to do; " << again.indexed;
  EXPECT_GT(listener_.told, 0);
  catalog().setObserver(nullptr);
  library_.close();
  const auto checked =
      checkCatalog(library_.paths(), {.photos = true}, {}, [](const Finding& finding) {
        EXPECT_TRUE(finding.sound) << finding.what << ": " << finding.message;
      });
  EXPECT_TRUE(checked) << checked.error().message;
  std::printf("%d rounds of 11 threads\n", done_.load());
}

}  // namespace
}  // namespace calotype::catalog
