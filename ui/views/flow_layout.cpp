// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/flow_layout.h"

#include <algorithm>

namespace calotype::ui {

FlowLayout::FlowLayout(QWidget* parent, int gap) : QLayout(parent), gap_(gap) {
  setContentsMargins({});
}

FlowLayout::~FlowLayout() {
  qDeleteAll(items_);
}

void FlowLayout::addItem(QLayoutItem* item) {
  items_ << item;
}

int FlowLayout::count() const {
  return int(items_.size());
}

QLayoutItem* FlowLayout::itemAt(int index) const {
  return items_.value(index);
}

QLayoutItem* FlowLayout::takeAt(int index) {
  return index >= 0 && index < items_.size() ? items_.takeAt(index) : nullptr;
}

int FlowLayout::heightForWidth(int width) const {
  return arrange(QRect(0, 0, width, 0), false);
}

QSize FlowLayout::minimumSize() const {
  QSize size;
  for (const auto* const item : items_) size = size.expandedTo(item->minimumSize());
  return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
  QLayout::setGeometry(rect);
  arrange(rect, true);
}

int FlowLayout::arrange(const QRect& rect, bool move) const {
  int x = rect.x(), y = rect.y(), high = 0;
  for (auto* const item : items_) {
    const auto size = item->sizeHint().boundedTo(QSize(std::max(1, rect.width()), 10'000));
    if (x > rect.x() && x + size.width() > rect.right() + 1) {
      x = rect.x();
      y += high + gap_;
      high = 0;
    }
    if (move) item->setGeometry(QRect(QPoint(x, y), size));
    x += size.width() + gap_;
    high = std::max(high, size.height());
  }
  return y + high - rect.y();
}

}  // namespace calotype::ui
