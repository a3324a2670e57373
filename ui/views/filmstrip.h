// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/models/photo_model.h"

namespace calotype::ui {

/// The photos around the one that is shown, small, in one line; a click goes there.
class Filmstrip final : public QWidget {
  Q_OBJECT
 public:
  explicit Filmstrip(PhotoModel& model, QWidget* parent = nullptr);
  void setRow(int row);

 Q_SIGNALS:
  void chosen(int row);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  QRect cell(int row) const;
  PhotoModel& model_;
  int row_ = 0;
};

}  // namespace calotype::ui
