// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/note.h"

#include <QAccessible>
#include <QEvent>
#include <QPainter>

#include "ui/tokens.h"

namespace calotype::ui {

namespace {

constexpr int kShownMs = 3500, kAboveEdge = 48;

}  // namespace

Note::Note(QWidget* parent) : QLabel(parent) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAlignment(Qt::AlignCenter);
  setContentsMargins(tokens::kSpace4, tokens::kSpace2, tokens::kSpace4, tokens::kSpace2);
  setStyleSheet(QStringLiteral("color: white; background: transparent;"));
  timer_.setSingleShot(true);
  timer_.setInterval(kShownMs);
  connect(&timer_, &QTimer::timeout, this, &QWidget::hide);
  parent->installEventFilter(this);
  hide();
}

void Note::say(const QString& words) {
  setText(words);
  setAccessibleName(words);
  place();
  show();
  raise();
  timer_.start();
  QAccessibleEvent event(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&event);
}

void Note::place() {
  const auto* const over = parentWidget();
  const int wide = std::min(sizeHint().width(), over->width() - 2 * tokens::kSpace4);
  setGeometry((over->width() - wide) / 2, over->height() - kAboveEdge - sizeHint().height(), wide,
              sizeHint().height());
}

void Note::paintEvent(QPaintEvent* event) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(20, 20, 22, 225));
  painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
  painter.end();
  QLabel::paintEvent(event);
}

bool Note::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible()) place();
  return QLabel::eventFilter(watched, event);
}

}  // namespace calotype::ui
