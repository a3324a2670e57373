// SPDX-License-Identifier: GPL-3.0-or-later
// Nine things a person does, each by the keyboard alone and by the mouse.
#include <QApplication>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QTest>
#include <fstream>

#include "catalog/tagging.h"
#include "tests/gui/window_fixture.h"
#include "ui/organiser.h"
#include "ui/pages/library_page.h"
#include "ui/pages/proposals_page.h"
#include "ui/pages/trash_page.h"
#include "ui/views/chip_row.h"
#include "ui/views/info_panel.h"
#include "ui/views/photo_canvas.h"
#include "ui/views/photo_grid.h"
#include "ui/views/place_tree.h"
#include "ui/views/search_field.h"
#include "ui/views/side_bar.h"
#include "ui/views/tag_editor.h"
#include "ui/views/viewer.h"

namespace calotype::ui {

using test::waitUntil;

namespace {

constexpr int kPhotos = 36;

/// A window on 36 photos, twelve each of red, green and blue, whose tags are proposed by colour.
class NineTasksTest : public test::WindowTest {
 protected:
  NineTasksTest() {
    qputenv("XDG_DATA_HOME", (photos().parent_path() / "data").c_str());
    const auto vocabulary = photos().parent_path() / "colours.txt";
    std::ofstream(vocabulary) << "red\ngreen\nblue\n";
    options.catalog.vocabulary = vocabulary;
  }
  ~NineTasksTest() override { qunsetenv("XDG_DATA_HOME"); }

  void start() {
    for (int i = 0; i < kPhotos / 3; ++i) {
      const auto number = std::to_string(100 + i);
      paint("red/rose " + number + ".jpg", 250 - 3 * i, 30, 30);  // no two alike
      paint("green/leaf " + number + ".jpg", 30, 250 - 3 * i, 30);
      paint("blue/sky " + number + ".jpg", 30, 30, 250 - 3 * i);
    }
    open(photos());
    ASSERT_TRUE(waitUntil([&] { return shown() == kPhotos && idle(); }));
    QApplication::setActiveWindow(&window());
    grid().setFocus();
  }

  PhotoGrid& grid() { return window().libraryPage().grid(); }
  SearchField& field() { return *child<SearchField>(); }
  SideBar& sideBar() { return *child<SideBar>(); }
  const catalog::PhotoRow& row(int number) { return grid().model().photo(number); }
  /// A key for whatever has the focus.
  void key(int which, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    auto* const focus = window().focusWidget();
    QTest::keyClick(focus != nullptr ? focus : &window(), Qt::Key(which), modifiers);
  }
  void type(const QString& words) { QTest::keyClicks(window().focusWidget(), words); }
  void click(QWidget* where, const QPoint& at, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mouseClick(where, Qt::LeftButton, modifiers, at);
  }
  void clickPhoto(int number, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    grid().ensureVisible(number);
    click(grid().viewport(), grid().cellRect(number).center(), modifiers);
  }
  void clickPlace(const PlaceKey& place) {
    auto& tree = sideBar().tree();
    ASSERT_TRUE(waitUntil([&] { return sideBar().places().indexOf(place).isValid(); }));
    const auto index = sideBar().places().indexOf(place);
    tree.scrollTo(index);
    click(tree.viewport(), tree.visualRect(index).center());
  }
  /// Asked of the catalog itself, past the window.
  std::size_t found(const std::string& query) {
    std::size_t count = 0;
    bool answered = false;
    window().bridge().call<std::size_t>(
        &window(),
        [query](catalog::Catalog& catalog) -> Result<std::size_t> {
          CALOTYPE_TRY(const auto page, catalog.searchNow({query, 0}));
          return page.rows.size();
        },
        [&](Result<std::size_t> rows) {
          count = rows.value_or(999);
          answered = true;
        });
    waitUntil([&] { return answered; });
    return count;
  }
  bool comesTrue(const std::string& query, std::size_t count) {
    return waitUntil([&] { return found(query) == count; });
  }
};

}  // namespace

TEST_F(NineTasksTest, FindByKeys) {
  start();
  key(Qt::Key_Slash);
  ASSERT_TRUE(waitUntil([&] { return field().hasFocus(); }));
  type(QStringLiteral("blue"));
  key(Qt::Key_Return);
  EXPECT_TRUE(waitUntil([&] { return shown() > 0 && row(0).score > 0; }));
  EXPECT_GT(QColor::fromRgb(row(0).averageRgb).blue(), 150);
  key(Qt::Key_Escape);
  EXPECT_TRUE(waitUntil([&] { return row(0).score == 0; }));
}

TEST_F(NineTasksTest, FindByMouse) {
  start();
  click(&field(), {100, 10});
  type(QStringLiteral("green"));
  EXPECT_TRUE(waitUntil([&] { return shown() > 0 && row(0).score > 0; }));
  EXPECT_GT(QColor::fromRgb(row(0).averageRgb).green(), 150);
  click(button(QStringLiteral("Clear the search")), {5, 5});
  EXPECT_TRUE(waitUntil([&] { return row(0).score == 0; }));
}

TEST_F(NineTasksTest, OpenAndZoomByKeys) {
  start();
  key(Qt::Key_Home);
  key(Qt::Key_Return);
  auto& viewer = window().viewer();
  ASSERT_TRUE(waitUntil([&] { return viewer.isVisible(); }));
  key(Qt::Key_Plus);
  key(Qt::Key_Plus);
  EXPECT_FALSE(viewer.canvas().zoom().isFitted());
  key(Qt::Key_Z);
  EXPECT_TRUE(viewer.canvas().zoom().isFitted());
  key(Qt::Key_Right);
  EXPECT_EQ(viewer.row(), 1);
  key(Qt::Key_Escape);
  EXPECT_FALSE(viewer.isVisible());
}

TEST_F(NineTasksTest, OpenAndZoomByMouse) {
  start();
  grid().ensureVisible(2);
  QTest::mouseDClick(grid().viewport(), Qt::LeftButton, Qt::NoModifier,
                     grid().cellRect(2).center());
  auto& viewer = window().viewer();
  ASSERT_TRUE(waitUntil([&] { return viewer.isVisible(); }));
  QWheelEvent wheel({50, 50}, viewer.canvas().mapToGlobal(QPointF(50, 50)), {}, {0, 480},
                    Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
  QApplication::sendEvent(&viewer.canvas(), &wheel);
  EXPECT_FALSE(viewer.canvas().zoom().isFitted());
  QTest::mouseMove(&viewer.canvas(), {40, 40});
  QTest::mouseMove(&viewer.canvas(), {60, 60});
  ASSERT_TRUE(waitUntil([&] { return button(QStringLiteral("Back to the photos")) != nullptr; }));
  click(button(QStringLiteral("Back to the photos")), {5, 5});
  EXPECT_FALSE(viewer.isVisible());
}

TEST_F(NineTasksTest, TagByKeys) {
  start();
  key(Qt::Key_Home);
  key(Qt::Key_Right, Qt::ShiftModifier);
  key(Qt::Key_T);
  ASSERT_TRUE(
      waitUntil([&] { return qobject_cast<QLineEdit*>(window().focusWidget()) != nullptr; }));
  type(QStringLiteral("holiday/crete"));
  key(Qt::Key_Return);
  EXPECT_TRUE(comesTrue("tag:crete", 2));
  EXPECT_EQ(found("tag:holiday"), 2u) << "a tag below counts for the one above";
  key(Qt::Key_Escape);
  key(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_TRUE(comesTrue("is:tagged", 0));
}

TEST_F(NineTasksTest, TagByMouse) {
  start();
  clickPhoto(0);
  click(button(QStringLiteral("Facts about the photo")), {5, 5});
  auto& panel = window().infoPanel();
  auto* const editor = panel.findChild<TagEditor*>();
  ASSERT_TRUE(waitUntil([&] { return editor->isVisible(); }));
  auto* const line = editor->findChild<QLineEdit*>();
  click(line, {20, 10});
  type(QStringLiteral("friends"));
  key(Qt::Key_Return);
  ASSERT_TRUE(comesTrue("tag:friends", 1));
  // The cross of its pill takes it away again.
  const auto pill = [&]() -> TagPill* {
    for (auto* const each : editor->findChildren<TagPill*>())
      if (each->isVisible() && each->text() == QStringLiteral("friends")) return each;
    return nullptr;
  };
  ASSERT_TRUE(waitUntil([&] { return pill() != nullptr; }));
  click(pill(), {pill()->width() - 10, 10});
  EXPECT_TRUE(comesTrue("is:tagged", 0));
}

TEST_F(NineTasksTest, DeleteOnATagTakesTheTagAwayAndNotThePhoto) {
  start();
  window().organiser().edit(catalog::AddTag{"friends"}, {row(0).id});
  ASSERT_TRUE(comesTrue("tag:friends", 1));
  key(Qt::Key_Home);
  key(Qt::Key_F4);
  auto* const editor = window().infoPanel().findChild<TagEditor*>();
  const auto pill = [&]() -> TagPill* {
    for (auto* const each : editor->findChildren<TagPill*>())
      if (each->isVisible() && each->text() == QStringLiteral("friends")) return each;
    return nullptr;
  };
  ASSERT_TRUE(waitUntil([&] { return pill() != nullptr; }));
  pill()->setFocus();
  QTest::keyClick(pill(), Qt::Key_Delete);
  EXPECT_TRUE(comesTrue("is:tagged", 0));
  EXPECT_EQ(shown(), kPhotos);
}

TEST_F(NineTasksTest, RateTwentyByKeys) {
  start();
  key(Qt::Key_Home);
  for (int i = 0; i < 19; ++i) key(Qt::Key_Right, Qt::ShiftModifier);
  ASSERT_EQ(grid().selection().size(), 20u);
  key(Qt::Key_4);
  EXPECT_TRUE(comesTrue("rating:4", 20));
  EXPECT_TRUE(waitUntil([&] { return row(0).rating == 4; })) << "the grid shows it";
  key(Qt::Key_P);
  EXPECT_TRUE(comesTrue("flag:picked", 20));
  key(Qt::Key_6);
  EXPECT_TRUE(comesTrue("colour:red", 20));
  for (int i = 0; i < 3; ++i) key(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_TRUE(comesTrue("is:rated", 0));
  EXPECT_TRUE(comesTrue("colour:red", 0));
}

TEST_F(NineTasksTest, RateTwentyByMouse) {
  start();
  clickPhoto(0);
  clickPhoto(19, Qt::ShiftModifier);
  ASSERT_EQ(grid().selection().size(), 20u);
  click(button(QStringLiteral("Facts about the photo")), {5, 5});
  ASSERT_TRUE(waitUntil([&] { return window().infoPanel().isVisible(); }));
  click(button(QStringLiteral("3 stars")), {8, 8});
  EXPECT_TRUE(comesTrue("rating:3", 20));
}

TEST_F(NineTasksTest, FilterByDateAndTagByKeys) {
  start();
  window().organiser().edit(catalog::AddTag{"friends"}, {row(0).id, row(1).id, row(2).id});
  ASSERT_TRUE(comesTrue("tag:friends", 3));
  key(Qt::Key_F, Qt::ControlModifier);
  ASSERT_TRUE(waitUntil([&] { return field().hasFocus(); }));
  type(QStringLiteral("in:2020.. tag:friends"));
  key(Qt::Key_Escape);  // the list of suggestions, if it is open
  if (field().text().isEmpty()) type(QStringLiteral("in:2020.. tag:friends"));
  Q_EMIT field().returnPressed();
  EXPECT_TRUE(waitUntil([&] { return shown() == 3; }));
  auto& chips = window().libraryPage().chips();
  ASSERT_TRUE(waitUntil([&] { return chips.findChildren<ChipButton*>().size() >= 2; }));
  auto* const chip = chips.findChildren<ChipButton*>().last();
  chip->setFocus();
  QTest::keyClick(chip, Qt::Key_Delete);
  EXPECT_TRUE(waitUntil([&] { return shown() == kPhotos; }));
}

TEST_F(NineTasksTest, FilterByTagByMouse) {
  start();
  window().organiser().edit(catalog::AddTag{"friends"}, {row(0).id, row(1).id});
  const auto tag = [&]() -> std::optional<PlaceKey> {
    auto& places = sideBar().places();
    const auto heading = places.indexOf({PlaceKey::Kind::Tags});
    if (places.rowCount(heading) != 1) return std::nullopt;
    return places.keyAt(places.index(0, 0, heading));
  };
  ASSERT_TRUE(waitUntil([&] { return tag().has_value(); }));
  clickPlace(*tag());
  EXPECT_TRUE(waitUntil([&] { return shown() == 2; }));
}

TEST_F(NineTasksTest, MakeAnAlbumByKeys) {
  start();
  key(Qt::Key_Home);
  key(Qt::Key_Right, Qt::ShiftModifier);
  key(Qt::Key_N, Qt::ControlModifier);
  ASSERT_TRUE(waitUntil([&] { return sideBar().tree().findChild<QLineEdit*>() != nullptr; }))
      << "its name is typed where it stands";
  auto* const name = sideBar().tree().findChild<QLineEdit*>();
  name->selectAll();
  QTest::keyClicks(name, QStringLiteral("Summer"));
  QTest::keyClick(name, Qt::Key_Return);
  EXPECT_TRUE(comesTrue("album:summer", 2));
}

TEST_F(NineTasksTest, MakeAnAlbumByMouse) {
  start();
  auto& tree = sideBar().tree();
  const auto heading = sideBar().places().indexOf({PlaceKey::Kind::Albums});
  clickPhoto(0);
  click(tree.viewport(), {tree.viewport()->width() - 12, tree.visualRect(heading).center().y()});
  ASSERT_TRUE(waitUntil([&] { return tree.findChild<QLineEdit*>() != nullptr; }));
  auto* const name = tree.findChild<QLineEdit*>();
  QTest::keyClicks(name, QStringLiteral("Roses"));
  QTest::keyClick(name, Qt::Key_Return);
  ASSERT_TRUE(comesTrue("album:roses", 1));
  // More photos are dropped on it.
  auto& places = sideBar().places();
  ASSERT_TRUE(waitUntil([&] {
    return places.index(0, 0, places.indexOf({PlaceKey::Kind::Albums})).data().toString() ==
           QStringLiteral("Roses");
  }));
  const auto album = places.index(0, 0, places.indexOf({PlaceKey::Kind::Albums}));
  QMimeData photos;
  photos.setData(QLatin1String(kPhotosMime), photosToMime({row(3).id, row(4).id}));
  EXPECT_TRUE(places.dropMimeData(&photos, Qt::CopyAction, -1, -1, album));
  EXPECT_TRUE(comesTrue("album:roses", 3));
}

TEST_F(NineTasksTest, AcceptThirtyProposalsByKeys) {
  start();
  ASSERT_TRUE(comesTrue("is:proposed", kPhotos));
  key(Qt::Key_3, Qt::ControlModifier);
  auto& page = window().proposalsPage();
  ASSERT_TRUE(waitUntil([&] { return page.isVisible() && page.grid().hasFocus(); }));
  // Twice a whole card, then photo by photo, one of them refused.
  const auto cardOf = [&](int photos) {
    return waitUntil([&] { return page.grid().model().rowCount() == photos; });
  };
  ASSERT_TRUE(cardOf(12));
  QTest::keyClick(&page.grid(), Qt::Key_Return, Qt::ShiftModifier);
  ASSERT_TRUE(comesTrue("is:tagged", 12));
  ASSERT_TRUE(cardOf(12));
  QTest::keyClick(&page.grid(), Qt::Key_Return, Qt::ShiftModifier);
  ASSERT_TRUE(comesTrue("is:tagged", 24));
  ASSERT_TRUE(cardOf(12));
  QTest::keyClick(&page.grid(), Qt::Key_Backspace);
  ASSERT_TRUE(cardOf(11));
  for (int left = 10; left >= 5; --left) {
    QTest::keyClick(&page.grid(), Qt::Key_Return);
    ASSERT_TRUE(cardOf(left)) << left;
  }
  EXPECT_TRUE(comesTrue("is:tagged", 30));
  key(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_TRUE(comesTrue("is:tagged", 29));
}

TEST_F(NineTasksTest, AcceptProposalsByMouse) {
  start();
  ASSERT_TRUE(comesTrue("is:proposed", kPhotos));
  clickPlace({PlaceKey::Kind::Proposals});
  auto& page = window().proposalsPage();
  ASSERT_TRUE(waitUntil([&] { return page.grid().model().rowCount() == 12; }));
  click(button(QStringLiteral("Accept all")), {8, 8});
  EXPECT_TRUE(comesTrue("is:tagged", 12));
  ASSERT_TRUE(waitUntil([&] { return page.grid().model().rowCount() == 12; }));
  click(button(QStringLiteral("Refuse all")), {8, 8});
  EXPECT_TRUE(comesTrue("is:proposed", 12));
  EXPECT_EQ(found("is:tagged"), 12u);
}

TEST_F(NineTasksTest, TrashAndRestoreByKeys) {
  start();
  key(Qt::Key_Home);
  key(Qt::Key_Right, Qt::ShiftModifier);
  key(Qt::Key_Delete);
  ASSERT_TRUE(waitUntil([&] { return shown() == kPhotos - 2; }));
  key(Qt::Key_5, Qt::ControlModifier);
  auto& page = window().trashPage();
  ASSERT_TRUE(waitUntil([&] { return page.grid().model().rowCount() == 2; }));
  page.grid().setFocus();
  QTest::keyClick(&page.grid(), Qt::Key_A, Qt::ControlModifier);
  QTest::keyClick(&page.grid(), Qt::Key_Return);
  EXPECT_TRUE(waitUntil([&] { return page.grid().model().rowCount() == 0; }));
  key(Qt::Key_1, Qt::ControlModifier);
  EXPECT_TRUE(waitUntil([&] { return shown() == kPhotos; }));
}

TEST_F(NineTasksTest, TrashAndRestoreByMouse) {
  start();
  clickPhoto(1);
  auto& places = sideBar().places();
  QMimeData photos;
  photos.setData(QLatin1String(kPhotosMime), photosToMime({row(1).id}));
  EXPECT_TRUE(places.dropMimeData(&photos, Qt::CopyAction, -1, -1,
                                  places.indexOf({PlaceKey::Kind::Trash})));
  ASSERT_TRUE(waitUntil([&] { return shown() == kPhotos - 1; }));
  clickPlace({PlaceKey::Kind::Trash});
  ASSERT_TRUE(waitUntil([&] { return window().trashPage().grid().model().rowCount() == 1; }));
  click(button(QStringLiteral("Restore all")), {8, 8});
  EXPECT_TRUE(waitUntil([&] { return window().trashPage().grid().model().rowCount() == 0; }));
  clickPlace({PlaceKey::Kind::Library});
  EXPECT_TRUE(waitUntil([&] { return shown() == kPhotos; }));
}

TEST_F(NineTasksTest, EscLeavesTheTagFieldAndThenTheViewer) {
  start();
  key(Qt::Key_Home);
  key(Qt::Key_Return);
  auto& viewer = window().viewer();
  ASSERT_TRUE(waitUntil([&] { return viewer.isVisible(); }));
  key(Qt::Key_T);
  type(QStringLiteral("kite"));
  key(Qt::Key_Return);
  ASSERT_TRUE(comesTrue("tag:kite", 1));
  key(Qt::Key_Escape);
  EXPECT_TRUE(viewer.hasFocus());
  key(Qt::Key_Escape);
  EXPECT_TRUE(waitUntil([&] { return !viewer.isVisible(); }));
}

TEST_F(NineTasksTest, APhotoDeletedWhileItIsShownGivesWayToTheNext) {
  start();
  key(Qt::Key_Home);
  key(Qt::Key_Return);
  auto& viewer = window().viewer();
  ASSERT_TRUE(waitUntil([&] { return viewer.isVisible(); }));
  const auto next = row(1).id;
  QTest::keyClick(&viewer, Qt::Key_Delete);
  ASSERT_TRUE(waitUntil([&] { return shown() == kPhotos - 1; }));
  EXPECT_TRUE(viewer.isVisible());
  EXPECT_EQ(row(viewer.row()).id, next);
}

TEST_F(NineTasksTest, ARefusalOutlivesTheTrashARestartAndTaggingAgain) {
  start();
  ASSERT_TRUE(comesTrue("is:proposed", kPhotos));
  key(Qt::Key_3, Qt::ControlModifier);
  auto& page = window().proposalsPage();
  ASSERT_TRUE(waitUntil([&] { return page.grid().model().rowCount() == kPhotos / 3; }));
  const auto refused = page.grid().model().photo(0).id;
  QTest::keyClick(&page.grid(), Qt::Key_Backspace, Qt::ShiftModifier);
  ASSERT_TRUE(comesTrue("is:proposed", kPhotos * 2 / 3));

  window().organiser().trash({refused});
  ASSERT_TRUE(comesTrue("is:proposed OR -is:proposed", kPhotos - 1));
  window().organiser().restore({refused});
  ASSERT_TRUE(comesTrue("is:proposed OR -is:proposed", kPhotos));
  close();
  open();
  ASSERT_TRUE(waitUntil([&] { return shown() == kPhotos && idle(); }));
  std::optional<std::pair<std::int64_t, std::int64_t>> addedAndKept;
  window().bridge().call<std::pair<std::int64_t, std::int64_t>>(
      &window(),
      [](catalog::Catalog& catalog) -> Result<std::pair<std::int64_t, std::int64_t>> {
        CALOTYPE_TRY(auto all, catalog.photosIn(catalog::Everywhere{}));
        CALOTYPE_TRY(const auto preview, catalog.previewTags({std::move(all), {}, 0}, {}));
        CALOTYPE_CHECK(catalog.applyTags(*preview, false));
        return std::pair(preview->plan.added, preview->plan.kept);
      },
      [&](auto counts) { addedAndKept = counts.value_or(std::pair(-1, -1)); });
  ASSERT_TRUE(waitUntil([&] { return addedAndKept.has_value(); }));
  EXPECT_EQ(addedAndKept->first, 0);
  EXPECT_EQ(addedAndKept->second, kPhotos * 2 / 3);
  EXPECT_EQ(found("is:proposed"), kPhotos * 2u / 3);
}

TEST_F(NineTasksTest, WhatWasDoneOutlivesARestartAndCanStillBeUndone) {
  start();
  key(Qt::Key_Home);
  key(Qt::Key_5);
  ASSERT_TRUE(comesTrue("rating:5", 1));
  close();
  open();
  ASSERT_TRUE(waitUntil([&] { return shown() == kPhotos && idle(); }));
  EXPECT_EQ(found("rating:5"), 1u);
  QTest::keyClick(&window(), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_TRUE(comesTrue("rating:5", 0));
}

}  // namespace calotype::ui
