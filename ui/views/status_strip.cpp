// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/status_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

constexpr int kBarWidth = 96, kSteps = 1000;

}  // namespace

StatusStrip::StatusStrip(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("statusStrip"));
  setAttribute(Qt::WA_StyledBackground);
  setAccessibleName(tr("Status"));
  setFixedHeight(tokens::kStatusHeight);
  build();
  setProgress({});
  setSelection(0);
  setModel({});
}

void StatusStrip::build() {
  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins(tokens::kSpace4, 0, tokens::kSpace3, 0);
  layout->setSpacing(tokens::kSpace2);
  bar_ = new QProgressBar(this);
  bar_->setFixedWidth(kBarWidth);
  bar_->setTextVisible(false);
  bar_->setAccessibleName(tr("Indexing"));
  layout->addWidget(bar_);
  progress_ = makeLabel(TextSize::Secondary, "secondary", this);
  progress_->setWordWrap(false);
  layout->addWidget(progress_);
  const auto addButton = [&](const QString& name) {
    auto* const button = new QToolButton(this);
    button->setIconSize({16, 16});
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setFocusPolicy(Qt::TabFocus);
    layout->addWidget(button);
    return button;
  };
  pause_ = addButton(tr("Pause indexing"));
  cancel_ = addButton(tr("Stop indexing"));
  layout->addStretch(1);
  selection_ = makeLabel(TextSize::Secondary, "secondary", this);
  selection_->setWordWrap(false);
  layout->addWidget(selection_);
  layout->addSpacing(tokens::kSpace2);
  model_ = new QPushButton(this);
  model_->setProperty("role", QStringLiteral("link"));
  model_->setFont(fontOf(TextSize::Secondary, font()));
  layout->addWidget(model_);
  connect(pause_, &QToolButton::clicked, this, [this] { Q_EMIT pauseWanted(!paused_); });
  connect(cancel_, &QToolButton::clicked, this, &StatusStrip::cancelWanted);
  connect(model_, &QPushButton::clicked, this, &StatusStrip::modelWanted);
}

void StatusStrip::setColours(const Palette& palette) {
  colours_ = palette;
  cancel_->setIcon(icon(QStringLiteral("close"), palette.secondary));
  pause_->setIcon(
      icon(paused_ ? QStringLiteral("resume") : QStringLiteral("pause"), palette.secondary));
}

void StatusStrip::setProgress(const catalog::Progress& p) {
  using State = catalog::Progress::State;
  const bool busy = p.state != State::Idle;
  bar_->setVisible(busy);
  pause_->setVisible(busy);
  cancel_->setVisible(busy);
  progress_->setText(Words::progress(p));
  if (paused_ != (p.state == State::Paused)) {
    paused_ = !paused_;
    const auto name = paused_ ? tr("Resume indexing") : tr("Pause indexing");
    pause_->setAccessibleName(name);
    pause_->setToolTip(name);
    setColours(colours_);
  }
  if (p.state == State::Scanning) {
    bar_->setRange(0, 0);
  } else {
    const auto total = std::max<std::int64_t>({p.found, p.pending, 1});
    bar_->setRange(0, kSteps);
    bar_->setValue(int((total - p.pending) * kSteps / total));
  }
}

void StatusStrip::setSelection(int photos) {
  selection_->setText(photos > 0 ? tr("%n selected", nullptr, photos) : QString());
}

void StatusStrip::setModel(const catalog::ModelStatus& status,
                           const std::optional<catalog::ModelChange>& change) {
  const auto words = Words::model(status, change);
  const bool missing = status.state == catalog::ModelStatus::State::Missing;
  model_->setText(missing ? tr("No model") : words);
  model_->setToolTip(missing ? words : tr("Install a better one, or change the model"));
  model_->setAccessibleName(model_->text());
  model_->setVisible(!words.isEmpty());
}

}  // namespace calotype::ui
