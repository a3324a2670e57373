// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include "ui/palette.h"

namespace calotype::ui {

/// A row of the side bar: icon, name, and a count on the right when there is one.
class NavButton final : public QAbstractButton {
  Q_OBJECT
 public:
  NavButton(const QString& iconName, const QString& text, QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  void setCount(std::int64_t count);  // 0: none shown

  static constexpr int kHeight = 32;

  QSize sizeHint() const override { return {160, kHeight}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  QString iconName_;
  std::int64_t count_ = 0;
  Palette colours_ = makePalette(false);
};

}  // namespace calotype::ui
