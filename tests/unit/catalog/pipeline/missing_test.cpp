// SPDX-License-Identifier: GPL-3.0-or-later
// What is missing stays findable, and comes back with all that was made of it (R9).
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

class MissingTest : public testing::Test {
 protected:
  MissingTest() {
    library_.paint("red.jpg", test::kRed);
    library_.paint("green.jpg", test::kGreen);
    library_.open();
    library_.index();
    red_ = library_.catalog().searchNow({.by = std::string("name:red")})->rows.at(0).id;
    EXPECT_TRUE(library_.catalog().edit({SetRating{5}, {red_}}));
    EXPECT_TRUE(library_.catalog().edit({AddTag{"sea"}, {red_}}));
    EXPECT_TRUE(library_.catalog().edit({CreateAlbum{"Crete", ""}, {red_}}));
    fs::rename(library_.path("red.jpg"), away());
    library_.index();
  }
  ~MissingTest() override { fs::remove(away()); }

  fs::path away() const { return library_.photos().parent_path() / "elsewhere.jpg"; }
  std::vector<PhotoRow> found(const std::string& words) {
    return library_.catalog().searchNow({.by = words})->rows;
  }
  std::vector<PhotoId> at(Place place) { return *library_.catalog().photosIn(std::move(place)); }
  AlbumId album() { return library_.catalog().albums()->at(0).id; }
  TagId tag() { return library_.catalog().tags()->at(0).id; }

  test::SmallLibrary library_;
  PhotoId red_{};
};

TEST_F(MissingTest, ItIsFoundByMeaningByWordsAndByFiltersAndSaysThatItIsMissing) {
  for (const char* words : {"red", "name:red", "rating:5", "tag:sea", "is:missing"}) {
    const auto rows = found(words);
    ASSERT_FALSE(rows.empty()) << words;
    EXPECT_EQ(rows[0].id, red_) << words;
    EXPECT_TRUE(rows[0].missing) << words;
  }
  EXPECT_TRUE(found("green").size() == 2 && !found("name:green").at(0).missing);
}

TEST_F(MissingTest, ItStandsInItsAlbumAndUnderItsTagButNotInTheLibrary) {
  EXPECT_EQ(at(album()).size(), 1u);
  EXPECT_EQ(at(tag()).size(), 1u);
  EXPECT_EQ(library_.catalog().albums()->at(0).photos, 1);
  EXPECT_EQ(library_.catalog().tags()->at(0).photos, 1);
  EXPECT_EQ(at(Everywhere{}).size(), 1u);
  EXPECT_EQ(at(MissingPhotos{}).size(), 1u);
  EXPECT_EQ(library_.counts().missingPhotos, 1);
  EXPECT_EQ(library_.counts().photos, 1);
}

TEST_F(MissingTest, WhatIsForgottenIsNotShownUntilItTurnsUp) {
  ASSERT_TRUE(library_.catalog().edit({ForgetMissing{}, {red_}}));
  EXPECT_TRUE(found("is:missing").empty());
  EXPECT_TRUE(at(album()).empty());
  EXPECT_EQ(library_.counts().missingPhotos, 0);
  fs::rename(away(), library_.path("back.jpg"));
  library_.index();
  const auto rows = found("rating:5 tag:sea");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].id, red_);
  EXPECT_FALSE(rows[0].missing);
  // Gone once more, it is missed once more.
  fs::rename(library_.path("back.jpg"), away());
  library_.index();
  EXPECT_EQ(found("is:missing").size(), 1u);
}

TEST_F(MissingTest, ForgettingCanBeUndoneAndTouchesNothingThatIsThere) {
  const auto green = found("name:green").at(0).id;
  ASSERT_TRUE(library_.catalog().edit({ForgetMissing{}, {red_, green}}));
  EXPECT_EQ(found("name:green").size(), 1u);
  ASSERT_TRUE(library_.catalog().undo());
  EXPECT_EQ(found("is:missing").size(), 1u);
}

TEST_F(MissingTest, ItIsOutOfTheWayOfWhatIsToBeDone) {
  const auto report = library_.index();
  EXPECT_EQ(report.indexed, 0);
  EXPECT_EQ(report.unreadable, 0);
}

}  // namespace
}  // namespace calotype::catalog
