// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

namespace calotype::ui {

/// Every colour of the window. The same neutral grey on all sides, so that nothing tints a photo.
struct Palette {
  bool dark = false;
  QColor window, sideBar, grid, field;
  QColor text, secondary, hairline;
  QColor hover, pressed;  // translucent, over any ground
  QColor accent, onAccent;
  QColor good, warning, fault;
};

enum class Appearance { Desktop, Light, Dark };

/// `desktopAccent` is used when it can be told from the grid's ground (contrast of at least 3);
/// otherwise, and when it is invalid, our own blue.
Palette makePalette(bool dark, const QColor& desktopAccent = {});

/// The palette for a wish and what the desktop shows: its window colour and its highlight.
Palette makePalette(Appearance appearance, const QPalette& desktop);

/// For the stock widgets.
QPalette toQtPalette(const Palette& palette);

/// The one style sheet of the program: stock widgets, flat, in the palette's colours.
QString styleSheet(const Palette& palette);

/// Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1, "contrast ratio").
double contrast(const QColor& a, const QColor& b);

}  // namespace calotype::ui
