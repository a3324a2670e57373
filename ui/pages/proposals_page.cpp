// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/proposals_page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/organiser.h"
#include "ui/tokens.h"
#include "ui/views/describe.h"
#include "ui/views/empty_state.h"
#include "ui/views/photo_grid.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

using catalog::PhotoId;

ProposalsPage::ProposalsPage(CatalogBridge& bridge, Organiser& organiser, QWidget* parent)
    : QWidget(parent), bridge_(bridge), organiser_(organiser), photos_(bridge) {
  setObjectName(QStringLiteral("proposalsPage"));
  setAttribute(Qt::WA_StyledBackground);
  build();
}

void ProposalsPage::build() {
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins({});
  stack_ = new QStackedWidget(this);
  layout->addWidget(stack_);
  empty_ = new EmptyState(stack_);
  empty_->setContents(
      QStringLiteral("proposals"), tr("Nothing is proposed"),
      tr("Tags that Calotype is sure enough of are collected here for you to accept "
         "or refuse. How sure it has to be is yours to say in the settings."));
  stack_->addWidget(empty_);
  card_ = new QWidget(stack_);
  stack_->addWidget(card_);
  auto* const rows = new QVBoxLayout(card_);
  rows->setContentsMargins(0, tokens::kSpace4, 0, 0);
  rows->setSpacing(tokens::kSpace2);
  auto* const top = new QHBoxLayout;
  top->setContentsMargins(tokens::kSpace4, 0, tokens::kSpace4, 0);
  top->setSpacing(tokens::kSpace2);
  auto* const words = new QVBoxLayout;
  words->setSpacing(2);
  title_ = makeLabel(TextSize::Title, "", card_);
  sure_ = makeLabel(TextSize::Secondary, "secondary", card_);
  words->addWidget(title_);
  words->addWidget(sure_);
  top->addLayout(words, 1);
  progress_ = makeLabel(TextSize::Secondary, "secondary", card_);
  progress_->setWordWrap(false);
  top->addWidget(progress_);
  rows->addLayout(top);

  auto* const actions = new QHBoxLayout;
  actions->setContentsMargins(tokens::kSpace4, 0, tokens::kSpace4, 0);
  actions->setSpacing(tokens::kSpace2);
  buttons_ = {addButton(tr("Accept"), tr("The chosen photos bear the tag (Return)"),
                        &ProposalsPage::acceptChosen),
              addButton(tr("Refuse"), tr("The chosen photos do not show it (Backspace)"),
                        &ProposalsPage::refuseChosen),
              addButton(tr("Accept all"), tr("All photos of this tag (Shift+Return)"),
                        &ProposalsPage::acceptAll),
              addButton(tr("Refuse all"), tr("None of these photos (Shift+Backspace)"),
                        &ProposalsPage::refuseAll),
              addButton(tr("Next tag"), tr("Leave this one for later (N)"), &ProposalsPage::skip)};
  buttons_[2]->setProperty("role", QStringLiteral("primary"));
  for (auto* const button : buttons_) actions->addWidget(button);
  actions->addStretch(1);
  auto* const stop = new QPushButton(tr("Stop"), card_);
  stop->setToolTip(tr("Back to the library (Esc)"));
  actions->addWidget(stop);
  connect(stop, &QPushButton::clicked, this, &ProposalsPage::left);
  rows->addLayout(actions);

  grid_ = new PhotoGrid(photos_, card_);
  grid_->setObjectName(QStringLiteral("proposalGrid"));
  grid_->setAccessibleName(tr("Photos that may show it"));
  grid_->setDatesShown(false);
  grid_->installEventFilter(this);
  rows->addWidget(grid_, 1);
  connect(grid_, &PhotoGrid::selectionChanged, this, &ProposalsPage::updateButtons);
  stack_->setCurrentWidget(empty_);
}

QPushButton* ProposalsPage::addButton(const QString& text, const QString& tip,
                                      void (ProposalsPage::*slot)()) {
  auto* const button = new QPushButton(text, card_);
  button->setToolTip(tip);
  connect(button, &QPushButton::clicked, this, slot);
  return button;
}

void ProposalsPage::setColours(const Palette& palette) {
  empty_->setColours(palette);
  grid_->setColours(palette);
}

void ProposalsPage::begin() {
  skipped_.clear();
  tag_.reset();
  arriving_ = true;
  seen_ = total_ = 0;
  refresh();
}

void ProposalsPage::refresh() {
  bridge_.call<std::vector<catalog::ProposalCard>>(
      this, [](catalog::Catalog& catalog) { return catalog.proposals(); },
      [this](Result<std::vector<catalog::ProposalCard>> cards) {
        if (!cards) return;
        cards_ = std::move(*cards);
        showCard();
      });
}

void ProposalsPage::showCard() {
  const auto left = [&](const catalog::ProposalCard& card) {
    return skipped_.count(std::int64_t(card.tag)) == 0;
  };
  auto card = std::find_if(cards_.begin(), cards_.end(),
                           [&](const auto& each) { return tag_ == each.tag && left(each); });
  const bool another = card == cards_.end();
  if (another) {
    card = std::find_if(cards_.begin(), cards_.end(), left);
    if (tag_) ++seen_;
  }
  if (card == cards_.end()) {
    tag_.reset();
    stack_->setCurrentWidget(empty_);
    return;
  }
  tag_ = card->tag;
  total_ = seen_ + int(std::count_if(cards_.begin(), cards_.end(), left));
  title_->setText(Words::plain(card->name));
  title_->setToolTip(Words::plain(card->path));
  sure_->setText(tr("%1 · %2").arg(tr("%n photo(s)", nullptr, int(card->photos)),
                                   Words::sureness(card->probability)));
  progress_->setText(tr("tag %1 of %2").arg(Words::count(seen_ + 1), Words::count(total_)));
  stack_->setCurrentWidget(card_);
  if (another) {
    photos_.setPhotos({});  // those of the tag before are not to be judged by this one's name
    grid_->startOver();
  }
  readPhotos(card->tag);
}

void ProposalsPage::readPhotos(catalog::TagId tag) {
  bridge_.call<std::vector<catalog::ProposedPhoto>>(
      this, [tag](catalog::Catalog& catalog) { return catalog.proposedPhotos(tag); },
      [this, tag](Result<std::vector<catalog::ProposedPhoto>> proposed) {
        if (!proposed || tag_ != tag) return;
        std::vector<catalog::PhotoRow> rows;
        for (const auto& each : *proposed) rows.push_back(each.photo);
        showPhotos(std::move(rows));
        if (std::exchange(arriving_, false) || !isAncestorOf(window()->focusWidget()))
          grid_->setFocus();
        updateButtons();
      });
}

void ProposalsPage::showPhotos(std::vector<catalog::PhotoRow> rows) {
  const int before = grid_->currentRow();
  photos_.setPhotos(std::move(rows));
  // The next photo takes the place of the one that was judged.
  if (grid_->currentRow() < 0 && photos_.rowCount() > 0)
    grid_->setCurrentRow(std::clamp(before, 0, photos_.rowCount() - 1), true);
}

std::vector<PhotoId> ProposalsPage::chosen() const {
  auto ids = grid_->selection();
  if (ids.empty() && grid_->currentRow() >= 0) ids.push_back(photos_.photo(grid_->currentRow()).id);
  return ids;
}

void ProposalsPage::updateButtons() {
  const bool any = !chosen().empty();
  buttons_[0]->setEnabled(any);
  buttons_[1]->setEnabled(any);
}

void ProposalsPage::judge(bool accept, std::vector<PhotoId> photos) {
  if (!tag_ || photos.empty()) return;
  // They go at once: a second press while the catalogue works shall not judge them again.
  const std::set<PhotoId> judged(photos.begin(), photos.end());
  auto rest = photos_.photos();
  std::erase_if(rest, [&](const auto& row) { return judged.count(row.id) > 0; });
  showPhotos(std::move(rest));
  if (accept)
    organiser_.edit(catalog::AcceptTag{*tag_}, std::move(photos));
  else
    organiser_.edit(catalog::RejectTag{*tag_}, std::move(photos));
  refresh();
}

void ProposalsPage::acceptChosen() {
  judge(true, chosen());
}

void ProposalsPage::refuseChosen() {
  judge(false, chosen());
}

void ProposalsPage::acceptAll() {
  std::vector<PhotoId> all;
  for (const auto& row : photos_.photos()) all.push_back(row.id);
  judge(true, std::move(all));
}

void ProposalsPage::refuseAll() {
  std::vector<PhotoId> all;
  for (const auto& row : photos_.photos()) all.push_back(row.id);
  judge(false, std::move(all));
}

void ProposalsPage::skip() {
  if (!tag_) return;
  skipped_.insert(std::int64_t(*tag_));
  showCard();
}

bool ProposalsPage::eventFilter(QObject* watched, QEvent* event) {
  if (watched == grid_ && event->type() == QEvent::KeyPress) {
    const auto* const key = static_cast<QKeyEvent*>(event);
    const bool shift = (key->modifiers() & Qt::ShiftModifier) != 0;
    switch (key->key()) {
      case Qt::Key_Return:
      case Qt::Key_Enter:
        shift ? acceptAll() : acceptChosen();
        return true;
      case Qt::Key_Backspace:
        shift ? refuseAll() : refuseChosen();
        return true;
      case Qt::Key_N:
        skip();
        return true;
      case Qt::Key_Escape:
        if (!grid_->selection().empty() && grid_->selection().size() > 1) break;
        Q_EMIT left();
        return true;
      default:
        break;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace calotype::ui
