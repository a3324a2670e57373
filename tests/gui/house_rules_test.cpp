// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractSlider>
#include <QAccessible>
#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>

#include "tests/gui/window_fixture.h"
#include "ui/pages/first_start_page.h"
#include "ui/pages/library_page.h"
#include "ui/translations.h"
#include "ui/views/info_panel.h"
#include "ui/views/photo_grid.h"
#include "ui/views/viewer.h"

/// What holds for every page, whatever is on it.
namespace calotype::ui {

using test::waitUntil;
using test::WindowTest;

namespace {

/// Texts that do not fit into their widgets.
QStringList clipped(const QWidget& window) {
  QStringList found;
  const auto check = [&](const QWidget* widget, const QString& text) {
    if (!widget->isVisible() || text.isEmpty()) return;
    const int room = widget->width() + 1;
    if (widget->sizeHint().width() > room) found << text;
  };
  for (const auto* const label : window.findChildren<QLabel*>()) {
    if (label->wordWrap() && label->isVisible() &&
        label->heightForWidth(label->width()) > label->height() + 1)
      found << label->text();
    if (!label->wordWrap()) check(label, label->text());
  }
  for (const auto* const button : window.findChildren<QPushButton*>())
    check(button, button->text());
  return found;
}

class HouseRulesTest : public WindowTest {
 protected:
  /// Calls `look` on every page there is, at the size given.
  void onEveryPage(QSize size, const std::function<void(const char*)>& look) {
    write("broken.jpg", "no picture");
    open();
    window().resize(size);
    ASSERT_TRUE(waitUntil([&] { return child<FirstStartPage>()->isVisible(); }));
    look("first start");
    paintLibrary();
    window().addFolder(photos());
    ASSERT_TRUE(waitUntil([&] { return shown() == 12 && idle(); }));
    look("library");
    QTest::keyClick(&window(), Qt::Key_F4);
    auto& grid = window().libraryPage().grid();
    grid.setCurrentRow(0, true);
    QTest::qWait(1);
    look("panel");
    QTest::keyClick(&window(), Qt::Key_4, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] {
      return window().findChild<QWidget*>(QStringLiteral("unreadablePage"))->isVisible();
    }));
    look("unreadable");
    QTest::keyClick(&window(), Qt::Key_1, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] { return shown() == 12; }));
    Q_EMIT grid.activated(0);
    ASSERT_TRUE(waitUntil([&] { return window().viewer().isVisible(); }));
    window().viewer().setPanelShown(true);
    QTest::qWait(1);
    look("viewer");
  }
};

}  // namespace

TEST_F(HouseRulesTest, EveryControlHasANameForThoseWhoCannotSeeIt) {
  onEveryPage({1100, 700}, [&](const char* page) {
    std::vector<QWidget*> controls;
    for (auto* const widget : window().findChildren<QWidget*>()) {
      const bool control =
          qobject_cast<QAbstractButton*>(widget) || qobject_cast<QLineEdit*>(widget) ||
          (qobject_cast<QAbstractSlider*>(widget) && widget->focusPolicy() != Qt::NoFocus) ||
          qobject_cast<QAbstractScrollArea*>(widget);
      if (control && widget->isVisible()) controls.push_back(widget);
    }
    EXPECT_GE(controls.size(), 2u);  // the first page asks for a folder and nothing else
    for (auto* const widget : controls) {
      const auto* const item = QAccessible::queryAccessibleInterface(widget);
      ASSERT_NE(item, nullptr);
      EXPECT_FALSE(item->text(QAccessible::Name).isEmpty())
          << page << ": " << widget->metaObject()->className() << " "
          << widget->objectName().toStdString();
    }
  });
}

TEST_F(HouseRulesTest, EveryActionHasATextAndAKey) {
  open();
  const auto actions = window().actions();
  EXPECT_GT(actions.size(), 12);
  QList<QKeySequence> keys;
  for (const auto* const action : actions) {
    EXPECT_FALSE(action->text().isEmpty());
    EXPECT_FALSE(action->shortcuts().isEmpty()) << action->text().toStdString();
    for (const auto& key : action->shortcuts()) {
      EXPECT_FALSE(keys.contains(key)) << "twice: " << key.toString().toStdString();
      keys << key;
    }
  }
}

TEST_F(HouseRulesTest, NothingIsCutOffInEnglish) {
  onEveryPage({1100, 700}, [&](const char* page) {
    for (const auto& text : clipped(window())) ADD_FAILURE() << page << ": " << text.toStdString();
  });
}

TEST_F(HouseRulesTest, NothingIsCutOffInGerman) {
  const Translations german{QLocale(QLocale::German)};
  ASSERT_EQ(QCoreApplication::translate("calotype::ui::PlaceModel", "Library").toStdString(),
            "Bibliothek");
  onEveryPage({1000, 700}, [&](const char* page) {
    for (const auto& text : clipped(window())) ADD_FAILURE() << page << ": " << text.toStdString();
  });
}

TEST_F(HouseRulesTest, ANarrowWindowGivesTheRoomToThePhotos) {
  openIndexed();
  QTest::keyClick(&window(), Qt::Key_F4);
  EXPECT_TRUE(window().infoPanel().isVisible());
  window().resize(700, 600);
  EXPECT_TRUE(waitUntil([&] { return !window().infoPanel().isVisible(); }));
  window().resize(520, 600);
  EXPECT_TRUE(waitUntil([&] { return window().libraryPage().width() > 500; }));
  window().resize(1100, 700);
  EXPECT_TRUE(waitUntil([&] { return window().infoPanel().isVisible(); }));
}

TEST_F(HouseRulesTest, LightAndDarkReachEveryPage) {
  openIndexed();
  for (const auto appearance : {Appearance::Dark, Appearance::Light}) {
    window().setAppearance(appearance);
    const auto image = window().grab().toImage();
    const auto sideBar = image.pixelColor(4, 400),
               status = image.pixelColor(400, image.height() - 3);
    for (const auto& colour : {sideBar, status})
      EXPECT_EQ(colour.lightness() < 128, appearance == Appearance::Dark)
          << colour.name().toStdString();
  }
}

}  // namespace calotype::ui
