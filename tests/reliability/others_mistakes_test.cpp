// SPDX-License-Identifier: GPL-3.0-or-later
// What has gone wrong in other programs, each as a test; RELIABILITY.md names them all. Each is one
// that cost somebody photos, tags or hours.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "catalog/settings.h"
#include "tests/support/cold_files.h"
#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

class OthersMistakes : public testing::Test {
 protected:
  OthersMistakes() {
    library_.paint("red.jpg", test::kRed);
    library_.paint("green.jpg", test::kGreen);
    library_.paint("holiday/blue.jpg", test::kBlue);
  }
  void openIndexed() {
    library_.open();
    library_.index();
  }
  Catalog& catalog() { return library_.catalog(); }
  PhotoId at(const std::string& name) {
    return catalog().photoAt(library_.path(name)).value_or(PhotoId{});
  }
  std::vector<PhotoId> found(const std::string& words) {
    std::vector<PhotoId> ids;
    const auto page = catalog().searchNow({.by = words});
    EXPECT_TRUE(page) << words;
    if (page)
      for (const auto& row : page->rows) ids.push_back(row.id);
    return ids;
  }
  std::vector<std::string> tagsOf(PhotoId photo) {
    std::vector<std::string> names;
    const auto shared = catalog().tagsOf({photo}).value_or(std::vector<SharedTag>());
    for (const auto& tag : shared)
      if (tag.accepted > 0) names.push_back(tag.path);
    return names;
  }

  test::SmallLibrary library_;
};

TEST_F(OthersMistakes, ProposalsThatAreMadeAnewLeaveTheUsersTags) {
  library_.write("colours.txt", "red\ngreen\nblue\n");
  library_.options.vocabulary = library_.path("colours.txt");
  openIndexed();
  ASSERT_TRUE(catalog().edit({AddTag{"mine"}, {at("red.jpg")}}));
  for (int round = 0; round < 2; ++round) {
    const auto preview = catalog().previewTags({{at("red.jpg"), at("green.jpg")}, {}, 0});
    ASSERT_TRUE(preview) << preview.error().message;
    ASSERT_TRUE(catalog().applyTags(**preview, false));
  }
  EXPECT_EQ(tagsOf(at("red.jpg")), std::vector<std::string>{"mine"});
}

TEST_F(OthersMistakes, ADiskThatWasAwayCostsNothing) {
  openIndexed();
  ASSERT_TRUE(catalog().edit({SetRating{4}, {at("red.jpg")}}));
  const int encoded = library_.encoder.pictures;
  const auto away = library_.photos().string() + "-away";
  fs::rename(library_.photos(), away);
  ASSERT_TRUE(catalog().startIndexing());
  catalog().waitForIndexing();
  fs::rename(away, library_.photos());
  const auto back = library_.index();
  EXPECT_EQ(back.indexed, 0);
  EXPECT_EQ(back.unchanged, 3);
  EXPECT_EQ(library_.encoder.pictures, encoded) << "nothing is encoded again";
  EXPECT_EQ(library_.search("rating:4"), std::vector<std::string>{"red.jpg"});
}

TEST_F(OthersMistakes, ForgettingWhatIsMissingTouchesNoFile) {
  openIndexed();
  const auto red = at("red.jpg");
  fs::rename(library_.path("red.jpg"), library_.path("red.kept"));
  library_.index();
  ASSERT_TRUE(catalog().edit({ForgetMissing{}, {red, at("green.jpg")}}));
  EXPECT_TRUE(fs::exists(library_.path("red.kept")));
  EXPECT_TRUE(fs::exists(library_.path("green.jpg")));
  EXPECT_EQ(library_.search("name:green").size(), 1u);
}

TEST_F(OthersMistakes, AnEditedPhotoIsNeverWithoutAVector) {
  openIndexed();
  library_.paint("red.jpg", test::kYellow);
  library_.index();
  const auto counts = library_.counts();
  EXPECT_EQ(counts.embedded, counts.photos);
  EXPECT_EQ(library_.search("yellow").front(), "red.jpg");
}

TEST_F(OthersMistakes, ATagThatIsWrittenIntoAPhotoLeavesItsTimes) {
  openIndexed();
  const auto path = library_.path("red.jpg");
  const timespec times[2] = {{1'000'000'000, 5}, {1'100'000'000, 7}};
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
  library_.index();
  ASSERT_TRUE(catalog().setEmbeds(library_.photos(), true));
  const auto before = library_.read("red.jpg");
  ASSERT_TRUE(catalog().edit({AddTag{"sea"}, {at("red.jpg")}}));
  catalog().settleWords();
  EXPECT_NE(library_.read("red.jpg"), before) << "it was written";
  struct stat now {};
  ASSERT_EQ(::stat(path.c_str(), &now), 0);
  EXPECT_EQ(now.st_mtim.tv_sec, times[1].tv_sec);
}

TEST_F(OthersMistakes, WhatCannotBeWrittenBesideAPhotoIsKeptAndSaid) {
  openIndexed();
  ASSERT_TRUE(catalog().setSetting(kSidecars, "1"));
  fs::create_directory(library_.path("red.jpg.xmp"));  // no file can be written there
  ASSERT_TRUE(catalog().edit({SetRating{5}, {at("red.jpg")}}));
  catalog().settleWords();
  EXPECT_EQ(library_.search("rating:5"), std::vector<std::string>{"red.jpg"});
  const auto state = catalog().wordsState(at("red.jpg"));
  ASSERT_TRUE(state);
  EXPECT_EQ(state->kind, WordsState::Kind::Failed);
  EXPECT_FALSE(state->message.empty());
}

TEST_F(OthersMistakes, AFolderThatIsRenamedInCaseOnlyKeepsItsRatings) {
  openIndexed();
  const auto blue = at("holiday/blue.jpg");
  ASSERT_TRUE(catalog().edit({SetRating{3}, {blue}}));
  fs::rename(library_.path("holiday"), library_.path("Holiday"));
  EXPECT_EQ(library_.index().indexed, 0 + 1) << "one file is looked at, and known again";
  EXPECT_EQ(at("Holiday/blue.jpg"), blue);
  EXPECT_EQ(library_.search("rating:3"), std::vector<std::string>{"blue.jpg"});
}

TEST_F(OthersMistakes, OwnFoldersInsideTheLibraryAreNotScanned) {
  auto& paths = library_.options.paths;
  for (auto* const folder : {&paths.data, &paths.cache, &paths.state})
    *folder = library_.path("calotype") / folder->filename();
  library_.paint("calotype/cache/thumbnail.jpg", test::kWhite);
  openIndexed();
  fs::create_directories(paths.cache);
  library_.paint("calotype/" + paths.cache.filename().string() + "/again.jpg", test::kWhite, 1);
  library_.index();
  EXPECT_FALSE(catalog().photoAt(paths.cache / "again.jpg"));
}

TEST_F(OthersMistakes, ScansAtTheSameTimeMakeNoTwins) {
  for (int i = 0; i < 40; ++i)
    library_.paint("many/" + std::to_string(i) + ".jpg", test::kRed, i + 1);
  library_.open();
  ASSERT_TRUE(catalog().addFolder(library_.photos()));
  {
    std::vector<std::jthread> scans;
    for (int i = 0; i < 4; ++i)
      scans.emplace_back([&] { EXPECT_TRUE(catalog().startIndexing({library_.photos()})); });
  }
  catalog().waitForIndexing();
  library_.index();
  const auto counts = library_.counts();
  EXPECT_EQ(counts.files, 43);
  EXPECT_EQ(counts.photos, 43);
  EXPECT_EQ(library_.encoder.pictures, 43);
}

TEST_F(OthersMistakes, TheSameQuestionHasTheSameAnswerAfterARestartAndWithAnIndexMadeAnew) {
  for (int i = 0; i < 60; ++i)
    library_.paint("many/" + std::to_string(i) + ".jpg", i % 2 ? test::kRed : test::kGreen, i + 1);
  openIndexed();
  const auto first = found("red");
  ASSERT_EQ(first.size(), 63u);
  library_.close();
  library_.open();
  EXPECT_EQ(found("red"), first);
  library_.close();
  fs::remove_all(library_.paths().cache);
  library_.open();
  EXPECT_EQ(found("red"), first);
}

TEST_F(OthersMistakes, TheFirstSearchAfterHoursOfIdlingIsPrompt) {
  openIndexed();
  ASSERT_EQ(found("blue").front(), at("holiday/blue.jpg"));
  ::sync();
  for (const auto& folder : {library_.paths().data, library_.paths().cache})
    test::forgetCached(folder);
  const auto begin = std::chrono::steady_clock::now();
  ASSERT_EQ(found("red").front(), at("red.jpg"));
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(took.count(), 1) << "seconds; T-SCALE-1 has it over a million photos";
}

TEST_F(OthersMistakes, AFilterThatFitsNothingGivesNothingAndNotSomethingElse) {
  openIndexed();
  const auto page = catalog().searchNow({.by = std::string("red rating:5")});
  ASSERT_TRUE(page);
  EXPECT_TRUE(page->rows.empty());
  EXPECT_TRUE(page->faults.empty()) << "the filter was understood";
}

}  // namespace
}  // namespace calotype::catalog
