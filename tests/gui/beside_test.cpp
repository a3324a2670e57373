// SPDX-License-Identifier: GPL-3.0-or-later
// Ratings, captions and tags beside the photos.
#include <QCheckBox>
#include <QLabel>
#include <QTest>

#include "catalog/settings.h"
#include "tests/gui/window_fixture.h"
#include "ui/pages/library_page.h"
#include "ui/pages/settings_page.h"
#include "ui/views/info_panel.h"
#include "ui/views/photo_grid.h"
#include "ui/views/question_bar.h"

namespace calotype::ui {
namespace {

class BesideTest : public test::WindowTest {
 protected:
  PhotoGrid& grid() { return window().libraryPage().grid(); }
  void choosePhoto() {
    grid().setCurrentRow(0, true);
    if (!window().infoPanel().isVisible()) button(QStringLiteral("Facts about the photo"))->click();
    EXPECT_TRUE(test::waitUntil([&] { return window().infoPanel().isVisible(); }));
    grid().setFocus();
  }
  void rate(Qt::Key key) { QTest::keyClick(&grid(), key); }
  int sidecars() const {
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(photos()))
      count += entry.path().extension() == ".xmp" ? 1 : 0;
    return count;
  }
  fs::path sidecar() const {
    for (const auto& entry : fs::recursive_directory_iterator(photos()))
      if (entry.path().extension() == ".xmp") return entry.path();
    return {};
  }
  std::string text() const { return readFile(sidecar(), 1 << 20).value_or(""); }
  QString stateShown() {
    return window().infoPanel().findChild<QLabel*>(QStringLiteral("wordsState"))->text();
  }
  std::string setting() {
    std::string value;
    bool answered = false;
    window().bridge().call<std::string>(
        &window(), [](catalog::Catalog& catalog) { return catalog.setting(catalog::kSidecars); },
        [&](Result<std::string> found) {
          value = found.value_or("?");
          answered = true;
        });
    EXPECT_TRUE(test::waitUntil([&] { return answered; }));
    return value;
  }
};

TEST_F(BesideTest, TheFirstChangeAsksOnceAndYesWritesIt) {
  openIndexed();
  choosePhoto();
  rate(Qt::Key_4);
  ASSERT_TRUE(test::waitUntil([&] { return child<QuestionBar>()->isVisible(); }));
  EXPECT_EQ(sidecars(), 0);
  button(QStringLiteral("Write them"))->click();
  EXPECT_TRUE(test::waitUntil([&] { return sidecars() == 1; }));
  EXPECT_TRUE(test::waitUntil([&] { return stateShown().contains(QStringLiteral("beside")); }));
  EXPECT_FALSE(child<QuestionBar>()->isVisible());
  rate(Qt::Key_2);
  EXPECT_TRUE(test::waitUntil([&] { return text().find("<xmp:Rating>2<") != std::string::npos; }));
  EXPECT_FALSE(child<QuestionBar>()->isVisible());
}

TEST_F(BesideTest, NoIsRememberedAndNothingIsWritten) {
  openIndexed();
  choosePhoto();
  rate(Qt::Key_4);
  ASSERT_TRUE(test::waitUntil([&] { return hasButton(QStringLiteral("Only in Calotype")); }));
  button(QStringLiteral("Only in Calotype"))->click();
  EXPECT_TRUE(test::waitUntil([&] { return setting() == "0"; }));
  close();
  open();
  ASSERT_TRUE(test::waitUntil([&] { return shown() == 12 && idle(); }));
  choosePhoto();
  rate(Qt::Key_5);
  QTest::qWait(300);
  EXPECT_FALSE(child<QuestionBar>()->isVisible());
  EXPECT_EQ(sidecars(), 0);
}

TEST_F(BesideTest, AConflictIsShownAndSettledByAClick) {
  openIndexed();
  choosePhoto();
  rate(Qt::Key_4);
  ASSERT_TRUE(test::waitUntil([&] { return hasButton(QStringLiteral("Write them")); }));
  button(QStringLiteral("Write them"))->click();
  ASSERT_TRUE(test::waitUntil([&] { return sidecars() == 1; }));
  ASSERT_TRUE(test::waitUntil([&] { return !stateShown().isEmpty(); }));
  auto* const box = window().settingsPage().findChild<QCheckBox*>(QStringLiteral("sidecars"));
  window().settingsPage().refresh();
  ASSERT_TRUE(test::waitUntil([&] { return box->isChecked(); }));
  box->setChecked(false);
  ASSERT_TRUE(test::waitUntil([&] { return setting() == "0"; }));
  rate(Qt::Key_5);
  EXPECT_EQ(setting(), "0");  // asked after the rating, and answered
  auto changed = text();
  changed.replace(changed.find(">4<"), 3, ">1<");
  const auto path = sidecar();
  ASSERT_TRUE(writeFileAtomically(path, std::as_bytes(std::span(changed))));
  window().bridge().startIndexing();
  ASSERT_TRUE(test::waitUntil([&] { return hasButton(QStringLiteral("Keep what stands here")); }));
  EXPECT_TRUE(stateShown().contains(QStringLiteral("★")));
  box->setChecked(true);
  button(QStringLiteral("Keep what stands here"))->click();
  EXPECT_TRUE(test::waitUntil([&] { return text().find("<xmp:Rating>5<") != std::string::npos; }));
  EXPECT_TRUE(test::waitUntil([&] { return !hasButton(QStringLiteral("Keep what stands here")); }));
}

}  // namespace
}  // namespace calotype::ui
