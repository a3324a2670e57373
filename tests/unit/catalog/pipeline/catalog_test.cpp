// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/catalog.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <thread>

#include "catalog/store/database.h"
#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

using test::SmallLibrary;

class CatalogTest : public testing::Test {
 protected:
  CatalogTest() {
    library_.paint("red.jpg", test::kRed);
    library_.paint("green.jpg", test::kGreen);
    library_.paint("holiday/blue.jpg", test::kBlue);
    library_.open();
    library_.index();
  }

  Catalog& catalog() { return library_.catalog(); }
  PhotoId idOf(const std::string& words) {
    return catalog().searchNow({.by = words, .limit = 1})->rows.at(0).id;
  }
  template <class Ask>
  auto wait(Ask&& ask) {
    std::promise<Result<SearchPage>> promise;
    ask([&](Result<SearchPage> page) { promise.set_value(std::move(page)); });
    return promise.get_future().get();
  }

  SmallLibrary library_;
};

TEST_F(CatalogTest, APictureFileFindsItsOwnPhotoFirst) {
  const auto page = catalog().searchNow({.by = library_.path("green.jpg")});
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_EQ(page->rows.size(), 3u);
  EXPECT_EQ(page->rows[0].id, idOf("green"));
  EXPECT_NEAR(page->rows[0].score, 1, 1e-3);
}

TEST_F(CatalogTest, AFileLeadsItsTwinsWithTheSamePixels) {
  const auto green = *readFile(library_.path("green.jpg"), 1 << 20);
  for (const char* twin : {"twin1.jpg", "twin2.jpg"})
    library_.write(twin, green + twin);  // other bytes behind the picture: another photo
  library_.index();
  for (const char* name : {"twin2.jpg", "green.jpg", "twin1.jpg"}) {
    const auto now = catalog().searchNow({.by = library_.path(name)});
    const auto later =
        wait([&](auto done) { catalog().search({.by = library_.path(name)}, std::move(done)); });
    for (const auto& page : {now, later}) {
      ASSERT_TRUE(page) << page.error().message;
      const auto details = catalog().detailsNow(page->rows.at(0).id);
      ASSERT_TRUE(details);
      EXPECT_EQ(details->files.at(0), library_.path(name));
    }
  }
}

TEST_F(CatalogTest, APhotoFindsItselfFirst) {
  const auto red = idOf("red");
  const auto page = catalog().searchNow({.by = red});
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->rows.at(0).id, red);
}

TEST_F(CatalogTest, ASearchByAFileThatIsNoPictureSaysWhy) {
  library_.write("note.txt", "words");
  EXPECT_EQ(catalog().searchNow({.by = library_.path("note.txt")}).error().code, Code::Unsupported);
  EXPECT_EQ(catalog().searchNow({.by = library_.path("gone.jpg")}).error().code, Code::NotFound);
}

TEST_F(CatalogTest, TheLimitCutsTheRanking) {
  EXPECT_EQ(catalog().searchNow({.by = std::string("red"), .limit = 2})->rows.size(), 2u);
}

TEST_F(CatalogTest, WordsAnswerAtOnceWhileTheModelIsNotOpen) {
  library_.open();
  const auto ask = [&](auto done) { catalog().search({.by = std::string("holiday")}, done); };
  const auto first = wait(ask);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_TRUE(first->byWords);
  EXPECT_EQ(first->rows.size(), 1u);
  EXPECT_EQ(first->photos, 3);

  EXPECT_EQ(catalog().waitForModel().state, ModelStatus::State::Ready);
  const auto second = wait(ask);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_FALSE(second->byWords);
  EXPECT_EQ(second->searched, 3);
}

TEST_F(CatalogTest, WordsThatWereSearchedForNeedTheModelNoMore) {
  const auto first = catalog().searchNow({.by = std::string("red -green")});
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(library_.encoder.texts, 2);
  library_.open();  // what was written is on disk
  const auto again = catalog().searchNow({.by = std::string("RED -green")});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_FALSE(again->byWords);
  EXPECT_EQ(again->rows.at(0).id, first->rows.at(0).id);
  EXPECT_NEAR(again->rows.at(0).score, first->rows.at(0).score, 1e-6);
  const auto before = library_.encoder.texts.load();
  ASSERT_TRUE(catalog().searchNow({.by = std::string("Red -GREEN")}));
  EXPECT_EQ(library_.encoder.texts, before) << "its model is known by now, and the words too";

  library_.changeModel(7);
  library_.open();
  ASSERT_EQ(catalog().waitForModel().state, ModelStatus::State::Ready);
  library_.index();
  ASSERT_TRUE(catalog().searchNow({.by = std::string("red -green")}));
  EXPECT_EQ(library_.encoder.texts, before + 2) << "another model's vectors say nothing";
}

/// Each change of the catalog makes the next search read the rows of all photos again.
TEST_F(CatalogTest, ASearchChangesNothingInTheCatalog) {
  ASSERT_EQ(catalog().waitForModel().state, ModelStatus::State::Ready);
  const auto reader = Database::open(library_.paths().database(), Mode::ReadOnly);
  ASSERT_TRUE(reader) << reader.error().message;
  const auto before = reader->dataVersion();
  for (const char* const words : {"red", "blue -green", "red"})
    ASSERT_TRUE(catalog().searchNow({.by = std::string(words)}));
  std::this_thread::sleep_for(std::chrono::milliseconds(400));  // a write may wait for others
  EXPECT_EQ(*reader->dataVersion(), *before);
}

TEST_F(CatalogTest, WithoutAModelWordsStillFindNamesAndFolders) {
  library_.encoder.missing = true;
  library_.open();
  const auto page = catalog().searchNow({.by = std::string("holiday")});
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_TRUE(page->byWords);
  ASSERT_EQ(page->rows.size(), 1u);
  EXPECT_EQ(catalog().modelStatus().state, ModelStatus::State::Missing);
}

TEST_F(CatalogTest, ANewerSearchCancelsTheOlder) {
  const auto red = idOf("red");
  std::promise<void> held, release;
  // The reader is busy, so that both searches stand in line.
  catalog().details(red, [&](auto) {
    held.set_value();
    release.get_future().wait();
  });
  held.get_future().wait();
  std::promise<Result<SearchPage>> older, newer;
  catalog().search({.by = red}, [&](auto page) { older.set_value(std::move(page)); });
  catalog().search({.by = red}, [&](auto page) { newer.set_value(std::move(page)); });
  release.set_value();
  const auto first = older.get_future().get();
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().code, Code::Cancelled);
  EXPECT_TRUE(newer.get_future().get());
}

TEST_F(CatalogTest, BrowsingShowsAFolderAndBelow) {
  const auto all = wait([&](auto done) { catalog().browse({}, done); });
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->rows.size(), 3u);
  const auto below =
      wait([&](auto done) { catalog().browse({.place = library_.path("holiday")}, done); });
  ASSERT_TRUE(below) << below.error().message;
  EXPECT_EQ(below->rows.size(), 1u);
}

TEST_F(CatalogTest, ThumbnailsAreKeptAndMadeAgainWhenTheCacheIsGone) {
  const auto ask = [&] {
    std::promise<Result<std::string>> promise;
    catalog().thumbnail(idOf("red"), 256,
                        [&](PhotoId, const Result<std::string>& jpeg) { promise.set_value(jpeg); });
    return promise.get_future().get();
  };
  const auto first = ask();
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->substr(0, 2), "\xff\xd8");

  library_.close();
  fs::remove_all(library_.paths().cache);
  library_.open();
  const auto again = ask();
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, *first);

  library_.takeDecoderAway();
  library_.open();
  const auto kept = ask();
  ASSERT_TRUE(kept) << kept.error().message;
  EXPECT_EQ(*kept, *first);
}

TEST_F(CatalogTest, TheViewersPictureHasFullSizeOrTheSizeThatIsAskedFor) {
  const auto ask = [&](std::uint32_t edge) {
    std::promise<Result<Rgb8>> promise;
    catalog().picture(idOf("green"), edge, {},
                      [&](PhotoId, const Result<Rgb8>& picture) { promise.set_value(picture); });
    return promise.get_future().get();
  };
  const auto full = ask(0);
  ASSERT_TRUE(full) << full.error().message;
  EXPECT_EQ(full->width, 96);
  EXPECT_EQ(full->height, 64);
  const auto small = ask(48);
  ASSERT_TRUE(small) << small.error().message;
  EXPECT_EQ(small->width, 48);
}

TEST_F(CatalogTest, APhotoWhoseFileIsGoneSaysSo) {
  const auto id = idOf("green");
  fs::remove(library_.path("green.jpg"));
  std::promise<Result<Rgb8>> promise;
  catalog().picture(id, 0, {},
                    [&](PhotoId, const Result<Rgb8>& picture) { promise.set_value(picture); });
  EXPECT_EQ(promise.get_future().get().error().code, Code::NotFound);
}

TEST_F(CatalogTest, OneWritesAndOthersRead) {
  const auto second = Catalog::open(library_.options);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::Busy);

  auto options = library_.options;
  options.readOnly = true;
  const auto reader = Catalog::open(options);
  ASSERT_TRUE(reader) << reader.error().message;
  const auto page = (*reader)->searchNow({.by = std::string("red"), .limit = 1});
  ASSERT_TRUE(page) << page.error().message;
  EXPECT_EQ(page->rows.at(0).id, idOf("red"));
  EXPECT_EQ((*reader)->addFolder(library_.photos()).error().code, Code::Busy);
  EXPECT_EQ((*reader)->startIndexing().error().code, Code::Busy);
}

TEST_F(CatalogTest, AFolderThatCannotBeIndexedIsRefusedWithItsReason) {
  EXPECT_EQ(catalog().addFolder(library_.path("nowhere")).error().code, Code::NotFound);
  EXPECT_EQ(catalog().addFolder(library_.path("red.jpg")).error().code, Code::InvalidArgument);
  EXPECT_EQ(catalog().removeFolder("/not/a/root").error().code, Code::NotFound);
  if (::geteuid() == 0) GTEST_SKIP() << "root may list every folder";
  fs::create_directories(library_.path("locked"));
  fs::permissions(library_.path("locked"), fs::perms::none);
  EXPECT_EQ(catalog().addFolder(library_.path("locked")).error().code, Code::Permission);
  fs::permissions(library_.path("locked"), fs::perms::owner_all);
}

TEST_F(CatalogTest, MetadataOfAnyFile) {
  const auto metadata = catalog().metadataOf(library_.path("red.jpg"));
  ASSERT_TRUE(metadata) << metadata.error().message;
  EXPECT_EQ(metadata->format, "JPEG");
  EXPECT_EQ(metadata->width, 96);
}

}  // namespace
}  // namespace calotype::catalog
