// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/words_line.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

using Kind = catalog::WordsState::Kind;

WordsLine::WordsLine(QWidget* parent) : QWidget(parent) {
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins({});
  layout->setSpacing(tokens::kSpace1);
  text_ = makeLabel(TextSize::Secondary, "secondary", this);
  text_->setObjectName(QStringLiteral("wordsState"));
  layout->addWidget(text_);
  take_ = new QPushButton(tr("Take what the file says"), this);
  take_->setProperty("role", QStringLiteral("link"));
  keep_ = new QPushButton(tr("Keep what stands here"), this);
  keep_->setProperty("role", QStringLiteral("link"));
  layout->addWidget(take_, 0, Qt::AlignLeft);
  layout->addWidget(keep_, 0, Qt::AlignLeft);
  connect(take_, &QPushButton::clicked, this, [this] { Q_EMIT decided(true); });
  connect(keep_, &QPushButton::clicked, this, [this] { Q_EMIT decided(false); });
  hide();
}

void WordsLine::setState(const catalog::WordsState& state) {
  const auto text = Words::wordsState(state);
  text_->setText(text);
  take_->setVisible(state.kind == Kind::Conflict);
  keep_->setVisible(state.kind == Kind::Conflict);
  setVisible(!text.isEmpty());
}

void WordsLine::setEditable(bool editable) {
  take_->setEnabled(editable);
  keep_->setEnabled(editable);
}

}  // namespace calotype::ui
