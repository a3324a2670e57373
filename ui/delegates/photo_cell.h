// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>
#include <QPixmap>
#include <QRect>

#include "ui/palette.h"

namespace calotype::ui {

/// One photo of the grid, as it is to be painted.
struct PhotoCell {
  QRect rect;
  QColor ground;             // the photo's average colour
  QPixmap picture;           // null: only the ground is shown
  qreal pictureOpacity = 1;  // below 1 while it fades in
  QPixmap corners;           // photoCorners() of what is around it
  bool selected = false, focused = false, hovered = false;
  bool missing = false;
  int rating = 0, flag = 0, colour = 0;
};

/// What covers the corners of a photo so that it looks rounded. Drawn over it, for a rounded path a
/// photo takes as long as all else in a frame together.
QPixmap photoCorners(const QColor& around, qreal devicePixelRatio);

void paintPhotoCell(QPainter& painter, const PhotoCell& cell, const Palette& palette);

/// Where the check that selects stands in a cell.
QRect checkRect(const QRect& cell);

}  // namespace calotype::ui
