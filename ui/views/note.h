// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QTimer>

namespace calotype::ui {

/// A few words over the photos that go by themselves: what a key did, and how to take it back.
class Note final : public QLabel {
  Q_OBJECT
 public:
  explicit Note(QWidget* parent);
  void say(const QString& words);

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void place();
  QTimer timer_;
};

}  // namespace calotype::ui
