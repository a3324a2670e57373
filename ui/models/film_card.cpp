// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/film_card.h"

#include <QFontMetrics>
#include <QGuiApplication>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/icons.h"
#include "ui/palette.h"
#include "ui/views/describe.h"

namespace calotype::ui {

namespace {

constexpr double kSign = 0.3, kText = 0.085, kInset = 0.05;  // of the shorter edge

}  // namespace

QImage filmCard(const QSize& pixels, const QString& name, std::int64_t seconds) {
  const auto colours = makePalette(true);
  QImage card(pixels, QImage::Format_RGB32);
  card.fill(colours.hairline);
  QPainter painter(&card);
  painter.setRenderHint(QPainter::Antialiasing);
  const int shorter = std::min(pixels.width(), pixels.height());
  const int sign = int(shorter * kSign), inset = int(shorter * kInset);
  painter.drawPixmap((pixels.width() - sign) / 2, (pixels.height() - sign) / 2 - sign / 4,
                     iconPixmap(QStringLiteral("play"), colours.text, sign, 1));
  QFont font = QGuiApplication::font();
  font.setPixelSize(std::max(9, int(shorter * kText)));
  painter.setFont(font);
  const QFontMetrics metrics(font);
  const int below = (pixels.height() + sign) / 2 - sign / 4 + inset;
  painter.setPen(colours.text);
  painter.drawText(QRect(inset, below, pixels.width() - 2 * inset, metrics.height()),
                   Qt::AlignHCenter,
                   metrics.elidedText(name, Qt::ElideMiddle, pixels.width() - 2 * inset));
  if (seconds <= 0) return card;
  painter.setPen(colours.secondary);
  painter.drawText(card.rect().adjusted(inset, inset, -inset, -inset),
                   Qt::AlignRight | Qt::AlignBottom, Words::length(seconds));
  return card;
}

QSize filmCardSize(double aspect, int edge) {
  aspect = std::clamp(aspect, 0.25, 4.0);  // a film may say what it likes; its name has to fit
  const double shorter = edge * std::min(aspect, 1 / aspect);
  const int other = std::max(1, int(std::lround(shorter)));
  return aspect >= 1 ? QSize(edge, other) : QSize(other, edge);
}

}  // namespace calotype::ui
