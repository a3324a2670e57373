// SPDX-License-Identifier: GPL-3.0-or-later
// What other programs and later starts hand over.
#include <QMimeData>
#include <QTest>
#include <fstream>

#include "tests/gui/window_fixture.h"
#include "ui/file_url.h"
#include "ui/pages/library_page.h"
#include "ui/views/fault_bar.h"
#include "ui/views/photo_grid.h"
#include "ui/views/viewer.h"

namespace calotype::ui {
namespace {

class OpenedTest : public test::WindowTest {
 protected:
  PhotoGrid& grid() { return window().libraryPage().grid(); }
};

TEST_F(OpenedTest, APictureOfTheLibraryIsShownWhole) {
  openIndexed();
  window().openPaths({photos() / "blue/sky 2.jpg"});
  EXPECT_TRUE(test::waitUntil([&] { return window().viewer().isVisible(); }));
  const auto shownId = grid().model().photo(window().viewer().row()).id;
  bool same = false;
  window().bridge().call<bool>(
      &window(),
      [=, this](catalog::Catalog& catalog) -> Result<bool> {
        return catalog.photoAt(photos() / "blue/sky 2.jpg") == shownId;
      },
      [&](Result<bool> answer) { same = answer.value_or(false); });
  EXPECT_TRUE(test::waitUntil([&] { return same; }));
}

TEST_F(OpenedTest, SeveralPicturesAreChosenInTheirFolder) {
  openIndexed();
  window().openPaths({photos() / "red/rose 1.jpg", photos() / "red/rose 3.jpg"});
  EXPECT_TRUE(test::waitUntil([&] { return grid().selection().size() == 2; }));
  EXPECT_EQ(shown(), 4);
  EXPECT_FALSE(window().viewer().isVisible());
}

TEST_F(OpenedTest, APictureOnTheCommandLineIsShownOnceTheCatalogIsOpen) {
  openIndexed();
  close();
  open(photos() / "green/leaf 1.jpg");
  EXPECT_TRUE(test::waitUntil([&] { return window().viewer().isVisible(); }));
}

TEST_F(OpenedTest, AnUnknownPictureOffersItsFolder) {
  openIndexed();
  const auto elsewhere = photos().parent_path() / "elsewhere";
  fs::create_directories(elsewhere);
  fs::copy_file(photos() / "red/rose 1.jpg", elsewhere / "new.jpg");
  std::ofstream(elsewhere / "new.jpg", std::ios::app) << "another photo";
  window().openPaths({elsewhere / "new.jpg"});
  EXPECT_TRUE(test::waitUntil([&] { return child<FaultBar>()->isVisible(); }));
  button(QStringLiteral("Add its folder"))->click();
  EXPECT_TRUE(test::waitUntil([&] { return shown() == 1 && idle(); }));
  EXPECT_FALSE(child<FaultBar>()->isVisible());
}

TEST_F(OpenedTest, AFileThatIsNotThereIsSaid) {
  openIndexed();
  window().openPaths({photos() / "gone.jpg"});
  EXPECT_TRUE(test::waitUntil([&] { return child<FaultBar>()->isVisible(); }));
}

TEST_F(OpenedTest, ADiskThatIsNotInItsPlaceIsAskedAboutAndNothingIsForgotten) {
  openIndexed();
  const auto aside = photos().native() + ".aside";
  fs::rename(photos(), aside);
  fs::create_directories(photos());
  window().bridge().startIndexing();
  ASSERT_TRUE(test::waitUntil([&] { return hasButton(QStringLiteral("They are gone for good")); }));
  EXPECT_EQ(shown(), 12);
  button(QStringLiteral("They are gone for good"))->click();
  EXPECT_TRUE(test::waitUntil([&] { return shown() == 0 && idle(); }));
  fs::remove_all(photos());
  fs::rename(aside, photos());
  window().bridge().startIndexing();
  EXPECT_TRUE(test::waitUntil([&] { return shown() == 12 && idle(); }));
}

TEST_F(OpenedTest, TheGridFollowsTheFoldersAndKeepsItsPlace) {
  options.catalog.watch = true;
  options.catalog.watchQuiet = std::chrono::milliseconds(150);
  openIndexed();
  grid().setCurrentRow(5, true);
  const auto current = grid().model().photo(5).id;
  paint("red/new.jpg", 250, 20, 20);
  EXPECT_TRUE(test::waitUntil([&] { return shown() == 13 && idle(); }));
  EXPECT_EQ(grid().model().photo(grid().currentRow()).id, current) << "the same photo is current";
  fs::remove(photos() / "green/leaf 1.jpg");
  EXPECT_TRUE(test::waitUntil([&] { return shown() == 12 && idle(); }));
}

TEST_F(OpenedTest, DraggedPhotosTakeTheirFilesAlong) {
  openIndexed();
  QList<QUrl> urls;
  grid().model().filesOf({grid().model().photo(0).id, grid().model().photo(5).id}, &window(),
                         [&](const QList<QUrl>& files) { urls = files; });
  EXPECT_TRUE(test::waitUntil([&] { return urls.size() == 2; }));
  for (const auto& url : urls) EXPECT_TRUE(fs::exists(pathOf(url)));
}

TEST(FileUrlTest, EveryNameComesBackByteForByte) {
  for (const std::string name :
       {"/a b/100%.jpg", "/Fotos/Müller #1?.jpg", "/bad \xff\xfe.jpg", "/semi;colon&amp.jpg"}) {
    EXPECT_EQ(pathOf(fileUrl(name)).native(), name);
    EXPECT_EQ(pathOf(QUrl::fromEncoded(fileUrl(name).toEncoded())).native(), name);
  }
  EXPECT_TRUE(pathOf(QUrl(QStringLiteral("https://example.org/a.jpg"))).empty());
}

}  // namespace
}  // namespace calotype::ui
