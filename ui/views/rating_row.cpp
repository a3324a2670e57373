// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/rating_row.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"

namespace calotype::ui {

namespace {

constexpr int kStars = 5, kColours = 5, kSwatch = 18;

QIcon swatch(const QColor& colour, bool chosen, const Palette& palette, qreal ratio) {
  QPixmap pixels(QSize(kSwatch, kSwatch) * ratio);
  pixels.setDevicePixelRatio(ratio);
  pixels.fill(Qt::transparent);
  QPainter painter(&pixels);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(chosen ? palette.text : QColor(Qt::transparent), 2));
  painter.setBrush(colour);
  painter.drawEllipse(QRectF(2.5, 2.5, kSwatch - 5, kSwatch - 5));
  return {pixels};
}

}  // namespace

QColor labelColour(int colour) {
  static const QColor kLabels[] = {QColor(Qt::transparent),  QColor(0xd6, 0x3d, 0x35),
                                   QColor(0xe0, 0xa8, 0x1c), QColor(0x3f, 0x9d, 0x57),
                                   QColor(0x3b, 0x7d, 0xd8), QColor(0x8e, 0x5c, 0xc4)};
  return kLabels[std::clamp(colour, 0, kColours)];
}

RatingRow::RatingRow(QWidget* parent) : QWidget(parent) {
  auto* const rows = new QVBoxLayout(this);
  rows->setContentsMargins({});
  rows->setSpacing(0);
  auto* const first = new QHBoxLayout;
  auto* const second = new QHBoxLayout;
  for (auto* const row : {first, second}) {
    row->setSpacing(0);
    rows->addLayout(row);
  }
  for (int i = 1; i <= kStars; ++i) {
    auto* const button = addButton(tr("%n star(s)", nullptr, i), QString::number(i));
    first->addWidget(button);
    starButtons_.push_back(button);
    // A second click on the last star takes all away, as everywhere.
    connect(button, &QToolButton::clicked, this,
            [this, i] { Q_EMIT starsChosen(stars_ == i ? 0 : i); });
  }
  first->addStretch(1);
  pick_ = addButton(tr("Pick"), QStringLiteral("P"));
  reject_ = addButton(tr("Reject"), QStringLiteral("X"));
  first->addWidget(pick_);
  first->addWidget(reject_);
  connect(pick_, &QToolButton::clicked, this, [this] { Q_EMIT flagChosen(flag_ == 1 ? 0 : 1); });
  connect(reject_, &QToolButton::clicked, this,
          [this] { Q_EMIT flagChosen(flag_ == -1 ? 0 : -1); });
  for (int i = 1; i <= kColours; ++i) {
    auto* const button =
        addButton(tr("Colour label: %1").arg(Words::colour(i)),
                  i < kColours ? QString::number(i + 5) : QStringLiteral("Ctrl+Alt+5"));
    second->addWidget(button);
    colourButtons_.push_back(button);
    connect(button, &QToolButton::clicked, this,
            [this, i] { Q_EMIT colourChosen(colour_ == i ? 0 : i); });
  }
  second->addStretch(1);
  setValues({}, {}, {});
}

QToolButton* RatingRow::addButton(const QString& name, const QString& key) {
  auto* const button = new QToolButton(this);
  button->setAccessibleName(name);
  button->setToolTip(tr("%1 (%2)").arg(name, key));
  button->setIconSize({tokens::kIconSize, tokens::kIconSize});
  button->setFocusPolicy(Qt::TabFocus);
  button->setCheckable(false);
  return button;
}

void RatingRow::setColours(const Palette& palette) {
  colours_ = palette;
  show();
}

void RatingRow::setValues(std::optional<int> stars, std::optional<int> flag,
                          std::optional<int> colour) {
  stars_ = stars;
  flag_ = flag;
  colour_ = colour;
  show();
}

void RatingRow::show() {
  const auto grey = colours_.secondary;
  for (int i = 0; i < kStars; ++i) {
    const bool on = stars_.value_or(0) > i;
    starButtons_[std::size_t(i)]->setIcon(icon(
        on ? QStringLiteral("star-filled") : QStringLiteral("star"), on ? colours_.warning : grey));
  }
  pick_->setIcon(icon(flag_ == 1 ? QStringLiteral("flag-filled") : QStringLiteral("flag"),
                      flag_ == 1 ? colours_.good : grey));
  reject_->setIcon(icon(QStringLiteral("reject"), flag_ == -1 ? colours_.fault : grey));
  for (int i = 0; i < kColours; ++i)
    colourButtons_[std::size_t(i)]->setIcon(
        swatch(labelColour(i + 1), colour_ == i + 1, colours_, devicePixelRatioF()));
}

}  // namespace calotype::ui
