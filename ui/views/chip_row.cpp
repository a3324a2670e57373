// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/chip_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/flow_layout.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

constexpr int kCrossRoom = 24;

QString fromUtf8(std::string_view text) {
  return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

}  // namespace

QSize CrossedPill::sizeHint() const {
  return {fontMetrics().horizontalAdvance(text()) + tokens::kSpace3 + kCrossRoom + tokens::kSpace1,
          kHeight};
}

int CrossedPill::crossRoom() const {
  return kCrossRoom;
}

void CrossedPill::paint(const QPen& edge, const QColor& ground, const QColor& text) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(hasFocus() ? QPen(colours().accent, 2) : edge);
  painter.setBrush(ground);
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kHeight / 2.0,
                          kHeight / 2.0);
  painter.setPen(text);
  painter.drawText(rect().adjusted(tokens::kSpace3, 0, -kCrossRoom, 0),
                   Qt::AlignLeft | Qt::AlignVCenter, this->text());
  painter.drawPixmap(
      width() - kSign - 8, (height() - kSign) / 2,
      iconPixmap(QStringLiteral("close"), colours().secondary, kSign, devicePixelRatioF()));
}

ChipButton::ChipButton(const QString& text, bool faulty, bool negated, const Palette& palette,
                       QWidget* parent)
    : CrossedPill(palette, parent), faulty_(faulty), negated_(negated) {
  setText(text);
  setAccessibleName(tr("Filter %1").arg(text));
  setAccessibleDescription(tr("Return edits it, Delete takes it away"));
  setToolTip(tr("Click to edit, × to take away"));
}

void ChipButton::paintEvent(QPaintEvent*) {
  paint(QPen(faulty_ ? colours().fault : colours().hairline),
        faulty_        ? QColor(Qt::transparent)
        : underMouse() ? colours().pressed
                       : colours().hover,
        faulty_    ? colours().fault
        : negated_ ? colours().secondary
                   : colours().text);
}

AdviceButton::AdviceButton(const catalog::Advice& advice, const Palette& palette, QWidget* parent)
    : CrossedPill(palette, parent) {
  setText(Words::advice(advice));
  setAccessibleName(text());
  setAccessibleDescription(tr("Return asks so, Delete sends the suggestion away"));
  setToolTip(tr("Ask so: %1").arg(fromUtf8(advice.instead)));
}

void AdviceButton::paintEvent(QPaintEvent*) {
  paint(QPen(colours().accent, 1, Qt::DashLine),
        underMouse() ? colours().hover : QColor(Qt::transparent), colours().text);
}

ChipRow::ChipRow(QWidget* parent) : QWidget(parent) {
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(tokens::kGridMargin, tokens::kSpace2, tokens::kGridMargin, 0);
  layout->setSpacing(tokens::kSpace1);
  auto* const top = new QHBoxLayout;
  chips_ = new QWidget(this);
  new FlowLayout(chips_, tokens::kSpace1);
  top->addWidget(chips_, 1);
  coverage_ = makeLabel(TextSize::Secondary, "secondary", this);
  coverage_->setWordWrap(false);
  top->addWidget(coverage_, 0, Qt::AlignTop);
  layout->addLayout(top);
  reasons_ = makeLabel(TextSize::Secondary, "fault", this);
  layout->addWidget(reasons_);
  language_ = makeLabel(TextSize::Secondary, "secondary", this);
  layout->addWidget(language_);
  build();
}

void ChipRow::setColours(const Palette& palette) {
  colours_ = palette;
  build();
}

void ChipRow::setQuery(const QString& text, const std::vector<catalog::QueryFault>& faults) {
  if (text != text_) {
    advice_.clear();
    sentAway_.clear();
  }
  text_ = text;
  faults_ = faults;
  build();
}

void ChipRow::setAdvice(std::vector<catalog::Advice> advice) {
  advice_ = std::move(advice);
  std::erase_if(advice_, [&](const auto& each) {
    return std::find(sentAway_.begin(), sentAway_.end(), each) != sentAway_.end();
  });
  build();
}

void ChipRow::setCoverage(const QString& text) {
  coverage_->setText(text);
  build();
}

void ChipRow::build() {
  for (auto* const old : chips_->findChildren<Pill*>()) {
    old->hide();
    chips_->layout()->removeWidget(old);
    old->deleteLater();
  }
  const auto utf8 = text_.toStdString();
  const auto query = catalog::parseQuery(utf8);
  const bool onlyWords = std::all_of(query.chips.begin(), query.chips.end(), [](const auto& chip) {
    return chip.key.empty() && !chip.negated;
  });
  if (!onlyWords) addChips(utf8, query);
  addAdvice(utf8);
  chips_->setVisible(chips_->layout()->count() > 0);
  QStringList reasons;
  for (const auto& fault : faults_) reasons << Words::queryFault(fault);
  reasons_->setText(reasons.join(QLatin1Char(' ')));
  reasons_->setVisible(!reasons.isEmpty());
  setVisible(!onlyWords || !reasons.isEmpty() || !advice_.empty() || !coverage_->text().isEmpty());
  updateGeometry();
}

void ChipRow::addChips(const std::string& utf8, const catalog::Query& query) {
  for (const auto& chip : query.chips) {
    const bool faulty = chip.fault.has_value() ||
                        std::any_of(faults_.begin(), faults_.end(),
                                    [&](const auto& fault) { return fault.at == chip.at; });
    const auto piece = std::string_view(utf8).substr(chip.at.begin, chip.at.end - chip.at.begin);
    auto* const button = new ChipButton(
        chip.key.empty() && !chip.negated ? tr("“%1”").arg(fromUtf8(piece)) : fromUtf8(piece),
        faulty, chip.negated, colours_, chips_);
    chips_->layout()->addWidget(button);
    button->show();
    const auto begin = int(fromUtf8(std::string_view(utf8).substr(0, chip.at.begin)).size());
    const auto end = begin + int(fromUtf8(piece).size());
    connect(button, &Pill::chosen, this, [this, begin, end] { Q_EMIT editWanted(begin, end); });
    connect(button, &Pill::takenAway, this, [this, utf8, chip] {
      Q_EMIT textWanted(QString::fromStdString(catalog::withoutChip(utf8, chip)));
    });
  }
}

void ChipRow::addAdvice(const std::string& utf8) {
  language_->hide();
  for (const auto& advice : advice_) {
    if (advice.instead.empty()) {
      language_->setText(Words::advice(advice));
      language_->show();
      continue;
    }
    auto* const button = new AdviceButton(advice, colours_, chips_);
    chips_->layout()->addWidget(button);
    button->show();
    connect(button, &Pill::chosen, this, [this, utf8, advice] {
      Q_EMIT textWanted(QString::fromStdString(catalog::following(utf8, advice)));
    });
    connect(button, &Pill::takenAway, this, [this, advice] {
      sentAway_.push_back(advice);
      setAdvice(std::move(advice_));
    });
  }
}

}  // namespace calotype::ui
