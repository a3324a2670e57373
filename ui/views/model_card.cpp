// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/model_card.h"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

constexpr int kButtonWidth = 132, kSteps = 1000;

}  // namespace

ModelCard::ModelCard(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("modelCard"));
  setAttribute(Qt::WA_StyledBackground);
  build();
}

QPushButton* ModelCard::addButton(QVBoxLayout* column, const QString& text,
                                  void (ModelCard::*wanted)()) {
  auto* const button = new QPushButton(text, this);
  button->setMinimumWidth(kButtonWidth);
  button->setAutoDefault(true);
  column->addWidget(button);
  connect(button, &QPushButton::clicked, this, wanted);
  return button;
}

void ModelCard::build() {
  auto* const across = new QHBoxLayout(this);
  across->setContentsMargins(tokens::kSpace4, tokens::kSpace3, tokens::kSpace4, tokens::kSpace3);
  across->setSpacing(tokens::kSpace4);
  auto* const text = new QVBoxLayout;
  text->setSpacing(tokens::kSpace1);
  auto* const top = new QHBoxLayout;
  top->setSpacing(tokens::kSpace2);
  heading_ = makeLabel(TextSize::Usual, "heading", this);
  heading_->setWordWrap(false);
  badge_ = makeLabel(TextSize::Secondary, "badge", this);
  badge_->setWordWrap(false);
  top->addWidget(heading_);
  top->addWidget(badge_);
  top->addStretch(1);
  text->addLayout(top);
  const auto addLine = [&](TextSize size, const char* role) {
    auto* const label = makeLabel(size, role, this);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->addWidget(label);
    return label;
  };
  why_ = addLine(TextSize::Usual, "");
  facts_ = addLine(TextSize::Secondary, "secondary");
  shape_ = addLine(TextSize::Secondary, "secondary");
  checksum_ = addLine(TextSize::Secondary, "secondary");
  state_ = addLine(TextSize::Secondary, "");
  bar_ = new QProgressBar(this);
  bar_->setTextVisible(false);
  bar_->setRange(0, kSteps);
  bar_->hide();
  text->addWidget(bar_);
  error_ = addLine(TextSize::Usual, "fault");
  error_->hide();
  state_->hide();
  text->addStretch(1);
  across->addLayout(text, 1);

  auto* const column = new QVBoxLayout;
  column->setSpacing(tokens::kSpace2);
  install_ = addButton(column, tr("Install"), &ModelCard::installWanted);
  pause_ = addButton(column, tr("Pause"), &ModelCard::pauseWanted);
  use_ = addButton(column, tr("Use"), &ModelCard::useWanted);
  measure_ = addButton(column, tr("Measure"), &ModelCard::measureWanted);
  remove_ = addButton(column, tr("Remove"), &ModelCard::removeWanted);
  column->addStretch(1);
  across->addLayout(column);
  pause_->hide();
}

void ModelCard::show(const model::ListedModel& listed, Standing standing,
                     std::optional<double> millisecondsAPicture) {
  standing_ = standing;
  title_ = Words::modelTitle(listed);
  setAccessibleName(title_);
  showText(listed, millisecondsAPicture);
  showButtons(listed);
}

void ModelCard::showText(const model::ListedModel& listed,
                         std::optional<double> millisecondsAPicture) {
  const auto fill = [](QLabel* label, const QString& text) {
    label->setText(text);
    label->setVisible(!text.isEmpty());
  };
  heading_->setText(title_);
  QString badge;
  if (standing_ == Standing::InUse)
    badge = tr("in use");
  else if (standing_ == Standing::Answering)
    badge = tr("answers until then");
  else if (listed.offer && listed.offer->isDefault && !listed.spec)
    badge = tr("recommended");
  fill(badge_, badge);
  fill(why_, Words::modelWhy(listed));
  fill(facts_, Words::modelFacts(listed));
  facts_->setToolTip(listed.offer ? Words::plain(listed.offer->source) : QString());
  fill(shape_, Words::modelShape(listed, millisecondsAPicture));
  fill(checksum_, Words::modelChecksum(listed));
}

void ModelCard::showButtons(const model::ListedModel& listed) {
  const bool atHand = listed.spec.has_value();
  install_->setText(listed.begun > 0 ? tr("Resume") : tr("Install"));
  install_->setVisible(standing_ == Standing::Offered);
  if (listed.offer && listed.offer->isDefault && !install_->property("role").isValid()) {
    install_->setProperty("role", QStringLiteral("primary"));
    style()->unpolish(install_);  // the sheet looks at the role only then
    style()->polish(install_);
  }
  use_->setText(standing_ == Standing::Answering ? tr("Go back to it") : tr("Use"));
  use_->setVisible(standing_ == Standing::Installed || standing_ == Standing::Answering);
  measure_->setVisible(atHand);
  remove_->setVisible(standing_ == Standing::Installed && !listed.starter);
  pause_->hide();
  const std::pair<QPushButton*, QString> names[] = {
      {install_, listed.begun > 0 ? tr("Resume installing %1") : tr("Install %1")},
      {pause_, tr("Pause installing %1")},
      {use_, tr("Use %1")},
      {measure_, tr("Measure how fast %1 is")},
      {remove_, tr("Remove %1")}};
  for (const auto& [button, name] : names) button->setAccessibleName(name.arg(title_));
  setBusy({});
  if (listed.begun > 0 && standing_ == Standing::Offered) {
    state_->setText(tr("%1 of %2 are here already.")
                        .arg(Words::bytes(listed.begun), Words::bytes(listed.bytes)));
    state_->show();
  }
}

void ModelCard::setProgress(double done, double of, double bytesPerSecond) {
  error_->hide();
  install_->hide();
  pause_->setVisible(standing_ == Standing::Offered);
  bar_->show();
  state_->show();
  bar_->setRange(0, of > 0 ? kSteps : 0);
  if (of <= 0) return state_->setText(tr("Connecting…"));
  bar_->setValue(int(done / of * kSteps));
  QStringList parts{
      tr("%1 of %2").arg(Words::bytes(std::uint64_t(done)), Words::bytes(std::uint64_t(of)))};
  if (bytesPerSecond > 0) {
    parts << tr("%1 a second").arg(Words::bytes(std::uint64_t(bytesPerSecond)));
    parts << tr("%1 left").arg(Words::duration((of - done) / bytesPerSecond));
  }
  state_->setText(done >= of ? tr("Checking…") : parts.join(QStringLiteral(" · ")));
}

void ModelCard::setBusy(const QString& what) {
  const bool busy = !what.isEmpty();
  state_->setText(what);
  state_->setVisible(busy);
  bar_->setRange(0, busy ? 0 : kSteps);
  bar_->setVisible(busy);
  if (busy) error_->hide();
  for (auto* const button : {install_, use_, measure_, remove_}) button->setEnabled(!busy);
}

void ModelCard::setError(const QString& text) {
  error_->setText(text);
  error_->setVisible(!text.isEmpty());
}

}  // namespace calotype::ui
