// SPDX-License-Identifier: GPL-3.0-or-later
// R41: of a folder that is left out nothing stays in any file of ours, and nobody looks into it.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

using Names = std::vector<std::string>;

class ExcludedFoldersTest : public ::testing::Test {
 protected:
  ExcludedFoldersTest() {
    library_.paint("open/rose.jpg", test::kRed);
    library_.paint("secret/night/sea.jpg", test::kBlue);
    library_.paint("secretary/sky.jpg", test::kGreen);
  }

  PhotoId photo(const std::string& name) {
    return library_.catalog().photoAt(library_.path(name)).value_or(PhotoId{});
  }
  void edit(EditAction action, const std::string& name) {
    ASSERT_TRUE(library_.catalog().edit({std::move(action), {photo(name)}}));
  }
  /// A file of the catalog's or its caches that holds these bytes; empty: none.
  std::string fileWith(const std::string& bytes) {
    for (const auto& top : {library_.paths().data, library_.paths().cache})
      for (const auto& entry : fs::recursive_directory_iterator(top))
        if (entry.is_regular_file() &&
            readFile(entry.path(), 1 << 28).value_or("").find(bytes) != std::string::npos)
          return entry.path();
    return {};
  }

  test::SmallLibrary library_;
};

TEST_F(ExcludedFoldersTest, NothingOfItStaysAndTheRestIsAsItWas) {
  library_.open();
  library_.index();
  edit(SetCaption{"zanzibar at midnight"}, "secret/night/sea.jpg");
  edit(AddTag{"zanzibar"}, "secret/night/sea.jpg");
  edit(SetRating{4}, "open/rose.jpg");
  const auto thumbnail = [&] {
    std::promise<std::string> found;
    library_.catalog().thumbnail(
        photo("secret/night/sea.jpg"), 512,
        [&](PhotoId, Result<std::string> jpeg) { found.set_value(jpeg.value_or("")); });
    return found.get_future().get();
  }();
  ASSERT_FALSE(thumbnail.empty());
  ASSERT_NE(fileWith("zanzibar at midnight"), "");
  ASSERT_NE(fileWith(thumbnail), "");
  const auto excluded = library_.catalog().excludeFolder(library_.path("secret"));
  ASSERT_TRUE(excluded) << excluded.error().message;
  EXPECT_EQ(library_.counts().photos, 2);
  EXPECT_EQ(photo("secret/night/sea.jpg"), PhotoId{});
  EXPECT_NE(photo("secretary/sky.jpg"), PhotoId{});
  EXPECT_EQ(library_.catalog().detailsNow(photo("open/rose.jpg"))->metadata.rating, 4);
  EXPECT_TRUE(fs::exists(library_.path("secret/night/sea.jpg")));
  library_.close();
  for (const auto& trace : {std::string("zanzibar at midnight"), std::string("sea.jpg"), thumbnail})
    EXPECT_EQ(fileWith(trace), "");
}

TEST_F(ExcludedFoldersTest, NoScanAndNoWatchBringsItBack) {
  library_.options.watch = true;
  library_.options.watchQuiet = std::chrono::milliseconds(100);
  library_.open();
  library_.index();
  ASSERT_TRUE(library_.catalog().excludeFolder(library_.path("secret")));
  library_.paint("secret/night/new.jpg", test::kYellow);
  library_.paint("secret/top.jpg", test::kWhite);
  library_.paint("open/new.jpg", test::kBlack);
  for (int i = 0; i < 100 && library_.counts().photos < 3; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  library_.index();
  EXPECT_EQ(library_.counts().photos, 3);
  EXPECT_EQ(photo("secret/top.jpg"), PhotoId{});
  const auto roots = library_.catalog().roots();
  ASSERT_TRUE(roots);
  EXPECT_EQ(roots->front().excluded, Names{"secret"});
  library_.close();
  library_.open();
  library_.index();
  EXPECT_EQ(library_.counts().photos, 3);
}

TEST_F(ExcludedFoldersTest, TakenInAgainItIsReadAsIfItWereNew) {
  library_.open();
  library_.index();
  ASSERT_TRUE(library_.catalog().excludeFolder(library_.path("secret")));
  ASSERT_TRUE(library_.catalog().includeFolder(library_.path("secret")));
  library_.catalog().waitForIndexing();
  EXPECT_EQ(library_.counts().photos, 3);
  EXPECT_EQ(library_.search("blue").front(), "sea.jpg");
  EXPECT_FALSE(library_.catalog().includeFolder(library_.path("secret")));
}

TEST_F(ExcludedFoldersTest, APhotoThatAlsoLiesElsewhereStaysThere) {
  fs::copy_file(library_.path("secret/night/sea.jpg"), library_.path("open/copy.jpg"));
  library_.open();
  library_.index();
  edit(SetRating{5}, "open/copy.jpg");
  ASSERT_TRUE(library_.catalog().excludeFolder(library_.path("secret")));
  const auto details = library_.catalog().detailsNow(photo("open/copy.jpg"));
  ASSERT_TRUE(details);
  EXPECT_EQ(details->metadata.rating, 5);
  EXPECT_EQ(details->files, std::vector<fs::path>{library_.path("open/copy.jpg")});
}

TEST_F(ExcludedFoldersTest, TheWholeFolderOfTheCatalogIsRefused) {
  library_.open();
  library_.index();
  EXPECT_FALSE(library_.catalog().excludeFolder(library_.photos()));
  EXPECT_FALSE(library_.catalog().excludeFolder("/nowhere"));
}

}  // namespace
}  // namespace calotype::catalog
