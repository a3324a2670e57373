// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

#include "ui/palette.h"

namespace calotype::ui {

/// A small round-ended button that can be chosen (Return, Space) and taken away (Delete, or the
/// cross at its end).
class Pill : public QAbstractButton {
  Q_OBJECT
 public:
  static constexpr int kHeight = 26, kSign = 14;  // px; a sign is the cross, or another like it

 Q_SIGNALS:
  void chosen();
  void takenAway();

 protected:
  Pill(const Palette& palette, QWidget* parent);
  const Palette& colours() const { return colours_; }
  /// Pixels at the end on which a click takes the pill away.
  virtual int crossRoom() const = 0;

  bool event(QEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  const Palette colours_;
};

}  // namespace calotype::ui
