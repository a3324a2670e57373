// SPDX-License-Identifier: GPL-3.0-or-later
// What the window offers for words that a filter or another language would say better.
#include <QLabel>
#include <QTest>

#include "model/base/install_paths.h"
#include "tests/gui/window_fixture.h"
#include "ui/pages/library_page.h"
#include "ui/views/chip_row.h"
#include "ui/views/search_field.h"

namespace calotype::ui {
namespace {

using test::waitUntil;

class AdviceTest : public test::WindowTest {
 protected:
  AdviceTest() { options.catalog.vocabulary = vocabularyFile(); }

  SearchField& field() { return *child<SearchField>(); }
  void ask(const QString& words) {
    field().ask(words);
    QTest::keyClick(&field(), Qt::Key_Return);
  }
  AdviceButton* offered() {
    for (auto* const each : window().findChildren<AdviceButton*>())
      if (each->isVisible()) return each;
    return nullptr;
  }
};

TEST_F(AdviceTest, ATimeInWordsBecomesAFilterByAClick) {
  openIndexed();
  ask(QStringLiteral("red in July 2019"));
  ASSERT_TRUE(waitUntil([&] { return offered() != nullptr; }));
  EXPECT_EQ(offered()->text(), QStringLiteral("Only photos of July 2019"));
  QTest::mouseClick(offered(), Qt::LeftButton, {}, {10, 10});
  EXPECT_TRUE(waitUntil([&] { return shown() == 0; })) << "all photos are of today";
  EXPECT_EQ(field().text(), QStringLiteral("red in:2019-07"));
  EXPECT_EQ(offered(), nullptr);
}

TEST_F(AdviceTest, AGermanWordIsOfferedInEnglishByTheKeyboard) {
  openIndexed();
  ask(QStringLiteral("roter Hund"));
  ASSERT_TRUE(waitUntil([&] { return offered() != nullptr; }));
  EXPECT_EQ(offered()->text(), QStringLiteral("dog instead of “Hund”"));
  QTest::keyClick(offered(), Qt::Key_Return);
  EXPECT_TRUE(waitUntil([&] { return field().text() == QStringLiteral("roter dog"); }));
}

TEST_F(AdviceTest, AnOfferThatIsSentAwayIsGone) {
  openIndexed();
  ask(QStringLiteral("green 2019"));
  ASSERT_TRUE(waitUntil([&] { return offered() != nullptr; }));
  QTest::keyClick(offered(), Qt::Key_Delete);
  EXPECT_TRUE(waitUntil([&] { return offered() == nullptr; }));
  EXPECT_EQ(field().text(), QStringLiteral("green 2019"));
  paint("green/leaf 5.jpg", 20, 200, 20);
  window().bridge().startIndexing();
  ASSERT_TRUE(waitUntil([&] { return shown() == 13 && idle(); })) << "the answer came anew";
  EXPECT_FALSE(waitUntil([&] { return offered() != nullptr; }, 300)) << "and the offer stays away";
}

TEST_F(AdviceTest, AnotherScriptIsAnsweredWithASentence) {
  openIndexed();
  ask(QStringLiteral("собака"));
  const auto said = [&] {
    for (auto* const label : child<ChipRow>()->findChildren<QLabel*>())
      if (label->isVisible() && label->text().contains(QStringLiteral("knows English")))
        return true;
    return false;
  };
  EXPECT_TRUE(waitUntil(said));
  ask(QStringLiteral("red"));
  EXPECT_TRUE(waitUntil([&] { return !said(); }));
}

}  // namespace
}  // namespace calotype::ui
