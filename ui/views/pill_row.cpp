// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/pill_row.h"

#include <QPainter>
#include <algorithm>

#include "ui/tokens.h"

namespace calotype::ui {

namespace {

constexpr int kSide = 10, kUsualWidth = 240;

}  // namespace

PillRow::PillRow(QWidget* parent) : QWidget(parent) {
  auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void PillRow::setColours(const Palette& palette) {
  colours_ = palette;
  update();
}

void PillRow::setWords(const QStringList& words) {
  words_ = words;
  setAccessibleName(words.join(QStringLiteral(", ")));
  updateGeometry();
  update();
}

std::vector<QRect> PillRow::places(int width) const {
  std::vector<QRect> rects;
  const int height = fontMetrics().height() + 2 * tokens::kSpace1;
  int x = 0, y = 0;
  for (const auto& word : words_) {
    const int wide = std::min(width, fontMetrics().horizontalAdvance(word) + 2 * kSide);
    if (x > 0 && x + wide > width) {
      x = 0;
      y += height + tokens::kSpace1;
    }
    rects.emplace_back(x, y, wide, height);
    x += wide + tokens::kSpace1;
  }
  return rects;
}

int PillRow::heightForWidth(int width) const {
  const auto rects = places(width);
  return rects.empty() ? 0 : rects.back().bottom() + 1;
}

QSize PillRow::sizeHint() const {
  return {kUsualWidth, heightForWidth(kUsualWidth)};
}

QSize PillRow::minimumSizeHint() const {
  return {0, heightForWidth(std::max(width(), 1))};
}

void PillRow::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const auto rects = places(width());
  for (std::size_t i = 0; i < rects.size(); ++i) {
    const QRect& rect = rects[i];
    painter.setPen(Qt::NoPen);
    painter.setBrush(colours_.pressed);
    painter.drawRoundedRect(rect, rect.height() / 2.0, rect.height() / 2.0);
    painter.setPen(colours_.text);
    QString text = words_[int(i)];
    if (rect.width() == width())
      text = fontMetrics().elidedText(text, Qt::ElideRight, rect.width() - 2 * kSide);
    painter.drawText(rect, Qt::AlignCenter, text);
  }
}

}  // namespace calotype::ui
