// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QSvgRenderer>

#include "ui/icons.h"

namespace calotype::ui {

class PaletteTest : public ::testing::TestWithParam<bool> {};

TEST_P(PaletteTest, TextCanBeReadOnEveryGround) {
  const auto p = makePalette(GetParam());
  for (const auto& ground : {p.window, p.sideBar, p.grid, p.field})
    for (const auto& text : {p.text, p.secondary})
      EXPECT_GE(contrast(text, ground), 4.5)
          << text.name().toStdString() << " on " << ground.name().toStdString();
  for (const auto& ground : {p.grid, p.field})
    for (const auto& text : {p.fault, p.warning, p.good})
      EXPECT_GE(contrast(text, ground), 4.5)
          << text.name().toStdString() << " on " << ground.name().toStdString();
  EXPECT_GE(contrast(p.onAccent, p.accent), 4.5);
}

TEST_P(PaletteTest, RingsCanBeToldFromTheGrid) {
  const auto p = makePalette(GetParam());
  EXPECT_GE(contrast(p.accent, p.grid), 3);
}

TEST_P(PaletteTest, GreysAreNeutral) {
  const auto p = makePalette(GetParam());
  for (const auto& grey : {p.window, p.sideBar, p.grid})
    EXPECT_LE(std::max({grey.red(), grey.green(), grey.blue()}) -
                  std::min({grey.red(), grey.green(), grey.blue()}),
              2);
}

TEST_P(PaletteTest, NothingInTheStyleSheetIsLeftOpen) {
  const auto sheet = styleSheet(makePalette(GetParam()));
  for (const char* name : {"{window}", "{text}", "{accent}", "{hairline}", "{radius}", "{scroll}"})
    EXPECT_FALSE(sheet.contains(QLatin1String(name))) << name;
}

INSTANTIATE_TEST_SUITE_P(LightAndDark, PaletteTest, ::testing::Bool());

TEST(PaletteChoiceTest, TheDesktopDecidesUnlessOneWishesOtherwise) {
  QPalette dark, light;
  dark.setColor(QPalette::Window, QColor(30, 30, 30));
  light.setColor(QPalette::Window, QColor(240, 240, 240));
  EXPECT_TRUE(makePalette(Appearance::Desktop, dark).dark);
  EXPECT_FALSE(makePalette(Appearance::Desktop, light).dark);
  EXPECT_FALSE(makePalette(Appearance::Light, dark).dark);
  EXPECT_TRUE(makePalette(Appearance::Dark, light).dark);
}

TEST(PaletteChoiceTest, AnAccentThatCannotBeSeenIsReplaced) {
  const QColor purple(0x80, 0x20, 0xa0), pale(0xf0, 0xf0, 0xd0);
  EXPECT_EQ(makePalette(false, purple).accent, purple);
  EXPECT_EQ(makePalette(false, pale).accent, makePalette(false).accent);
}

TEST(IconsTest, EveryDrawingIsSoundAndTakesItsColour) {
  const QDir folder(QStringLiteral(":/icons"));
  const auto files = folder.entryList({QStringLiteral("*.svg")});
  EXPECT_GE(files.size(), 20);
  for (const auto& file : files) {
    EXPECT_TRUE(QSvgRenderer(folder.filePath(file)).isValid()) << file.toStdString();
    if (file.startsWith(QStringLiteral("org."))) continue;
    const auto image = iconPixmap(file.chopped(4), Qt::red, 24, 2).toImage();
    bool painted = false;
    for (int y = 0; y < image.height(); ++y)
      for (int x = 0; x < image.width(); ++x) {
        const auto pixel = image.pixelColor(x, y);
        if (pixel.alpha() < 200) continue;
        painted = true;
        EXPECT_GT(pixel.red(), 200) << file.toStdString();
        EXPECT_LT(pixel.green(), 40) << file.toStdString();
      }
    EXPECT_TRUE(painted) << file.toStdString();
  }
}

}  // namespace calotype::ui
