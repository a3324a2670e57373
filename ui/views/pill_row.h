// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include "ui/palette.h"

namespace calotype::ui {

/// Words as rounded pills, wrapped like text.
class PillRow final : public QWidget {
  Q_OBJECT
 public:
  explicit PillRow(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  void setWords(const QStringList& words);

  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<QRect> places(int width) const;

  Palette colours_ = makePalette(false);
  QStringList words_;
};

}  // namespace calotype::ui
