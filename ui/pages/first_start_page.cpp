// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/first_start_page.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

constexpr int kIcon = 96, kWidth = 440, kButtonWidth = 320;

}  // namespace

FirstStartPage::FirstStartPage(const fs::path& proposed, QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("firstStartPage"));
  setAttribute(Qt::WA_StyledBackground);
  auto* const layout = new QVBoxLayout(this);
  layout->setSpacing(tokens::kSpace2);
  layout->addStretch(2);
  icon_ = new QLabel(this);
  icon_->setAlignment(Qt::AlignCenter);
  layout->addWidget(icon_);
  layout->addSpacing(tokens::kSpace4);
  auto* const title = makeLabel(TextSize::Title, "", this, tr("Where are your photos?"));
  auto* const sentence = makeLabel(
      TextSize::Usual, "secondary", this,
      tr("Calotype finds them by what is in the picture. They stay where they are, nothing "
         "is changed, and nothing leaves this computer."));
  for (auto* const label : {title, sentence}) {
    label->setAlignment(Qt::AlignHCenter);
    label->setFixedWidth(kWidth);
    setCentredText(label, label->text());
    layout->addWidget(label, 0, Qt::AlignHCenter);
  }
  layout->addSpacing(tokens::kSpace4);
  std::error_code error;
  if (!proposed.empty() && fs::is_directory(proposed, error)) {
    use_ = new QPushButton(tr("Use “%1”").arg(Words::folderName(proposed)), this);
    use_->setToolTip(Words::path(proposed));
    use_->setProperty("role", QStringLiteral("primary"));
    use_->setMinimumWidth(kButtonWidth);
    layout->addWidget(use_, 0, Qt::AlignHCenter);
    connect(use_, &QPushButton::clicked, this, [this, proposed] { Q_EMIT folderGiven(proposed); });
  }
  other_ = new QPushButton(use_ ? tr("Choose another folder…") : tr("Choose a folder…"), this);
  other_->setMinimumWidth(kButtonWidth);
  layout->addWidget(other_, 0, Qt::AlignHCenter);
  connect(other_, &QPushButton::clicked, this, &FirstStartPage::otherWanted);
  layout->addStretch(3);
}

void FirstStartPage::setColours(const Palette&) {
  icon_->setPixmap(applicationIcon().pixmap(QSize(kIcon, kIcon), devicePixelRatioF()));
}

void FirstStartPage::focusFirst() {
  (use_ ? use_ : other_)->setFocus();
}

}  // namespace calotype::ui
