// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QTest>
#include <fstream>

#include "catalog/catalog.h"
#include "tests/gui/window_fixture.h"
#include "ui/organiser.h"
#include "ui/pages/first_start_page.h"
#include "ui/pages/library_page.h"
#include "ui/pages/trash_page.h"
#include "ui/pages/unreadable_page.h"
#include "ui/views/chip_row.h"
#include "ui/views/empty_state.h"
#include "ui/views/fault_bar.h"
#include "ui/views/info_panel.h"
#include "ui/views/photo_canvas.h"
#include "ui/views/photo_grid.h"
#include "ui/views/search_field.h"
#include "ui/views/side_bar.h"
#include "ui/views/viewer.h"

namespace calotype::ui {

using test::waitUntil;
using test::WindowTest;

namespace {

QString textOf(const QWidget& parent) {
  QStringList texts;
  for (const auto* const label : parent.findChildren<QLabel*>())
    if (label->isVisible()) texts << label->text();
  return texts.join(QLatin1Char('\n'));
}

}  // namespace

TEST_F(WindowTest, TheFirstStartAsksForOneFolderAndShowsItsPhotos) {
  paintLibrary();
  open();
  auto* const page = child<FirstStartPage>();
  ASSERT_TRUE(waitUntil([&] { return page->isVisible(); }));
  EXPECT_FALSE(child<SearchField>()->isVisible());
  QTest::mouseClick(button(QStringLiteral("Use “photos”")), Qt::LeftButton);
  ASSERT_TRUE(waitUntil([&] { return shown() == 12 && idle(); }));
  EXPECT_FALSE(page->isVisible());
  EXPECT_TRUE(window().libraryPage().grid().isVisible());
  EXPECT_TRUE(child<SearchField>()->isVisible());
  auto& places = child<SideBar>()->places();
  EXPECT_TRUE(waitUntil([&] {
    const auto folders = places.indexOf({PlaceKey::Kind::Folders});
    return places.rowCount(folders) == 1 && places.rowCount(places.index(0, 0, folders)) == 3;
  }));
}

TEST_F(WindowTest, ReturnIsEnoughOnTheFirstStartAndNothingElseLeavesIt) {
  paintLibrary();
  open();
  auto* const page = child<FirstStartPage>();
  ASSERT_TRUE(waitUntil([&] { return page->isVisible(); }));
  for (const auto key : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_5, Qt::Key_F})
    QTest::keyClick(&window(), key, Qt::ControlModifier);
  QTest::keyClick(&window(), Qt::Key_Comma, Qt::ControlModifier);
  QTest::keyClick(window().focusWidget(), Qt::Key_Escape);
  EXPECT_TRUE(waitUntil([&] { return page->isVisible(); }));
  QTest::keyClick(window().focusWidget(), Qt::Key_Return);
  EXPECT_TRUE(waitUntil([&] { return shown() == 12; }));
}

TEST_F(WindowTest, TheSecondStartShowsThePhotosByItself) {
  openIndexed();
  close();
  open();
  EXPECT_TRUE(waitUntil([&] { return shown() == 12; }));
  EXPECT_FALSE(child<FirstStartPage>()->isVisible());
  EXPECT_TRUE(waitUntil([&] { return idle(); }));
}

TEST_F(WindowTest, ThumbnailsOfWhatIsSeenArrive) {
  auto& grid = openIndexed().libraryPage().grid();
  EXPECT_TRUE(waitUntil([&] {
    const auto [first, last] = grid.visibleRows();
    for (int row = first; row <= last; ++row)
      if (grid.model().index(row).data(Qt::DecorationRole).value<QImage>().isNull()) return false;
    return last >= first;
  }));
}

TEST_F(WindowTest, WordsFindPhotosByWhatIsInThemAndEscGoesBack) {
  auto& grid = openIndexed().libraryPage().grid();
  auto* const field = child<SearchField>();
  QTest::keyClick(&window(), Qt::Key_F, Qt::ControlModifier);
  ASSERT_TRUE(waitUntil([&] { return field->hasFocus(); }));
  QTest::keyClicks(field, QStringLiteral("blue"));
  QTest::keyClick(field, Qt::Key_Return);
  const auto bestIsBlue = [&] {
    if (shown() == 0) return false;
    const auto colour = QColor::fromRgb(grid.model().photo(0).averageRgb);
    return grid.model().photo(0).score > 0 && colour.blue() > 150 && colour.red() < 100;
  };
  EXPECT_TRUE(waitUntil(bestIsBlue));
  EXPECT_TRUE(waitUntil(
      [&] { return textOf(window().libraryPage()).contains(QStringLiteral("best matches")); }));
  QTest::keyClick(field, Qt::Key_Escape);
  EXPECT_TRUE(field->text().isEmpty());
  EXPECT_TRUE(waitUntil([&] { return shown() == 12 && grid.model().photo(0).score == 0; }));
  QTest::keyClick(field, Qt::Key_Escape);
  EXPECT_TRUE(grid.hasFocus());
}

TEST_F(WindowTest, GoingToTheLibraryByKeyLeavesTheSearchField) {
  auto& grid = openIndexed().libraryPage().grid();
  QTest::keyClick(&window(), Qt::Key_F, Qt::ControlModifier);
  ASSERT_TRUE(waitUntil([&] { return child<SearchField>()->hasFocus(); }));
  QTest::keyClick(&window(), Qt::Key_1, Qt::ControlModifier);
  EXPECT_TRUE(grid.hasFocus());
  EXPECT_GE(grid.currentRow(), 0);
}

TEST_F(WindowTest, ABeginningIsNoFaultWhileAContinuationIsOffered) {
  openIndexed();
  window().organiser().edit(catalog::AddTag{"kite"},
                            {window().libraryPage().grid().model().photo(0).id});
  auto* const field = child<SearchField>();
  QApplication::setActiveWindow(&window());
  field->setFocus();
  QTest::keyClicks(field, QStringLiteral("tag:ki"));
  ASSERT_TRUE(waitUntil([&] { return field->isBeingTyped() && shown() == 0; }));
  const auto chips = [&] { return textOf(window().libraryPage().chips()); };
  EXPECT_TRUE(waitUntil([&] { return !chips().contains(QStringLiteral("no tag")); }));
  QTest::keyClicks(field, QStringLiteral("x"));
  EXPECT_TRUE(waitUntil([&] { return chips().contains(QStringLiteral("no tag")); }));
}

TEST_F(WindowTest, ResultsFollowAPauseInTyping) {
  auto& grid = openIndexed().libraryPage().grid();
  auto* const field = child<SearchField>();
  field->setFocus();
  QTest::keyClicks(field, QStringLiteral("green"));
  EXPECT_TRUE(waitUntil([&] {
    return shown() > 0 && grid.model().photo(0).score > 0 &&
           QColor::fromRgb(grid.model().photo(0).averageRgb).green() > 150;
  }));
}

TEST_F(WindowTest, AnAnswerThatComesLateDoesNotTakeAPersonBackFromAnotherPage) {
  openIndexed();
  window().bridge().warmModel();
  auto* const field = child<SearchField>();
  field->setFocus();
  QTest::keyClicks(field, QStringLiteral("green"));
  QTest::keyClick(field, Qt::Key_Return);  // the answer is on its way
  QTest::keyClick(&window(), Qt::Key_5, Qt::ControlModifier);
  ASSERT_TRUE(window().trashPage().isVisible());
  auto& grid = window().libraryPage().grid();
  ASSERT_TRUE(waitUntil([&] { return shown() > 0 && grid.model().photo(0).score > 0; }));
  EXPECT_TRUE(window().trashPage().isVisible());
}

TEST_F(WindowTest, MoreLikeThisPutsThePhotoItselfFirst) {
  auto& grid = openIndexed().libraryPage().grid();
  const auto photo = grid.model().photo(5).id;
  grid.setCurrentRow(5, true);
  QTest::keyClick(&grid, Qt::Key_D, Qt::ControlModifier);
  EXPECT_TRUE(waitUntil([&] { return grid.model().photo(0).score > 0.9f; }));
  // Others of quite the same colours may stand beside it.
  const int row = grid.model().rowOf(photo);
  ASSERT_GE(row, 0);
  EXPECT_FLOAT_EQ(grid.model().photo(row).score, grid.model().photo(0).score);
  EXPECT_TRUE(child<SearchField>()->hasPicture());
}

TEST_F(WindowTest, APastedPictureIsAQuestion) {
  auto& grid = openIndexed().libraryPage().grid();
  QImage red(64, 64, QImage::Format_RGB32);
  red.fill(QColor(250, 20, 20));
  QGuiApplication::clipboard()->setImage(red);
  auto* const field = child<SearchField>();
  field->setFocus();
  QTest::keyClick(field, Qt::Key_V, Qt::ControlModifier);
  EXPECT_TRUE(field->hasPicture());
  EXPECT_TRUE(waitUntil([&] {
    return shown() > 0 && grid.model().photo(0).score > 0 &&
           QColor::fromRgb(grid.model().photo(0).averageRgb).red() > 150;
  }));
}

TEST_F(WindowTest, APhotoOpensZoomsGoesOnAndComesBack) {
  auto& grid = openIndexed().libraryPage().grid();
  grid.setFocus();
  grid.setCurrentRow(2, true);
  QTest::keyClick(&grid, Qt::Key_Return);
  auto& viewer = window().viewer();
  ASSERT_TRUE(waitUntil([&] { return viewer.isVisible(); }));
  EXPECT_EQ(viewer.row(), 2);
  EXPECT_TRUE(viewer.canvas().zoom().isFitted());
  viewer.canvas().zoomBy(4);
  EXPECT_FALSE(viewer.canvas().zoom().isFitted());
  QTest::keyClick(&viewer, Qt::Key_Z);
  EXPECT_TRUE(viewer.canvas().zoom().isFitted());
  QTest::keyClick(&viewer, Qt::Key_Right);
  EXPECT_EQ(viewer.row(), 3);
  QTest::keyClick(&viewer, Qt::Key_Left);
  QTest::keyClick(&viewer, Qt::Key_Left);
  EXPECT_EQ(viewer.row(), 1);
  QTest::keyClick(&viewer, Qt::Key_I);
  EXPECT_TRUE(viewer.infoPanel().isVisible());
  EXPECT_TRUE(
      waitUntil([&] { return textOf(viewer.infoPanel()).contains(QStringLiteral("JPEG")); }));
  QTest::keyClick(&viewer, Qt::Key_Escape);
  EXPECT_FALSE(viewer.isVisible());
  EXPECT_EQ(grid.currentRow(), 1);
  EXPECT_TRUE(grid.hasFocus());
}

TEST_F(WindowTest, ThePictureTakesTheThumbnailsPlaceWithoutAJump) {
  auto& viewer = openIndexed().viewer();
  window().libraryPage().grid().setCurrentRow(0, true);
  Q_EMIT window().libraryPage().grid().activated(0);
  // 100 % is the picture's own size once it is known.
  const auto known = [&] { return std::abs(viewer.canvas().zoom().percent() - 100) < 0.01; };
  ASSERT_TRUE(waitUntil(known));
  const auto place = viewer.canvas().zoom().target();
  waitUntil([&] {
    return viewer.canvas().grab().toImage().pixelColor(place.center().toPoint()) !=
           QColor(0x12, 0x12, 0x14);
  });
  EXPECT_EQ(viewer.canvas().zoom().target(), place);
}

TEST_F(WindowTest, WhatCouldNotBeReadIsListedWithItsReason) {
  write("broken.jpg", "\xff\xd8\xff\xe0 this is no picture");
  write("empty.jpg", "");
  paint("sound.jpg", 200, 200, 20);
  open(photos());
  ASSERT_TRUE(waitUntil([&] { return shown() == 1 && idle(); }));
  QTest::keyClick(&window(), Qt::Key_4, Qt::ControlModifier);
  auto& page = window().unreadablePage();
  EXPECT_TRUE(page.isVisible());
  ASSERT_TRUE(waitUntil([&] { return page.model().rowCount() == 2; }));
  for (int row = 0; row < 2; ++row)
    EXPECT_GT(page.model().index(row, FailureModel::Reason).data().toString().size(), 20);
  EXPECT_TRUE(textOf(page).contains(QStringLiteral("2 files could not be read")));
}

TEST_F(WindowTest, AnEmptyFolderIsSaidToBeEmpty) {
  open(photos());
  EXPECT_TRUE(waitUntil([&] {
    const auto* const empty = window().libraryPage().findChild<EmptyState*>();
    return empty->isVisible() && textOf(*empty).contains(QStringLiteral("No photos here"));
  }));
}

TEST_F(WindowTest, AFolderThatIsNotThereIsAFaultInASentence) {
  open(photos() / "nowhere");
  auto* const fault = child<FaultBar>();
  EXPECT_TRUE(waitUntil([&] { return fault->isVisible(); }));
  EXPECT_GT(fault->accessibleName().size(), 20);
}

TEST_F(WindowTest, ACatalogInUseIsOpenedForLookingOnly) {
  openIndexed();
  close();
  const auto other = catalog::Catalog::open(options.catalog);
  ASSERT_TRUE(other) << other.error().message;
  open();
  auto* const fault = child<FaultBar>();
  ASSERT_TRUE(waitUntil([&] { return fault->isVisible(); }));
  QTest::keyClicks(child<SearchField>(), QStringLiteral("red"));
  QTest::keyClick(child<SearchField>(), Qt::Key_Return);
  QTest::qWait(50);
  ASSERT_TRUE(button(QStringLiteral("Only look"))->isVisible()) << "the way out is still offered";
  QTest::keyClick(child<SearchField>(), Qt::Key_Escape);
  QTest::mouseClick(button(QStringLiteral("Only look")), Qt::LeftButton);
  EXPECT_TRUE(waitUntil([&] { return shown() == 12; }));
  EXPECT_TRUE(window().bridge().isReadOnly());
}

TEST_F(WindowTest, AFileThatIsNoCatalogIsRefusedAndNotTouched) {
  fs::create_directories(options.catalog.paths.data);
  const std::string junk = "this is a letter to my aunt, not a database";
  std::ofstream(options.catalog.paths.database()) << junk;
  open();
  EXPECT_TRUE(waitUntil([&] { return hasButton(QStringLiteral("Mend the catalog")); }));
  close();
  EXPECT_EQ(*readFile(options.catalog.paths.database(), 1000), junk);
}

TEST_F(WindowTest, WithoutAModelOneBrowsesAndFindsWords) {
  encoder.missing = true;
  openIndexed();
  auto* const field = child<SearchField>();
  field->setFocus();
  QTest::keyClicks(field, QStringLiteral("leaf"));
  QTest::keyClick(field, Qt::Key_Return);
  EXPECT_TRUE(waitUntil([&] { return shown() == 4; }));
  EXPECT_TRUE(textOf(window().libraryPage()).contains(QStringLiteral("by words")));
  EXPECT_FALSE(child<FaultBar>()->isVisible());
}

TEST_F(WindowTest, ClosingInTheMiddleOfWorkLosesNothing) {
  paintLibrary();
  open(photos());
  ASSERT_TRUE(waitUntil([&] { return !idle() || shown() > 0; }));
  close();
  open();
  EXPECT_TRUE(waitUntil([&] { return shown() == 12 && idle(); }));
}

TEST_F(WindowTest, TheKeyboardAloneIsEnough) {
  paintLibrary();
  open();
  ASSERT_TRUE(waitUntil([&] { return child<FirstStartPage>()->isVisible(); }));
  ASSERT_TRUE(waitUntil([&] { return window().focusWidget() != nullptr; }));
  QTest::keyClick(window().focusWidget(), Qt::Key_Space);  // the proposed folder has the focus
  ASSERT_TRUE(waitUntil([&] { return shown() == 12 && idle(); }));
  auto& grid = window().libraryPage().grid();
  QTest::keyClick(&window(), Qt::Key_Slash);
  auto* const field = child<SearchField>();
  ASSERT_TRUE(waitUntil([&] { return field->hasFocus(); }));
  QTest::keyClicks(field, QStringLiteral("red"));
  QTest::keyClick(field, Qt::Key_Return);
  ASSERT_TRUE(waitUntil([&] { return shown() > 0 && grid.model().photo(0).score > 0; }));
  QTest::keyClick(field, Qt::Key_Down);
  EXPECT_TRUE(grid.hasFocus());
  QTest::keyClick(&grid, Qt::Key_Right);
  EXPECT_GE(grid.currentRow(), 0);
  QTest::keyClick(&grid, Qt::Key_Return);
  EXPECT_TRUE(window().viewer().isVisible());
  QTest::keyClick(&window().viewer(), Qt::Key_Escape);
  QTest::keyClick(&window(), Qt::Key_F4);
  EXPECT_TRUE(window().infoPanel().isVisible());
  QTest::keyClick(&window(), Qt::Key_F9);
  EXPECT_FALSE(child<SideBar>()->isVisible());
}

TEST_F(WindowTest, SidesAndSizeAreRemembered) {
  openIndexed();
  QTest::keyClick(&window(), Qt::Key_F9);
  QTest::keyClick(&window(), Qt::Key_F4);
  window().libraryPage().grid().setRowHeight(260);
  close();
  open();
  ASSERT_TRUE(waitUntil([&] { return shown() == 12; }));
  EXPECT_FALSE(child<SideBar>()->isVisible());
  EXPECT_TRUE(window().infoPanel().isVisible());
  EXPECT_EQ(window().libraryPage().grid().rowHeight(), 260);
}

}  // namespace calotype::ui
