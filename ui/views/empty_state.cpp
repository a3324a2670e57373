// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/empty_state.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

constexpr int kIcon = 56, kWidth = 420;

}  // namespace

EmptyState::EmptyState(QWidget* parent) : QWidget(parent) {
  auto* const layout = new QVBoxLayout(this);
  layout->setSpacing(tokens::kSpace2);
  layout->addStretch(2);
  icon_ = new QLabel(this);
  icon_->setAlignment(Qt::AlignCenter);
  layout->addWidget(icon_);
  layout->addSpacing(tokens::kSpace2);
  title_ = makeLabel(TextSize::Title, "", this);
  sentence_ = makeLabel(TextSize::Usual, "secondary", this);
  for (auto* const label : {title_, sentence_}) {
    label->setAlignment(Qt::AlignHCenter);
    label->setFixedWidth(kWidth);
    layout->addWidget(label, 0, Qt::AlignHCenter);
  }
  layout->addSpacing(tokens::kSpace3);
  button_ = new QPushButton(this);
  layout->addWidget(button_, 0, Qt::AlignHCenter);
  layout->addStretch(3);
  connect(button_, &QPushButton::clicked, this, [this] {
    if (act_) act_();
  });
}

void EmptyState::setColours(const Palette& palette) {
  colours_ = palette;
  drawIcon();
}

void EmptyState::drawIcon() {
  if (iconName_.isEmpty()) return;
  icon_->setPixmap(iconPixmap(iconName_, colours_.secondary, kIcon, devicePixelRatioF()));
}

void EmptyState::setContents(const QString& iconName, const QString& title, const QString& sentence,
                             const QString& action, std::function<void()> act) {
  iconName_ = iconName;
  drawIcon();
  setCentredText(title_, title);
  setCentredText(sentence_, sentence);
  button_->setText(action);
  button_->setVisible(!action.isEmpty());
  act_ = std::move(act);
}

}  // namespace calotype::ui
