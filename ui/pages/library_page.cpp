// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/library_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/tokens.h"
#include "ui/views/chip_row.h"
#include "ui/views/empty_state.h"
#include "ui/views/photo_grid.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

LibraryPage::LibraryPage(PhotoModel& model, QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("libraryPage"));
  setAttribute(Qt::WA_StyledBackground);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins({});
  layout->setSpacing(0);
  chips_ = new ChipRow(this);
  layout->addWidget(chips_);
  note_ = new QWidget(this);
  auto* const line = new QHBoxLayout(note_);
  line->setContentsMargins(tokens::kGridMargin, tokens::kSpace2, tokens::kGridMargin, 0);
  left_ = makeLabel(TextSize::Secondary, "secondary", note_);
  right_ = makeLabel(TextSize::Secondary, "secondary", note_);
  right_->setWordWrap(false);
  line->addWidget(left_, 1);
  line->addWidget(right_);
  layout->addWidget(note_);
  stack_ = new QStackedWidget(this);
  grid_ = new PhotoGrid(model, stack_);
  grid_->setDragged(true);
  empty_ = new EmptyState(stack_);
  stack_->addWidget(grid_);
  stack_->addWidget(empty_);
  layout->addWidget(stack_, 1);
  setNote({}, {});
}

void LibraryPage::setColours(const Palette& palette) {
  grid_->setColours(palette);
  chips_->setColours(palette);
  empty_->setColours(palette);
}

void LibraryPage::setNote(const QString& left, const QString& right) {
  left_->setText(left);
  right_->setText(right);
  note_->setVisible(!left.isEmpty() || !right.isEmpty());
}

void LibraryPage::showGrid() {
  stack_->setCurrentWidget(grid_);
}

void LibraryPage::showEmpty(const QString& iconName, const QString& title, const QString& sentence,
                            const QString& action, std::function<void()> act) {
  empty_->setContents(iconName, title, sentence, action, std::move(act));
  stack_->setCurrentWidget(empty_);
}

}  // namespace calotype::ui
