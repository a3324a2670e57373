// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/pill.h"

#include <QKeyEvent>

#include "ui/tokens.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

bool takesAway(const QKeyEvent& event) {
  return event.key() == Qt::Key_Delete || event.key() == Qt::Key_Backspace;
}

bool chooses(const QKeyEvent& event) {
  return event.key() == Qt::Key_Return || event.key() == Qt::Key_Space;
}

}  // namespace

Pill::Pill(const Palette& palette, QWidget* parent) : QAbstractButton(parent), colours_(palette) {
  setFont(fontOf(TextSize::Secondary, font()));
  setFocusPolicy(Qt::TabFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

/// The window's own keys (Delete moves photos to the trash) must not overtake it.
bool Pill::event(QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto& key = *static_cast<QKeyEvent*>(event);
    if (takesAway(key) || chooses(key)) {
      event->accept();
      return true;
    }
  }
  return QAbstractButton::event(event);
}

void Pill::mouseReleaseEvent(QMouseEvent* event) {
  const auto point = event->position().toPoint();
  if (!rect().contains(point)) return;
  if (point.x() >= width() - crossRoom())
    Q_EMIT takenAway();
  else
    Q_EMIT chosen();
}

void Pill::keyPressEvent(QKeyEvent* event) {
  if (takesAway(*event))
    Q_EMIT takenAway();
  else if (chooses(*event))
    Q_EMIT chosen();
  else
    QAbstractButton::keyPressEvent(event);
}

}  // namespace calotype::ui
