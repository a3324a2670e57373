// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractSlider>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>

#include "tests/gui/window_fixture.h"
#include "ui/organiser.h"
#include "ui/pages/first_start_page.h"
#include "ui/pages/library_page.h"
#include "ui/translations.h"
#include "ui/views/info_panel.h"
#include "ui/views/photo_grid.h"
#include "ui/views/search_field.h"
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

struct Node {
  QString name, path;
};

/// Calls `look` for each node below `item` that a person can see and act on, whatever it is made
/// of: the tree is the one that a screen reader gets.
void walk(QAccessibleInterface* item, const QString& above,
          const std::function<void(const Node&)>& look) {
  if (item == nullptr || !item->isValid() || item->state().invisible) return;
  const auto* const object = item->object();
  const QString path =
      above + QStringLiteral("/%1:%2(%3)")
                  .arg(object ? QLatin1String(object->metaObject()->className()) : QLatin1String())
                  .arg(int(item->role()))
                  .arg(item->text(QAccessible::Name));
  auto* const actions = item->actionInterface();
  const bool acts = actions != nullptr && !actions->actionNames().isEmpty();
  // A window takes the focus for what it contains.
  const bool takesFocus = item->state().focusable && item->role() != QAccessible::Window &&
                          item->role() != QAccessible::Client;
  if (acts || takesFocus) look({item->text(QAccessible::Name), path});
  for (int index = 0; index < item->childCount(); ++index) walk(item->child(index), path, look);
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
    window().viewer().close();
    organised(look);
  }

 private:
  /// The pages that have something to show once somebody used the program.
  void organised(const std::function<void(const char*)>& look) {
    auto& grid = window().libraryPage().grid();
    const auto first = grid.model().photo(0).id, second = grid.model().photo(1).id;
    window().organiser().edit(catalog::AddTag{"animals/dog"}, {first});
    window().organiser().edit(catalog::CreateAlbum{"Summer", ""}, {first});
    window().organiser().edit(catalog::SetRating{4}, {first});
    window().organiser().trash({second});
    ASSERT_TRUE(waitUntil([&] { return shown() == 11; }));
    grid.setCurrentRow(0, true);
    QTest::qWait(1);
    look("library with tags and albums");
    auto* const field = child<SearchField>();
    QTest::keyClicks(field, QStringLiteral("rating>=3 tag:unicorn "));
    QTest::keyClick(field, Qt::Key_Return);
    QTest::qWait(1);
    look("search with filters");
    QTest::keyClick(field, Qt::Key_Escape);
    for (const auto& [key, page] : {std::pair{Qt::Key_3, "proposalsPage"},
                                    {Qt::Key_5, "trashPage"},
                                    {Qt::Key_6, "modelsPage"},
                                    {Qt::Key_Comma, "settingsPage"}}) {
      QTest::keyClick(&window(), key, Qt::ControlModifier);
      ASSERT_TRUE(waitUntil([&] {
        return window().findChild<QWidget*>(QLatin1String(page))->isVisible();
      })) << page;
      QTest::qWait(100);  // what is on the page comes a little later
      look(page);
    }
    QTest::keyClick(&window(), Qt::Key_1, Qt::ControlModifier);
    ASSERT_TRUE(waitUntil([&] { return grid.isVisible() && shown() == 11; }));
    QTest::keyClick(&window(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    ASSERT_TRUE(waitUntil([&] { return child<QDialog>() != nullptr; }));
    look("dialog of tagging");
    child<QDialog>()->reject();
  }
};

}  // namespace

TEST_F(HouseRulesTest, EveryNodeThatCanBeActedOnHasANameForThoseWhoCannotSeeIt) {
  onEveryPage({1100, 700}, [&](const char* page) {
    int actionable = 0;
    for (auto* const widget : QApplication::topLevelWidgets())
      if (widget->isVisible())
        walk(QAccessible::queryAccessibleInterface(widget), {}, [&](const Node& node) {
          ++actionable;
          EXPECT_FALSE(node.name.isEmpty()) << page << ": " << node.path.toStdString();
        });
    EXPECT_GE(actionable, 2);  // the first page asks for a folder and nothing else
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
    // A layout is done when the events that it waits for are.
    (void)QTest::qWaitFor([&] { return clipped(window()).isEmpty(); }, 2000);
    for (const auto& text : clipped(window())) ADD_FAILURE() << page << ": " << text.toStdString();
  });
}

TEST_F(HouseRulesTest, NothingIsCutOffInGerman) {
  const Translations german{QLocale(QLocale::German)};
  ASSERT_EQ(QCoreApplication::translate("calotype::ui::PlaceModel", "Library").toStdString(),
            "Bibliothek");
  onEveryPage({1000, 700}, [&](const char* page) {
    // A layout is done when the events that it waits for are.
    (void)QTest::qWaitFor([&] { return clipped(window()).isEmpty(); }, 2000);
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
