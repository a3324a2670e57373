// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "catalog/catalog.h"
#include "tests/support/fake_model.h"
#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

using test::SmallLibrary;

class ModelChangeTest : public testing::Test {
 protected:
  ModelChangeTest() {
    library_.paint("red.jpg", test::kRed);
    library_.paint("green.jpg", test::kGreen);
    library_.paint("blue.jpg", test::kBlue);
    library_.open();
    library_.index();
  }

  Catalog& catalog() { return library_.catalog(); }
  void install(const std::string& name, std::uint32_t seed) {
    test::writeFakeModel(library_.paths().models / name, seed);
  }
  void use(const std::string& name) {
    const auto used = catalog().useModel(name);
    ASSERT_TRUE(used) << used.error().message;
  }
  void indexAll() {
    ASSERT_TRUE(catalog().startIndexing());
    catalog().waitForIndexing();
  }
  std::optional<ModelChange> change() {
    auto change = catalog().modelChangeNow();
    EXPECT_TRUE(change) << change.error().message;
    return change ? *change : std::nullopt;
  }
  std::int64_t searched() {
    const auto page = catalog().searchNow({.by = std::string("blue")});
    EXPECT_TRUE(page) << page.error().message;
    if (!page) return -1;
    EXPECT_FALSE(page->byWords);
    return page->searched;
  }

  SmallLibrary library_;
};

TEST_F(ModelChangeTest, TheFormerModelAnswersUntilTheNewOneHasSeenEveryPhoto) {
  install("better", 2);
  use("better");
  ASSERT_TRUE(change());
  EXPECT_EQ(change()->from.filename(), "model");
  EXPECT_EQ(change()->to, library_.paths().models / "better");
  EXPECT_EQ(change()->seen, 0);
  EXPECT_EQ(change()->of, 3);
  EXPECT_EQ(searched(), 3);
  EXPECT_EQ(library_.search("blue").front(), "blue.jpg");

  library_.encoder.memoryForBatch = 1;
  std::atomic<std::int64_t> least = 3;
  library_.encoder.beforePictures = [&] {
    std::jthread([&] { least = std::min<std::int64_t>(least, searched()); }).join();
  };
  indexAll();
  EXPECT_EQ(least, 3);
  EXPECT_FALSE(change());
  EXPECT_EQ(searched(), 3);
  EXPECT_EQ(library_.search("blue").front(), "blue.jpg");
  EXPECT_EQ(library_.counts().embedded, 3);
  EXPECT_EQ(library_.encoder.pictures, 6);
}

TEST_F(ModelChangeTest, GoingBackIsInstantAndKeepsWhatTheNewOneHasSeen) {
  install("better", 2);
  use("better");
  const int opened = library_.encoder.opened;
  use("model");  // the starter
  EXPECT_EQ(library_.encoder.opened, opened);
  EXPECT_FALSE(change());
  EXPECT_EQ(searched(), 3);
  indexAll();
  EXPECT_EQ(library_.encoder.pictures, 3);

  use("better");
  indexAll();
  EXPECT_FALSE(change());
  use("model");  // all of its vectors are still there
  EXPECT_FALSE(change());
  EXPECT_EQ(searched(), 3);
  use("better");
  EXPECT_FALSE(change());
  indexAll();
  EXPECT_EQ(library_.encoder.pictures, 6);
}

TEST_F(ModelChangeTest, AModelThatCannotBeOpenedChangesNothing) {
  fs::create_directories(library_.paths().models / "empty");
  EXPECT_FALSE(catalog().useModel("empty"));
  EXPECT_FALSE(catalog().useModel("nothing-of-that-name"));
  install("better", 2);
  library_.encoder.missing = true;
  EXPECT_EQ(catalog().useModel("better").error().code, Code::ModelMissing);
  library_.encoder.missing = false;
  EXPECT_FALSE(change());
  EXPECT_EQ(searched(), 3);
  library_.open();
  EXPECT_EQ(searched(), 3);
}

TEST_F(ModelChangeTest, AChangeGoesOnAfterARestart) {
  install("better", 2);
  use("better");
  library_.open();
  EXPECT_EQ(searched(), 3);
  ASSERT_TRUE(change());
  indexAll();
  EXPECT_FALSE(change());
  library_.open();
  EXPECT_EQ(searched(), 3);
  EXPECT_EQ(catalog().setting("model"), (library_.paths().models / "better").string());
}

TEST_F(ModelChangeTest, AThirdModelLeavesTheFirstToAnswer) {
  install("better", 2);
  install("best", 3);
  use("better");
  use("best");
  ASSERT_TRUE(change());
  EXPECT_EQ(change()->from.filename(), "model");
  EXPECT_EQ(searched(), 3);
  indexAll();
  EXPECT_FALSE(change());
  EXPECT_EQ(library_.encoder.pictures, 6);
}

TEST_F(ModelChangeTest, PhotosThatCannotBeSeenHoldNothingUp) {
  fs::remove(library_.path("red.jpg"));
  library_.write("green.jpg", "not a picture any more");
  install("better", 2);
  use("better");
  indexAll();
  EXPECT_FALSE(change());
}

TEST_F(ModelChangeTest, AnUnpluggedFolderIsWaitedForUnlessTheUserSaysNot) {
  install("better", 2);
  fs::rename(library_.photos(), library_.photos().string() + "-away");
  use("better");
  indexAll();
  ASSERT_TRUE(change());
  EXPECT_EQ(searched(), 3);
  ASSERT_TRUE(catalog().finishModelChange());
  EXPECT_FALSE(change());
  EXPECT_EQ(searched(), 0);
  fs::rename(library_.photos().string() + "-away", library_.photos());
  indexAll();
  EXPECT_EQ(searched(), 3);
}

TEST_F(ModelChangeTest, ABetterModelOnceInstalledDoesNotTakeOverByItself) {
  install("better", 2);
  library_.open();
  EXPECT_EQ(searched(), 3);
  EXPECT_TRUE(catalog().modelStatus().starter);
}

TEST_F(ModelChangeTest, AModelNamedAtTheStartAnswersItselfAndIsKeptOnceItHasSeenAll) {
  install("better", 2);
  library_.options.model = "better";
  library_.open();
  catalog().waitForModel();
  EXPECT_EQ(searched(), 0);
  library_.options.model.clear();
  library_.open();  // its work was not even begun
  EXPECT_EQ(searched(), 3);
  ASSERT_TRUE(change());

  library_.options.model = "better";
  library_.open();
  indexAll();
  library_.options.model.clear();
  library_.open();
  EXPECT_FALSE(change());
  EXPECT_EQ(searched(), 3);
  EXPECT_FALSE(catalog().modelStatus().starter);
}

TEST_F(ModelChangeTest, AFormerModelThatIsTakenAwayLeavesTheNewOneToAnswer) {
  install("better", 2);
  install("best", 3);
  use("better");
  indexAll();
  use("best");
  fs::remove_all(library_.paths().models / "better");
  EXPECT_EQ(searched(), 3);  // it is open
  library_.open();
  catalog().waitForModel();
  EXPECT_FALSE(change());
  EXPECT_EQ(searched(), 0);
  indexAll();
  EXPECT_EQ(searched(), 3);
}

TEST_F(ModelChangeTest, ReadersSeeTheChangeAndAnswerWithTheFormerModel) {
  install("better", 2);
  use("better");
  library_.close();
  library_.options.readOnly = true;
  library_.open();
  EXPECT_EQ(searched(), 3);
  ASSERT_TRUE(change());
  EXPECT_EQ(change()->of, 3);
  EXPECT_EQ(catalog().useModel("model").error().code, Code::Busy);
}

TEST_F(ModelChangeTest, SearchesNeverFailOrMixModelsWhileTheModelGoesBackAndForth) {
  install("better", 2);
  std::atomic<bool> done = false;
  std::jthread searching([&] {
    while (!done) {
      const auto page = catalog().searchNow({.by = std::string("blue -red")});
      ASSERT_TRUE(page) << page.error().message;
      ASSERT_EQ(page->searched, 3);
      EXPECT_GT(page->rows.at(0).score, 0.9);
    }
  });
  for (int i = 0; i < 20; ++i) {
    use(i % 2 == 0 ? "better" : "model");
    indexAll();
  }
  done = true;
}

}  // namespace
}  // namespace calotype::catalog
