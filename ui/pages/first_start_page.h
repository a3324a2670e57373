// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "model/base/files.h"
#include "ui/palette.h"

class QLabel;
class QPushButton;

namespace calotype::ui {

/// Asks for one folder, and nothing else.
class FirstStartPage final : public QWidget {
  Q_OBJECT
 public:
  /// proposed: the Pictures folder; empty or absent: only another one is offered.
  explicit FirstStartPage(const fs::path& proposed, QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  void focusFirst();

 Q_SIGNALS:
  void folderGiven(const calotype::fs::path& folder);
  void otherWanted();

 private:
  QLabel* icon_ = nullptr;
  QPushButton* use_ = nullptr;
  QPushButton* other_ = nullptr;
};

}  // namespace calotype::ui
