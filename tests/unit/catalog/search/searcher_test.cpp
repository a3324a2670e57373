// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/searcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/unit/catalog/search/indexed_library.h"

namespace calotype::catalog {
namespace {

class SearcherTest : public ::testing::Test {
 protected:
  void load() {
    ASSERT_TRUE(
        keeper_.loadFrom(EmbeddingStore(library_.database), library_.model, library_.identity));
  }

  static std::vector<PhotoId> idsOf(const Result<SearchPage>& page) {
    EXPECT_TRUE(page) << page.error().message;
    std::vector<PhotoId> ids;
    if (page)
      for (const auto& row : page->rows) ids.push_back(row.id);
    return ids;
  }
  static std::vector<float> at(float angle) {
    return {std::cos(angle), std::sin(angle), 0, 0, 0, 0, 0, 0};
  }

  test::IndexedLibrary library_;
  IndexKeeper keeper_{library_.folder.path() / "index.bin"};
  RowCache rows_{library_.database};
  Searcher searcher_{rows_, keeper_.index()};
};

TEST_F(SearcherTest, ByVectorIsRankedScoredAndSaysHowMuchWasSearched) {
  const auto far = library_.add("a.jpg", 1, at(1.2f));
  const auto near = library_.add("b.jpg", 2, at(0.1f));
  const auto middle = library_.add("c.jpg", 3, at(0.5f));
  library_.add("without.jpg", 4);
  load();
  const auto page = searcher_.byVector(at(0), 0);
  EXPECT_EQ(idsOf(page), (std::vector{near, middle, far}));
  EXPECT_NEAR(page->rows[0].score, std::cos(0.1), 1e-3);
  EXPECT_NEAR(page->rows[2].score, std::cos(1.2), 1e-3);
  EXPECT_EQ(page->searched, 3);
  EXPECT_EQ(page->photos, 4);
  EXPECT_FALSE(page->byWords);
  EXPECT_EQ(idsOf(searcher_.byVector(at(0), 2)), (std::vector{near, middle}));
}

TEST_F(SearcherTest, ALimitIsFilledEvenWhenTheBestPhotosAreForgotten) {
  std::vector<PhotoId> photos;
  for (int i = 0; i < 20; ++i)
    photos.push_back(library_.add(std::to_string(i), i, at(0.05f * float(i))));
  load();
  library_.run("UPDATE file SET state = 'missing' WHERE id <= 15");
  library_.run("UPDATE photo SET forgotten_ms = 1 WHERE files = 0");
  EXPECT_EQ(idsOf(searcher_.byVector(at(0), 3)), (std::vector{photos[15], photos[16], photos[17]}));
  EXPECT_EQ(idsOf(searcher_.byVector(at(0), 0)).size(), 5u);
  EXPECT_EQ(idsOf(searcher_.byVector(at(0), 100)).size(), 5u);
}

TEST_F(SearcherTest, APhotoIsTheFirstAmongThoseLikeIt) {
  const auto twin = library_.add("twin.jpg", 1, at(0.3f));
  const auto photo = library_.add("photo.jpg", 2, at(0.3f));
  const auto other = library_.add("other.jpg", 3, at(0.9f));
  load();
  EXPECT_EQ(idsOf(searcher_.likePhoto(photo, 0)), (std::vector{photo, twin, other}));
  EXPECT_EQ(idsOf(searcher_.likePhoto(photo, 1)), std::vector{photo});
  const auto unknown = searcher_.likePhoto(PhotoId{999}, 5);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, Code::NotFound);
}

TEST_F(SearcherTest, WordsAreFoundInNamesFoldersDatesAndCaptionsWithoutAModel) {
  constexpr std::int64_t kJune2021 = 1'623'000'000'000;
  const auto named = library_.add("2019/harbour-sunset.jpg", 1);
  const auto inFolder = library_.add("Norway trip/img_1.jpg", 2);
  const auto captioned = library_.add("img_2.jpg", 3, {}, "Grandma bakes a plum cake");
  const auto dated = library_.add("img_3.jpg", kJune2021);
  EXPECT_EQ(idsOf(searcher_.byWords("sunset", 0)), std::vector{named});
  EXPECT_EQ(idsOf(searcher_.byWords("NORWAY", 0)), std::vector{inFolder});
  EXPECT_EQ(idsOf(searcher_.byWords("plum gran", 0)), std::vector{captioned});
  EXPECT_EQ(idsOf(searcher_.byWords("2021-06", 0)), std::vector{dated});
  EXPECT_TRUE(searcher_.byWords("sunset", 0)->byWords);
  EXPECT_EQ(idsOf(searcher_.byWords("sunset over norway", 0)).size(), 2u)
      << "any word, when none has all";
  EXPECT_TRUE(idsOf(searcher_.byWords("zebra", 0)).empty());
}

TEST_F(SearcherTest, NoTextIsAnErrorForTheWordSearch) {
  library_.add("a.jpg", 1);
  for (const std::string text :
       {"", " ", "\"", "a\" OR", "(((", "NEAR(", "*", "-", "a:b", "\xff\xfe", "';--", "^x"})
    EXPECT_TRUE(searcher_.byWords(text, 10)) << text;
  EXPECT_TRUE(searcher_.byWords(std::string(1 << 16, 'x'), 10));
}

TEST_F(SearcherTest, BrowsingGoesFromNewToOldInTheFolderAndBelow) {
  const auto old = library_.add("trip/old.jpg", 10);
  const auto fresh = library_.add("trip/day 2/new.jpg", 30);
  const auto elsewhere = library_.add("tripod.jpg", 20);
  EXPECT_EQ(idsOf(searcher_.browse({})), (std::vector{fresh, elsewhere, old}));
  EXPECT_EQ(idsOf(searcher_.browse({fs::path("/photos/trip")})), (std::vector{fresh, old}));
  EXPECT_TRUE(idsOf(searcher_.browse({fs::path("/nowhere")})).empty());
  EXPECT_EQ(searcher_.browse({})->photos, 3);
}

TEST_F(SearcherTest, AStoppedSearchIsCancelled) {
  const auto photo = library_.add("a.jpg", 1, at(0));
  load();
  std::stop_source stop;
  stop.request_stop();
  const auto token = stop.get_token();
  EXPECT_EQ(searcher_.byVector(at(0), 1, token).error().code, Code::Cancelled);
  EXPECT_EQ(searcher_.likePhoto(photo, 1, nullptr, token).error().code, Code::Cancelled);
  EXPECT_EQ(searcher_.byWords("a", 1, nullptr, token).error().code, Code::Cancelled);
  EXPECT_EQ(searcher_.browse({}, nullptr, token).error().code, Code::Cancelled);
}

}  // namespace
}  // namespace calotype::catalog
