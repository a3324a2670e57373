// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "ui/palette.h"
#include "ui/tokens.h"

namespace calotype::ui {

namespace {

// Names in braces are colours and measures, filled in below.
constexpr const char* kSheet = R"(
QWidget { color: {text}; }
QMainWindow, QDialog, #chrome, #topBar, #statusStrip, #infoPanel, #panelBody { background: {window}; }
#sideBar QTreeView QLineEdit { padding: 0 4px; border-radius: 2px; }
#sideBar, #sideBar QTreeView { background: {sideBar}; }
#libraryPage, #unreadablePage, #firstStartPage, #proposalsPage, #trashPage, #settingsPage, #modelsPage { background: {grid}; }
#topBar { border-bottom: 1px solid {hairline}; }
#statusStrip { border-top: 1px solid {hairline}; }
#sideBar { border-right: 1px solid {hairline}; }
#infoPanel { border-left: 1px solid {hairline}; }
QScrollArea, QScrollArea > QWidget > QWidget { border: none; background: transparent; }
QToolTip { background: {field}; color: {text}; border: 1px solid {hairline}; padding: 4px 8px; }

QLabel[role="secondary"], QLabel[role="caption"] { color: {secondary}; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="badge"] { color: {accent}; border: 1px solid {accent}; border-radius: 4px; padding: 0 6px; }
#modelCard, #modelChange { background: {window}; border: 1px solid {hairline}; border-radius: {radius}px; }
QLabel[role="fault"] { color: {fault}; }
QLabel[role="warning"] { color: {warning}; }

QLineEdit, QPlainTextEdit, QComboBox {
  background: {field}; border: 1px solid {hairline}; border-radius: {radius}px;
  padding: 0 8px; selection-background-color: {accent}; selection-color: {onAccent};
}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 1px solid {accent}; }

QPlainTextEdit { padding: 4px; }
QComboBox { min-height: 30px; min-width: 180px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(:/style/choose.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: {field}; border: 1px solid {hairline}; selection-background-color: {pressed}; selection-color: {text}; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QCheckBox { spacing: 8px; min-height: 22px; }

QPushButton {
  background: {field}; border: 1px solid {hairline}; border-radius: {radius}px;
  padding: 0 16px; min-height: 30px; outline: none;
}
QPushButton:hover { background: {window}; border-color: {secondary}; }
QPushButton:pressed { background: {hairline}; }
QPushButton:focus { border: 1px solid {accent}; }
QPushButton:disabled { color: {secondary}; }
QPushButton[role="primary"] { background: {accent}; border-color: {accent}; color: {onAccent}; }
QPushButton[role="primary"]:focus { border: 2px solid {text}; }
QPushButton[role="link"] {
  background: transparent; border: none; border-bottom: 1px solid transparent; border-radius: 0;
  color: {accent}; padding: 0; min-height: 20px;
}
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border-bottom: 1px solid {accent}; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: {radius}px; padding: 5px; }
QToolButton:hover { background: {hover}; }
QToolButton:pressed { background: {pressed}; }
QToolButton:checked { background: {pressed}; }
QToolButton:focus { border-color: {accent}; }
QToolButton::menu-indicator { image: none; width: 0; }
#statusStrip QToolButton { padding: 2px; }

QMenu { background: {field}; border: 1px solid {hairline}; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: {hover}; }
QMenu::item:disabled { color: {secondary}; }
QMenu::separator { height: 1px; background: {hairline}; margin: 4px 8px; }
QMenu::indicator { width: 14px; height: 14px; margin-left: 6px; }

#suggestions { background: {field}; border: 1px solid {hairline}; padding: 4px; }
#suggestions::item { padding: 6px 8px; border-radius: 4px; }
#suggestions::item:selected { background: {pressed}; color: {text}; }

QTreeView, QTableView, QListView { border: none; outline: none; background: transparent; }
QTableView { selection-background-color: {hover}; selection-color: {text}; gridline-color: transparent; }
QTableView::item { padding: 0 12px; border-bottom: 1px solid {hairline}; }
QTableView::item:selected { background: {pressed}; color: {text}; }
QHeaderView { background: transparent; }
QHeaderView::section {
  background: transparent; color: {secondary}; border: none;
  border-bottom: 1px solid {hairline}; padding: 6px 12px;
}

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: {scroll}; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: {secondary}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: {hairline}; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: {secondary}; }
QSlider::handle:horizontal {
  width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
  background: {field}; border: 1px solid {secondary};
}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { border: 1px solid {accent}; }

QProgressBar { background: {hairline}; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: {accent}; border-radius: 2px; }

#faultBar { background: {window}; border-bottom: 1px solid {hairline}; border-left: 4px solid {fault}; }
#questionBar { background: {window}; border-bottom: 1px solid {hairline}; border-left: 4px solid {accent}; }
#viewerPanel { border-left: 1px solid {hairline}; }
#viewer, #viewerPanel, #viewerPanel #panelBody { background: {grid}; }
)";

QString css(const QColor& colour) {
  return QStringLiteral("rgba(%1,%2,%3,%4)")
      .arg(colour.red())
      .arg(colour.green())
      .arg(colour.blue())
      .arg(colour.alphaF(), 0, 'f', 3);
}

}  // namespace

QString styleSheet(const Palette& p) {
  QColor scroll = p.secondary;
  scroll.setAlphaF(0.45f);
  const std::pair<const char*, QString> values[] = {
      {"{window}", css(p.window)},
      {"{sideBar}", css(p.sideBar)},
      {"{grid}", css(p.grid)},
      {"{field}", css(p.field)},
      {"{text}", css(p.text)},
      {"{secondary}", css(p.secondary)},
      {"{hairline}", css(p.hairline)},
      {"{hover}", css(p.hover)},
      {"{pressed}", css(p.pressed)},
      {"{accent}", css(p.accent)},
      {"{onAccent}", css(p.onAccent)},
      {"{fault}", css(p.fault)},
      {"{warning}", css(p.warning)},
      {"{scroll}", css(scroll)},
      {"{radius}", QString::number(tokens::kControlRadius)},
  };
  QString sheet = QString::fromLatin1(kSheet);
  for (const auto& [name, value] : values) sheet.replace(QLatin1String(name), value);
  return sheet;
}

}  // namespace calotype::ui
