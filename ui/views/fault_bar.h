// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

#include "ui/palette.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace calotype::ui {

/// A fault that concerns the catalog or a disk: a sentence above the page, with one action.
class FaultBar final : public QWidget {
  Q_OBJECT
 public:
  explicit FaultBar(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  void showFault(const QString& sentence, const QString& action = {},
                 std::function<void()> act = {});

 private:
  std::function<void()> act_;
  QLabel *icon_ = nullptr, *sentence_ = nullptr;
  QPushButton* button_ = nullptr;
  QToolButton* close_ = nullptr;
};

}  // namespace calotype::ui
