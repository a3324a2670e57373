// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/photo_grid.h"

#include <gtest/gtest.h>

#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "ui/tokens.h"
#include "ui/views/photo_grid_accessible.h"

namespace calotype::ui {

using catalog::PhotoId;

namespace {

std::vector<catalog::PhotoRow> manyRows(int first, int count) {
  static constexpr float kAspects[] = {1.5f, 0.75f, 1.33f, 1.78f, 1.0f};
  std::vector<catalog::PhotoRow> rows;
  for (int i = 0; i < count; ++i) {
    catalog::PhotoRow row;
    row.id = PhotoId(first + i);
    row.aspect = kAspects[(first + i) % 5];
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

/// Before the first grid is made.
class WithGridAccessibility : public ::testing::Test {
 protected:
  WithGridAccessibility() { installGridAccessibility(); }
};

class PhotoGridTest : public WithGridAccessibility {
 protected:
  void SetUp() override {
    model.setPhotos(manyRows(1000, 2000));
    grid.resize(900, 600);
    grid.show();
    grid.setFocus();
    ASSERT_TRUE(QTest::qWaitForWindowExposed(&grid));
  }
  void click(int row, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mouseClick(grid.viewport(), Qt::LeftButton, modifiers, grid.cellRect(row).center());
  }
  void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(&grid, key, modifiers);
  }
  QScrollBar& bar() { return *grid.verticalScrollBar(); }

  CatalogBridge bridge;
  PhotoModel model{bridge};
  PhotoGrid grid{model};
};

TEST_F(PhotoGridTest, OnlyWhatIsSeenAsksForThumbnails) {
  grid.grab();
  const auto [first, last] = grid.visibleRows();
  EXPECT_EQ(model.requestsUnderWay(), last - first + 1);
  EXPECT_LT(last, 60);
}

TEST_F(PhotoGridTest, ClicksSelectAsEverywhere) {
  click(3);
  EXPECT_EQ(grid.selection(), (std::vector{PhotoId(1003)}));
  click(5, Qt::ControlModifier);
  EXPECT_EQ(grid.selection(), (std::vector{PhotoId(1003), PhotoId(1005)}));
  click(7, Qt::ShiftModifier);
  EXPECT_EQ(grid.selection(), (std::vector{PhotoId(1005), PhotoId(1006), PhotoId(1007)}));
  click(6, Qt::ControlModifier);
  EXPECT_EQ(grid.selection(), (std::vector{PhotoId(1005), PhotoId(1007)}));
  key(Qt::Key_A, Qt::ControlModifier);
  EXPECT_EQ(grid.selection().size(), 2000u);
  key(Qt::Key_Escape);
  EXPECT_TRUE(grid.selection().empty());
}

TEST_F(PhotoGridTest, ArrowsGoWhereTheEyeGoes) {
  click(0);
  key(Qt::Key_Right);
  EXPECT_EQ(grid.currentRow(), 1);
  const auto start = grid.cellRect(1);
  key(Qt::Key_Down);
  const int below = grid.currentRow();
  const auto cell = grid.cellRect(below);
  EXPECT_GT(cell.top(), start.bottom());
  EXPECT_LE(cell.left(), start.center().x());
  EXPECT_GE(cell.right() + tokens::kGridGap, start.center().x());
  for (int i = 0; i < 6; ++i) key(Qt::Key_Down);
  for (int i = 0; i < 7; ++i) key(Qt::Key_Up);
  EXPECT_EQ(grid.currentRow(), 1) << "down and up again is the same photo";
  key(Qt::Key_End);
  EXPECT_EQ(grid.currentRow(), 1999);
  EXPECT_TRUE(grid.viewport()->rect().contains(grid.cellRect(1999)));
  key(Qt::Key_PageUp);
  EXPECT_LT(grid.currentRow(), 1999);
  key(Qt::Key_Home);
  EXPECT_EQ(grid.currentRow(), 0);
  EXPECT_EQ(bar().value(), 0);
}

TEST_F(PhotoGridTest, ShiftExtendsAndControlOnlyMoves) {
  click(2);
  key(Qt::Key_Right, Qt::ShiftModifier);
  key(Qt::Key_Right, Qt::ShiftModifier);
  EXPECT_EQ(grid.selection().size(), 3u);
  key(Qt::Key_Left, Qt::ShiftModifier);
  EXPECT_EQ(grid.selection().size(), 2u);
  key(Qt::Key_Right, Qt::ControlModifier);
  EXPECT_EQ(grid.selection().size(), 2u);
  key(Qt::Key_Space);
  EXPECT_EQ(grid.selection().size(), 3u);
}

TEST_F(PhotoGridTest, ReturnAndDoubleClickOpen) {
  QSignalSpy opened(&grid, &PhotoGrid::activated);
  click(4);
  key(Qt::Key_Return);
  QTest::mouseDClick(grid.viewport(), Qt::LeftButton, Qt::NoModifier, grid.cellRect(6).center());
  ASSERT_EQ(opened.count(), 2);
  EXPECT_EQ(opened[0][0].toInt(), 4);
  EXPECT_EQ(opened[1][0].toInt(), 6);
}

TEST_F(PhotoGridTest, ABandSelectsWhatItTouches) {
  const auto from = QPoint(2, 2);
  const auto to = grid.cellRect(1).center();
  QTest::mousePress(grid.viewport(), Qt::LeftButton, Qt::NoModifier, from);
  QTest::mouseMove(grid.viewport(), to);
  QTest::mouseRelease(grid.viewport(), Qt::LeftButton, Qt::NoModifier, to);
  EXPECT_EQ(grid.selection(), (std::vector{PhotoId(1000), PhotoId(1001)}));
}

TEST_F(PhotoGridTest, SelectionFocusAndPlaceSurviveWhatComesIn) {
  bar().setValue(3000);
  const int row = grid.visibleRows().first + 5;
  click(row);
  const auto id = model.photo(row).id;
  const auto before = grid.cellRect(grid.visibleRows().first).top();
  const auto top = model.photo(grid.visibleRows().first).id;

  auto rows = manyRows(1, 300);  // newer ones come in above
  const auto old = manyRows(1000, 2000);
  rows.insert(rows.end(), old.begin(), old.end());
  model.setPhotos(rows);

  EXPECT_EQ(grid.selection(), (std::vector{id}));
  EXPECT_EQ(grid.currentRow(), row + 300);
  EXPECT_EQ(grid.cellRect(model.rowOf(top)).top(), before);
}

TEST_F(PhotoGridTest, WhatIsGoneIsNoLongerSelected) {
  click(3);
  click(5, Qt::ControlModifier);
  QSignalSpy changed(&grid, &PhotoGrid::selectionChanged);
  auto rows = manyRows(1000, 2000);
  rows.erase(rows.begin() + 3);
  model.setPhotos(rows);
  EXPECT_EQ(grid.selection(), (std::vector{PhotoId(1005)}));
  EXPECT_EQ(changed.count(), 1);
  model.setPhotos({});
  EXPECT_EQ(grid.currentRow(), -1);
  grid.grab();
}

TEST_F(PhotoGridTest, ThePhotoUnderThePointerStaysUnderItWhileTheSizeChanges) {
  bar().setValue(5000);
  const QPoint pointer(400, 300);
  for (const int notches : {1, 1, 1, -1, -1, -1, -1}) {
    const int row = grid.rowAt(pointer);
    if (row < 0) continue;
    QWheelEvent wheel(pointer, grid.viewport()->mapToGlobal(pointer), {}, {0, 120 * notches},
                      Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(grid.viewport(), &wheel);
    const auto cell = grid.cellRect(row);
    EXPECT_LE(cell.top(), pointer.y() + 2);
    EXPECT_GE(cell.bottom(), pointer.y() - 2);
  }
}

TEST_F(PhotoGridTest, SizesStayInTheirBounds) {
  grid.setRowHeight(5);
  EXPECT_EQ(grid.rowHeight(), tokens::kSmallestRow);
  grid.setRowHeight(5000);
  EXPECT_EQ(grid.rowHeight(), tokens::kLargestRow);
}

TEST_F(PhotoGridTest, EveryPhotoHasANameForThoseWhoCannotSeeIt) {
  auto* const list = QAccessible::queryAccessibleInterface(&grid);
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->role(), QAccessible::List);
  EXPECT_EQ(list->childCount(), 2000);
  auto* const photo = list->child(12);
  ASSERT_NE(photo, nullptr);
  EXPECT_EQ(photo->role(), QAccessible::ListItem);
  EXPECT_FALSE(photo->text(QAccessible::Name).isEmpty());
  EXPECT_EQ(list->indexOfChild(photo), 12);
  EXPECT_EQ(photo->rect().size(), grid.cellRect(12).size());
  QSignalSpy opened(&grid, &PhotoGrid::activated);
  photo->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
  EXPECT_EQ(opened.count(), 1);
  model.setPhotos(manyRows(1, 3));
  EXPECT_EQ(list->childCount(), 3);
  EXPECT_EQ(list->child(12), nullptr);
}

TEST_F(PhotoGridTest, ADividerIsPaintedBetweenLikelyAndUnlikely) {
  grid.setHeadings({{5, QStringLiteral("Less likely"), true}});
  model.setPhotos(manyRows(1, 50));
  EXPECT_GT(grid.cellRect(5).top(), grid.cellRect(4).bottom() + 30);
  grid.setHeadings({});
  model.setPhotos(manyRows(1, 50));
  EXPECT_LE(grid.cellRect(5).top(), grid.cellRect(4).bottom() + 1 + tokens::kGridGap);
}

}  // namespace calotype::ui
