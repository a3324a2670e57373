// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/tuning_card.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

constexpr int kButtonWidth = 132;

QString percent(double part) {
  return QLocale().toString(100 * part, 'f', 1);
}

}  // namespace

TuningCard::TuningCard(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("modelCard"));
  setAttribute(Qt::WA_StyledBackground);
  setAccessibleName(tr("Learn from your own words"));
  build();
  setPhotos(0, 0);
}

QPushButton* TuningCard::addButton(const QString& text, const QString& name,
                                   void (TuningCard::*wanted)()) {
  auto* const button = new QPushButton(text, this);
  button->setMinimumWidth(kButtonWidth);
  button->setAutoDefault(true);
  button->setAccessibleName(name);
  connect(button, &QPushButton::clicked, this, wanted);
  return button;
}

void TuningCard::build() {
  auto* const across = new QHBoxLayout(this);
  across->setContentsMargins(tokens::kSpace4, tokens::kSpace3, tokens::kSpace4, tokens::kSpace3);
  across->setSpacing(tokens::kSpace4);
  auto* const text = new QVBoxLayout;
  text->setSpacing(tokens::kSpace1);
  count_ = makeLabel(TextSize::Usual, "", this);
  words_ = makeLabel(TextSize::Usual, "", this);
  words_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  fault_ = makeLabel(TextSize::Usual, "fault", this);
  bar_ = new QProgressBar(this);
  bar_->setTextVisible(false);
  bar_->setAccessibleName(tr("Steps of learning that are done"));
  for (QWidget* const line : {static_cast<QWidget*>(count_), static_cast<QWidget*>(words_),
                              static_cast<QWidget*>(bar_), static_cast<QWidget*>(fault_)})
    text->addWidget(line);
  text->addStretch(1);
  across->addLayout(text, 1);

  auto* const column = new QVBoxLayout;
  column->setSpacing(tokens::kSpace2);
  start_ = addButton(tr("Learn"), tr("Learn from your own words"), &TuningCard::startWanted);
  stop_ = addButton(tr("Stop"), tr("Stop learning"), &TuningCard::stopWanted);
  use_ = addButton(tr("Use"), tr("Use what was learnt"), &TuningCard::useWanted);
  use_->setProperty("role", QStringLiteral("primary"));
  for (auto* const button : {use_, start_, stop_}) column->addWidget(button);
  column->addStretch(1);
  across->addLayout(column);
}

void TuningCard::setState(State state, const QString& words) {
  state_ = state;
  words_->setText(words);
  words_->setVisible(!words.isEmpty());
  fault_->hide();
  bar_->setVisible(state == State::Running);
  const bool hadFocus = start_->hasFocus() || stop_->hasFocus() || use_->hasFocus();
  start_->setVisible(state != State::Running);
  start_->setEnabled(enough_);
  stop_->setVisible(state == State::Running);
  stop_->setEnabled(true);
  use_->setVisible(state == State::Better);
  if (!hadFocus) return;  // a keyboard must not be left on a button that is gone
  (state == State::Running ? stop_ : state == State::Better ? use_ : start_)->setFocus();
}

void TuningCard::setPhotos(int withWords, int least) {
  enough_ = withWords >= least && least > 0;
  auto words = tr("%n photo(s) have a caption or a tag of yours.", nullptr, withWords);
  if (!enough_ && least > 0)
    words += QLatin1Char(' ') +
             tr("At least %1 from several days are needed: some are learnt from, the others prove "
                "that it became better.")
                 .arg(Words::count(least));
  count_->setText(words);
  if (state_ == State::Idle) setState(State::Idle, {});
  start_->setEnabled(enough_);
}

void TuningCard::setStarted() {
  setState(State::Running, tr("Looking at the photos…"));
  bar_->setRange(0, 0);
}

void TuningCard::setStep(int step, int steps, double secondsLeft) {
  if (state_ != State::Running) return;
  bar_->setRange(0, steps);
  bar_->setValue(step);
  if (step >= steps) {
    bar_->setRange(0, 0);
    return words_->setText(tr("Measuring whether it became better…"));
  }
  words_->setText(tr("Learning: step %1 of %2 · %3 left")
                      .arg(Words::count(step), Words::count(steps), Words::duration(secondsLeft)));
}

void TuningCard::setProof(const TuningProof& proof) {
  QStringList lines;
  lines << (proof.kept ? tr("It became better for your photos.")
                       : tr("It did not become better, so nothing was kept and nothing has "
                            "changed."));
  lines << tr("Of %1 words of yours for %2 photos that it did not learn from, so many find their "
              "photo among the first five: before %3 %, after %4 %.")
               .arg(Words::count(proof.queries), Words::count(proof.provenOn),
                    percent(proof.before), percent(proof.after));
  if (proof.kept && proof.guards > 0)
    lines << tr("Of %1 other photos %2 % are seen as before.")
                 .arg(Words::count(proof.guards), percent(proof.guardAfter));
  setState(proof.kept ? State::Better : State::Over, lines.join(QLatin1Char(' ')));
}

void TuningCard::setStopped() {
  setState(State::Over, tr("Stopped. Nothing has changed."));
}

void TuningCard::setError(const QString& message) {
  setState(State::Over, {});
  fault_->setText(message.isEmpty() ? tr("Learning failed. Nothing has changed.")
                                    : tr("Learning failed, nothing has changed: %1").arg(message));
  fault_->show();
}

void TuningCard::setTaken() {
  setState(State::Over, tr("It is installed and stands among the models."));
}

}  // namespace calotype::ui
