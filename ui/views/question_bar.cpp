// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/question_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <utility>

#include "ui/tokens.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

QuestionBar::QuestionBar(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("questionBar"));
  setAttribute(Qt::WA_StyledBackground);
  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins(tokens::kSpace3, tokens::kSpace2, tokens::kSpace3, tokens::kSpace2);
  layout->setSpacing(tokens::kSpace2);
  question_ = makeLabel(TextSize::Usual, "", this);
  layout->addWidget(question_, 1);
  proposed_ = new QPushButton(this);
  proposed_->setProperty("role", QStringLiteral("primary"));
  other_ = new QPushButton(this);
  layout->addWidget(proposed_);
  layout->addWidget(other_);
  connect(proposed_, &QPushButton::clicked, this, [this] { answer(true); });
  connect(other_, &QPushButton::clicked, this, [this] { answer(false); });
  hide();
}

void QuestionBar::ask(const QString& question, const QString& proposed, const QString& other,
                      std::function<void(bool)> answered) {
  question_->setText(question);
  setAccessibleName(question);
  proposed_->setText(proposed);
  other_->setText(other);
  answered_ = std::move(answered);
  show();
  QAccessibleEvent alert(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&alert);
}

void QuestionBar::answer(bool proposed) {
  hide();
  if (answered_) answered_(proposed);
}

}  // namespace calotype::ui
