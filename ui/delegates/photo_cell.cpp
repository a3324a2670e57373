// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/photo_cell.h"

#include "ui/icons.h"
#include "ui/tokens.h"

namespace calotype::ui {

namespace {

constexpr int kCheck = 22, kCheckInset = 6;

void paintRing(QPainter& painter, const QRectF& around, const QColor& colour, qreal width,
               qreal distance) {
  const qreal out = distance + width / 2;
  painter.setPen(QPen(colour, width));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(around.adjusted(-out, -out, out, out), tokens::kPhotoRadius + out,
                          tokens::kPhotoRadius + out);
}

void paintCheck(QPainter& painter, const PhotoCell& cell, const Palette& palette) {
  const QRectF circle = checkRect(cell.rect);
  if (!cell.selected) {
    painter.setPen(QPen(QColor(255, 255, 255, 230), 1.75));
    painter.setBrush(QColor(0, 0, 0, 90));
    painter.drawEllipse(circle.adjusted(1, 1, -1, -1));
    return;
  }
  painter.setPen(QPen(palette.grid, 1.5));
  painter.setBrush(palette.accent);
  painter.drawEllipse(circle);
  const auto inner = circle.adjusted(3, 3, -3, -3);
  const auto check = iconPixmap(QStringLiteral("check"), palette.onAccent, int(inner.width()),
                                painter.device()->devicePixelRatioF());
  painter.drawPixmap(inner.topLeft(), check);
}

}  // namespace

QRect checkRect(const QRect& cell) {
  return {cell.left() + kCheckInset, cell.top() + kCheckInset, kCheck, kCheck};
}

void paintPhotoCell(QPainter& painter, const PhotoCell& cell, const Palette& palette) {
  painter.setRenderHint(QPainter::Antialiasing);
  if (cell.picture.isNull() || cell.pictureOpacity < 1) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(cell.ground);
    painter.drawRoundedRect(cell.rect, tokens::kPhotoRadius, tokens::kPhotoRadius);
  }
  if (!cell.picture.isNull()) {
    painter.setOpacity(cell.pictureOpacity);
    painter.drawPixmap(cell.rect, cell.picture);
    painter.setOpacity(1);
  }
  if (cell.selected) paintRing(painter, cell.rect, palette.accent, tokens::kSelectionRing, 0);
  if (cell.focused) {
    const qreal distance = cell.selected ? -1.5 : 0;
    paintRing(painter, cell.rect, cell.selected ? palette.grid : palette.text, 1.5, distance);
  }
  if (cell.selected || cell.hovered) paintCheck(painter, cell, palette);
}

}  // namespace calotype::ui
