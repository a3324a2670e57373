// SPDX-License-Identifier: GPL-3.0-or-later
// Films, and photos whose files are missing.
#include <QDesktopServices>
#include <QTest>
#include <QUrl>

#include "tests/gui/window_fixture.h"
#include "tests/support/film_file.h"
#include "ui/pages/library_page.h"
#include "ui/views/info_panel.h"
#include "ui/views/photo_grid.h"
#include "ui/views/side_bar.h"
#include "ui/views/viewer.h"

namespace calotype::ui {
namespace {

/// Takes the place of the desktop's players.
class Player : public QObject {
  Q_OBJECT
 public:
  Player() { QDesktopServices::setUrlHandler(QStringLiteral("file"), this, "play"); }
  ~Player() override { QDesktopServices::unsetUrlHandler(QStringLiteral("file")); }

  QList<QUrl> played;

 public Q_SLOTS:
  void play(const QUrl& url) { played << url; }
};

class FilmsTest : public test::WindowTest {
 protected:
  void openWithFilms() {
    openIndexed();
    write("crete.mp4", test::isoFilm({.createdSeconds = 1'565'616'264}));
    write("old/clip.avi", test::aviFilm(250, 40'000, 640, 480));
    window().bridge().startIndexing();
    EXPECT_TRUE(test::waitUntil([&] { return shown() == 14 && idle(); }));
  }
  PhotoGrid& grid() { return window().libraryPage().grid(); }
  PhotoModel& model() { return grid().model(); }
  int rowOfFilm() {
    for (int row = 0; row < model().rowCount(); ++row)
      if (model().photo(row).filmSeconds == 84) return row;
    return -1;
  }
};

TEST_F(FilmsTest, AFilmStandsAmongThePhotosWithItsNameAndDate) {
  openWithFilms();
  const int row = rowOfFilm();
  ASSERT_GE(row, 0);
  const auto id = model().photo(row).id;
  EXPECT_TRUE(test::waitUntil([&] { return !model().thumbnail(id, 256).isNull(); }));
  EXPECT_GE(model().thumbnail(id, 256).width(), 256);
  EXPECT_TRUE(model()
                  .data(model().index(row), Qt::AccessibleTextRole)
                  .toString()
                  .startsWith(QStringLiteral("Film, ")));
}

TEST_F(FilmsTest, ItIsPlayedByAnotherProgram) {
  Player player;
  openWithFilms();
  grid().setCurrentRow(rowOfFilm(), true);
  grid().setFocus();
  QTest::keyClick(&grid(), Qt::Key_Return);
  auto* const viewer = child<Viewer>();
  ASSERT_TRUE(test::waitUntil([&] { return viewer->isVisible(); }));
  QTest::keyClick(viewer, Qt::Key_Return);
  ASSERT_TRUE(test::waitUntil([&] { return player.played.size() == 1; }));
  EXPECT_EQ(player.played[0].fileName(), QStringLiteral("crete.mp4"));
  QTest::keyClick(viewer, Qt::Key_Right);
  QTest::keyClick(viewer, Qt::Key_Return);
  QTest::qWait(100);
  EXPECT_LE(player.played.size(), 2) << "a photo is not played";
}

class MissingPhotosTest : public test::WindowTest {
 protected:
  PhotoGrid& grid() { return window().libraryPage().grid(); }
  void goTo(PlaceKey::Kind kind) {
    auto& sides = *child<SideBar>();
    const auto index = sides.places().indexOf({kind});
    ASSERT_TRUE(index.isValid());
    Q_EMIT sides.placeChosen({kind});
  }
};

TEST_F(MissingPhotosTest, TheyHaveAPlaceAndAreForgottenByTheKeyThatDeletes) {
  openIndexed();
  fs::path gone;
  for (const auto& entry : fs::recursive_directory_iterator(photos()))
    if (entry.is_regular_file()) gone = entry.path();
  fs::remove(gone);
  window().bridge().startIndexing();
  auto& places = child<SideBar>()->places();
  ASSERT_TRUE(test::waitUntil([&] { return places.indexOf({PlaceKey::Kind::Missing}).isValid(); }));
  goTo(PlaceKey::Kind::Missing);
  ASSERT_TRUE(test::waitUntil([&] { return shown() == 1; }));
  EXPECT_TRUE(grid().model().photo(0).missing);
  EXPECT_TRUE(grid()
                  .model()
                  .data(grid().model().index(0), Qt::AccessibleTextRole)
                  .toString()
                  .startsWith(QStringLiteral("Missing photo, ")));
  grid().setCurrentRow(0, true);
  grid().setFocus();
  QTest::keyClick(&grid(), Qt::Key_Delete);
  EXPECT_TRUE(test::waitUntil([&] { return shown() == 0; }));
  EXPECT_TRUE(
      test::waitUntil([&] { return !places.indexOf({PlaceKey::Kind::Missing}).isValid(); }));
  QTest::keyClick(&window(), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_TRUE(test::waitUntil([&] { return places.indexOf({PlaceKey::Kind::Missing}).isValid(); }));
}

}  // namespace
}  // namespace calotype::ui

#include "films_test.moc"
