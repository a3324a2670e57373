// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/trash_page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/organiser.h"
#include "ui/tokens.h"
#include "ui/views/empty_state.h"
#include "ui/views/photo_grid.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

TrashPage::TrashPage(CatalogBridge& bridge, Organiser& organiser, QWidget* parent)
    : QWidget(parent), bridge_(bridge), organiser_(organiser), photos_(bridge) {
  setObjectName(QStringLiteral("trashPage"));
  setAttribute(Qt::WA_StyledBackground);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins({});
  stack_ = new QStackedWidget(this);
  layout->addWidget(stack_);
  empty_ = new EmptyState(stack_);
  empty_->setContents(
      QStringLiteral("trash"), tr("The trash is empty"),
      tr("Photos that you delete go to your desktop's trash, and can be brought back "
         "from here with their tags and albums."));
  stack_->addWidget(empty_);
  list_ = new QWidget(stack_);
  stack_->addWidget(list_);
  auto* const rows = new QVBoxLayout(list_);
  rows->setContentsMargins(0, tokens::kSpace4, 0, 0);
  auto* const top = new QHBoxLayout;
  top->setContentsMargins(tokens::kSpace4, 0, tokens::kSpace4, 0);
  top->setSpacing(tokens::kSpace2);
  title_ = makeLabel(TextSize::Title, "", list_);
  top->addWidget(title_, 1);
  restore_ = new QPushButton(tr("Restore"), list_);
  restore_->setToolTip(tr("Bring the chosen photos back (Return)"));
  auto* const all = new QPushButton(tr("Restore all"), list_);
  top->addWidget(restore_);
  top->addWidget(all);
  rows->addLayout(top);
  note_ = makeLabel(TextSize::Secondary, "secondary", list_);
  note_->setContentsMargins(tokens::kSpace4, 0, tokens::kSpace4, 0);
  rows->addWidget(note_);
  grid_ = new PhotoGrid(photos_, list_);
  grid_->setObjectName(QStringLiteral("trashGrid"));
  grid_->setAccessibleName(tr("Photos in the trash"));
  grid_->installEventFilter(this);
  rows->addWidget(grid_, 1);
  connect(restore_, &QPushButton::clicked, this, &TrashPage::restoreChosen);
  connect(all, &QPushButton::clicked, this, &TrashPage::restoreAll);
  connect(grid_, &PhotoGrid::selectionChanged, this,
          [this] { restore_->setEnabled(!grid_->selection().empty()); });
  stack_->setCurrentWidget(empty_);
}

void TrashPage::setColours(const Palette& palette) {
  empty_->setColours(palette);
  grid_->setColours(palette);
}

void TrashPage::refresh() {
  bridge_.call<std::vector<catalog::TrashedPhoto>>(
      this, [](catalog::Catalog& catalog) { return catalog.trashed(); },
      [this](Result<std::vector<catalog::TrashedPhoto>> trashed) {
        if (!trashed) return;
        std::vector<catalog::PhotoRow> rows;
        for (const auto& each : *trashed) rows.push_back(each.photo);
        const auto gone = int(std::count_if(trashed->begin(), trashed->end(),
                                            [](const auto& each) { return !each.inBin; }));
        title_->setText(tr("%n photo(s) in the trash", nullptr, int(rows.size())));
        note_->setText(gone > 0 ? tr("%n of them can no longer be restored: the desktop's trash "
                                     "was emptied.",
                                     nullptr, gone)
                                : tr("They lie in your desktop's trash until you empty it."));
        stack_->setCurrentWidget(rows.empty() ? static_cast<QWidget*>(empty_) : list_);
        photos_.setPhotos(std::move(rows));
        restore_->setEnabled(!grid_->selection().empty());
      });
}

void TrashPage::restoreChosen() {
  auto photos = grid_->selection();
  if (photos.empty() && grid_->currentRow() >= 0)
    photos.push_back(photos_.photo(grid_->currentRow()).id);
  if (!photos.empty()) organiser_.restore(std::move(photos));
}

void TrashPage::restoreAll() {
  std::vector<catalog::PhotoId> all;
  for (const auto& row : photos_.photos()) all.push_back(row.id);
  if (!all.empty()) organiser_.restore(std::move(all));
}

bool TrashPage::eventFilter(QObject* watched, QEvent* event) {
  if (watched == grid_ && event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
      restoreChosen();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace calotype::ui
