// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/filmstrip.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/palette.h"
#include "ui/tokens.h"

namespace calotype::ui {

namespace {

constexpr int kHeight = 84, kCell = 72;

}  // namespace

Filmstrip::Filmstrip(PhotoModel& model, QWidget* parent) : QWidget(parent), model_(model) {
  setFixedHeight(kHeight);
  setAccessibleName(tr("Filmstrip"));
  connect(&model, &PhotoModel::thumbnailChanged, this, qOverload<>(&QWidget::update));
}

void Filmstrip::setRow(int row) {
  row_ = row;
  update();
}

/// The current one stands in the middle.
QRect Filmstrip::cell(int row) const {
  const int step = kCell + tokens::kSpace1;
  return {width() / 2 - kCell / 2 + (row - row_) * step, (kHeight - kCell) / 2, kCell, kCell};
}

void Filmstrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const auto colours = makePalette(true);
  painter.fillRect(rect(), colours.sideBar);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  const int around = width() / (kCell + tokens::kSpace1) / 2 + 1;
  for (int row = std::max(0, row_ - around); row <= std::min(model_.rowCount() - 1, row_ + around);
       ++row) {
    const auto place = cell(row);
    const auto image = model_.thumbnail(model_.photo(row).id, PhotoModel::kSmallEdge);
    if (image.isNull()) {
      painter.fillRect(place, QColor::fromRgb(model_.photo(row).averageRgb));
    } else {
      const int edge = std::min(image.width(), image.height());
      painter.drawImage(place, image,
                        QRect((image.width() - edge) / 2, (image.height() - edge) / 2, edge, edge));
    }
    if (row != row_) continue;
    painter.setPen(QPen(colours.accent, tokens::kSelectionRing));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place.adjusted(1, 1, -1, -1));
  }
}

void Filmstrip::mousePressEvent(QMouseEvent* event) {
  const auto point = event->position().toPoint();
  for (int row = 0; row < model_.rowCount(); ++row)
    if (cell(row).contains(point)) return Q_EMIT chosen(row);
}

}  // namespace calotype::ui
