// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "catalog/catalog.h"
#include "ui/palette.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace calotype::ui {

/// The line below everything: what is being worked on, what is selected, how good the model is.
class StatusStrip final : public QWidget {
  Q_OBJECT
 public:
  explicit StatusStrip(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  void setProgress(const catalog::Progress& progress);
  void setSelection(int photos);
  void setModel(const catalog::ModelStatus& status,
                const std::optional<catalog::ModelChange>& change = {});

 Q_SIGNALS:
  void pauseWanted(bool paused);
  void cancelWanted();
  void modelWanted();  // what there is to know and to choose

 private:
  void build();

  Palette colours_ = makePalette(false);
  bool paused_ = false;
  QProgressBar* bar_ = nullptr;
  QLabel* progress_ = nullptr;
  QToolButton* pause_ = nullptr;
  QToolButton* cancel_ = nullptr;
  QLabel* selection_ = nullptr;
  QPushButton* model_ = nullptr;
};

}  // namespace calotype::ui
