// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/fault_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

FaultBar::FaultBar(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("faultBar"));
  setAttribute(Qt::WA_StyledBackground);
  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins(tokens::kSpace3, tokens::kSpace2, tokens::kSpace2, tokens::kSpace2);
  layout->setSpacing(tokens::kSpace2);
  icon_ = new QLabel(this);
  layout->addWidget(icon_);
  sentence_ = makeLabel(TextSize::Usual, "", this);
  layout->addWidget(sentence_, 1);
  button_ = new QPushButton(this);
  layout->addWidget(button_);
  close_ = new QToolButton(this);
  close_->setAccessibleName(tr("Close this note"));
  close_->setToolTip(tr("Close this note"));
  layout->addWidget(close_);
  connect(close_, &QToolButton::clicked, this, &QWidget::hide);
  connect(button_, &QPushButton::clicked, this, [this] {
    hide();
    if (act_) act_();
  });
  hide();
}

void FaultBar::setColours(const Palette& palette) {
  icon_->setPixmap(
      iconPixmap(QStringLiteral("warning"), palette.fault, tokens::kIconSize, devicePixelRatioF()));
  close_->setIcon(icon(QStringLiteral("close"), palette.secondary));
}

void FaultBar::showFault(const QString& sentence, const QString& action,
                         std::function<void()> act) {
  sentence_->setText(sentence);
  setAccessibleName(sentence);
  button_->setText(action);
  button_->setVisible(!action.isEmpty());
  act_ = std::move(act);
  show();
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

}  // namespace calotype::ui
