// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/photo_cell.h"

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/rating_row.h"

namespace calotype::ui {

namespace {

constexpr int kCheck = 22, kCheckInset = 6;
constexpr int kBadge = 14, kBadgeHeight = 20, kBadgeInset = 6;

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

void paintCorners(QPainter& painter, const PhotoCell& cell) {
  constexpr int kSize = tokens::kPhotoRadius;
  const int right = cell.rect.right() + 1 - kSize, bottom = cell.rect.bottom() + 1 - kSize;
  const int source = cell.corners.width() / 2;
  for (const bool atRight : {false, true})
    for (const bool atBottom : {false, true})
      painter.drawPixmap(QRect(atRight ? right : cell.rect.left(),
                               atBottom ? bottom : cell.rect.top(), kSize, kSize),
                         cell.corners,
                         QRect(atRight ? source : 0, atBottom ? source : 0, source, source));
}

/// Whether it is missing, colour, flag and stars on a scrim at the bottom left, only what is so.
void paintBadges(QPainter& painter, const PhotoCell& cell) {
  if (cell.rating == 0 && cell.flag == 0 && cell.colour == 0 && !cell.missing) return;
  const int items =
      cell.rating + (cell.flag != 0 ? 1 : 0) + (cell.colour != 0 ? 1 : 0) + (cell.missing ? 1 : 0);
  const int wide = items * kBadge + 2 * kBadgeInset;
  const QRectF scrim(cell.rect.left() + kBadgeInset,
                     cell.rect.bottom() + 1 - kBadgeHeight - kBadgeInset, wide, kBadgeHeight);
  if (scrim.width() > cell.rect.width() - 2 * kBadgeInset) return;
  painter.setPen(Qt::NoPen);
  painter.setBrush(QColor(0, 0, 0, 178));
  painter.drawRoundedRect(scrim, kBadgeHeight / 2.0, kBadgeHeight / 2.0);
  const auto ratio = painter.device()->devicePixelRatioF();
  qreal x = scrim.left() + kBadgeInset;
  const qreal y = scrim.top() + (kBadgeHeight - kBadge) / 2.0;
  const auto add = [&](const QString& name, const QColor& colour) {
    painter.drawPixmap(QPointF(x, y), iconPixmap(name, colour, kBadge, ratio));
    x += kBadge;
  };
  if (cell.colour != 0) {
    painter.setPen(QPen(QColor(255, 255, 255, 150), 1));
    painter.setBrush(labelColour(cell.colour));
    painter.drawEllipse(QRectF(x + 2, y + 2, kBadge - 4, kBadge - 4));
    x += kBadge;
  }
  const auto dark = makePalette(true);
  if (cell.missing) add(QStringLiteral("missing"), dark.warning);
  if (cell.flag > 0) add(QStringLiteral("flag-filled"), dark.good);
  if (cell.flag < 0) add(QStringLiteral("reject"), dark.fault);
  for (int i = 0; i < cell.rating; ++i) add(QStringLiteral("star-filled"), dark.warning);
}

}  // namespace

QRect checkRect(const QRect& cell) {
  return {cell.left() + kCheckInset, cell.top() + kCheckInset, kCheck, kCheck};
}

QPixmap photoCorners(const QColor& around, qreal devicePixelRatio) {
  const int side = qRound(2 * tokens::kPhotoRadius * devicePixelRatio);
  QPixmap corners(side, side);
  corners.fill(Qt::transparent);
  corners.fill(around);
  QPainter painter(&corners);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setCompositionMode(QPainter::CompositionMode_DestinationOut);
  painter.setPen(Qt::NoPen);
  painter.setBrush(Qt::black);
  painter.drawEllipse(0, 0, side, side);
  return corners;
}

void paintPhotoCell(QPainter& painter, const PhotoCell& cell, const Palette& palette) {
  if (cell.picture.isNull() || cell.pictureOpacity < 1) painter.fillRect(cell.rect, cell.ground);
  if (!cell.picture.isNull()) {
    painter.setOpacity(cell.pictureOpacity);
    painter.drawPixmap(cell.rect, cell.picture);
    painter.setOpacity(1);
  }
  paintCorners(painter, cell);
  if (cell.flag < 0 || cell.missing) {  // rejected or not there: seen, but out of the way
    QColor veil = palette.grid;
    veil.setAlphaF(0.55f);
    painter.fillRect(cell.rect, veil);
  }
  painter.setRenderHint(QPainter::Antialiasing);
  paintBadges(painter, cell);
  if (cell.selected) paintRing(painter, cell.rect, palette.accent, tokens::kSelectionRing, 0);
  if (cell.focused) {
    const qreal distance = cell.selected ? -1.5 : 0;
    paintRing(painter, cell.rect, cell.selected ? palette.grid : palette.text, 1.5, distance);
  }
  if (cell.selected || cell.hovered) paintCheck(painter, cell, palette);
  painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace calotype::ui
