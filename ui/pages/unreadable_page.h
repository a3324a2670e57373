// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/failure_model.h"
#include "ui/palette.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace calotype::ui {

class EmptyState;

/// The files that could not become photos, why, and what to do about each.
class UnreadablePage final : public QWidget {
  Q_OBJECT
 public:
  explicit UnreadablePage(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  void setFailures(std::vector<catalog::Failure> failures);
  FailureModel& model() { return model_; }

 Q_SIGNALS:
  void againWanted();  // have another look at the files

 private:
  void build();
  void showSelected();

  FailureModel model_;
  QStackedWidget* stack_ = nullptr;
  QWidget* list_ = nullptr;
  QLabel* title_ = nullptr;
  QTableView* table_ = nullptr;
  QPushButton* show_ = nullptr;
  EmptyState* empty_ = nullptr;
};

}  // namespace calotype::ui
