// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/nav_button.h"

#include <QPainter>

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"

namespace calotype::ui {

NavButton::NavButton(const QString& iconName, const QString& text, QWidget* parent)
    : QAbstractButton(parent), iconName_(iconName) {
  setText(text);
  setAccessibleName(text);
  setCheckable(true);
  setAutoExclusive(false);
  setFocusPolicy(Qt::TabFocus);
  setFixedHeight(kHeight);
}

void NavButton::setColours(const Palette& palette) {
  colours_ = palette;
  update();
}

void NavButton::setCount(std::int64_t count) {
  if (count == count_) return;
  count_ = count;
  setAccessibleDescription(count > 0 ? Words::count(count) : QString());
  update();
}

void NavButton::enterEvent(QEnterEvent*) {
  update();
}

void NavButton::leaveEvent(QEvent*) {
  update();
}

void NavButton::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF ground = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  painter.setPen(hasFocus() ? QPen(colours_.accent, 1) : QPen(Qt::NoPen));
  painter.setBrush(isChecked()    ? colours_.pressed
                   : underMouse() ? colours_.hover
                                  : QColor(Qt::transparent));
  painter.drawRoundedRect(ground, tokens::kControlRadius, tokens::kControlRadius);
  const int icon = tokens::kIconSize;
  painter.drawPixmap(tokens::kSpace2, (height() - icon) / 2,
                     iconPixmap(iconName_, isChecked() ? colours_.text : colours_.secondary, icon,
                                devicePixelRatioF()));
  auto room = rect().adjusted(tokens::kSpace2 + icon + tokens::kSpace2, 0, -tokens::kSpace2, 0);
  if (count_ > 0) {
    painter.setPen(colours_.secondary);
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * tokens::kSecondarySize);
    painter.setFont(small);
    const auto text = Words::count(count_);
    painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter, text);
    room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(text) - tokens::kSpace2);
    painter.setFont(font());
  }
  painter.setPen(colours_.text);
  painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
}

}  // namespace calotype::ui
