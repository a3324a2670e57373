// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette.h"

#include <algorithm>
#include <cmath>

namespace calotype::ui {

namespace {

constexpr double kRingContrast = 3.0;
constexpr double kTextContrast = 4.5;

double luminance(const QColor& colour) {
  const auto linear = [](double c) {
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
         0.0722 * linear(colour.blueF());
}

QColor withAlpha(QColor colour, double alpha) {
  colour.setAlphaF(float(alpha));
  return colour;
}

Palette lightPalette() {
  Palette p;
  p.window = QColor(0xf4, 0xf4, 0xf5);
  p.sideBar = QColor(0xec, 0xec, 0xee);
  p.grid = QColor(0xfa, 0xfa, 0xfa);
  p.field = QColor(0xff, 0xff, 0xff);
  p.text = QColor(0x1b, 0x1b, 0x1d);
  p.secondary = QColor(0x5c, 0x5c, 0x63);
  p.hairline = QColor(0xd9, 0xd9, 0xde);
  p.accent = QColor(0x2f, 0x6f, 0xdb);
  p.good = QColor(0x2e, 0x7d, 0x4f);
  p.warning = QColor(0x9a, 0x67, 0x00);
  p.fault = QColor(0xb3, 0x26, 0x1e);
  return p;
}

Palette darkPalette() {
  Palette p;
  p.dark = true;
  p.window = QColor(0x1c, 0x1c, 0x1e);
  p.sideBar = QColor(0x16, 0x16, 0x18);
  p.grid = QColor(0x12, 0x12, 0x14);
  p.field = QColor(0x26, 0x26, 0x2a);
  p.text = QColor(0xec, 0xec, 0xee);
  p.secondary = QColor(0xa0, 0xa0, 0xa8);
  p.hairline = QColor(0x2e, 0x2e, 0x33);
  p.accent = QColor(0x6a, 0xa2, 0xff);
  p.good = QColor(0x6f, 0xcf, 0x97);
  p.warning = QColor(0xe3, 0xb3, 0x41);
  p.fault = QColor(0xff, 0x8a, 0x80);
  return p;
}

}  // namespace

double contrast(const QColor& a, const QColor& b) {
  const double first = luminance(a), second = luminance(b);
  return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

Palette makePalette(bool dark, const QColor& desktopAccent) {
  Palette p = dark ? darkPalette() : lightPalette();
  if (desktopAccent.isValid() && contrast(desktopAccent, p.grid) >= kRingContrast)
    p.accent = desktopAccent;
  const QColor white(Qt::white), ink(0x1b, 0x1b, 0x1d);
  p.onAccent = contrast(white, p.accent) >= kTextContrast ? white : ink;
  p.hover = withAlpha(p.text, 0.06);
  p.pressed = withAlpha(p.text, 0.11);
  return p;
}

Palette makePalette(Appearance appearance, const QPalette& desktop) {
  const bool desktopIsDark = luminance(desktop.color(QPalette::Window)) < 0.18;
  const bool dark =
      appearance == Appearance::Dark || (appearance == Appearance::Desktop && desktopIsDark);
  // Without a desktop Qt hands out its stock blue, which is nobody's choice.
  static const QColor kStockHighlight(48, 140, 198);
  const QColor highlight = desktop.color(QPalette::Highlight);
  return makePalette(dark, highlight == kStockHighlight ? QColor() : highlight);
}

QPalette toQtPalette(const Palette& p) {
  QPalette qt;
  qt.setColor(QPalette::Window, p.window);
  qt.setColor(QPalette::WindowText, p.text);
  qt.setColor(QPalette::Base, p.field);
  qt.setColor(QPalette::AlternateBase, p.window);
  qt.setColor(QPalette::Text, p.text);
  qt.setColor(QPalette::PlaceholderText, p.secondary);
  qt.setColor(QPalette::Button, p.window);
  qt.setColor(QPalette::ButtonText, p.text);
  qt.setColor(QPalette::BrightText, p.fault);
  qt.setColor(QPalette::ToolTipBase, p.field);
  qt.setColor(QPalette::ToolTipText, p.text);
  qt.setColor(QPalette::Highlight, p.accent);
  qt.setColor(QPalette::HighlightedText, p.onAccent);
  qt.setColor(QPalette::Link, p.accent);
  qt.setColor(QPalette::LinkVisited, p.accent);
  qt.setColor(QPalette::Light, p.field);
  qt.setColor(QPalette::Midlight, p.window);
  qt.setColor(QPalette::Mid, p.hairline);
  qt.setColor(QPalette::Dark, p.hairline);
  qt.setColor(QPalette::Shadow, p.hairline);
  for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    qt.setColor(QPalette::Disabled, role, withAlpha(p.secondary, 0.6));
  return qt;
}

}  // namespace calotype::ui
