// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

#include "ui/palette.h"

class QLabel;
class QPushButton;

namespace calotype::ui {

/// What stands where there are no photos: a sentence and one thing to do about it.
class EmptyState final : public QWidget {
  Q_OBJECT
 public:
  explicit EmptyState(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  /// action: the button's text; empty for none. Repeating the same changes nothing.
  void setContents(const QString& iconName, const QString& title, const QString& sentence,
                   const QString& action = {}, std::function<void()> act = {});

 private:
  void drawIcon();

  Palette colours_ = makePalette(false);
  QString iconName_;
  std::function<void()> act_;
  QLabel *icon_ = nullptr, *title_ = nullptr, *sentence_ = nullptr;
  QPushButton* button_ = nullptr;
};

}  // namespace calotype::ui
