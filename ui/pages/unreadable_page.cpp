// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/unreadable_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/show_in_folder.h"
#include "ui/tokens.h"
#include "ui/views/empty_state.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

namespace {

constexpr int kRowHeight = 44, kNameWidth = 220, kFolderWidth = 280;  // two lines of text

}  // namespace

UnreadablePage::UnreadablePage(QWidget* parent) : QWidget(parent), model_(this) {
  setObjectName(QStringLiteral("unreadablePage"));
  setAttribute(Qt::WA_StyledBackground);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins({});
  stack_ = new QStackedWidget(this);
  layout->addWidget(stack_);
  build();
  empty_ = new EmptyState(stack_);
  empty_->setContents(QStringLiteral("check"), tr("Everything could be read"),
                      tr("Files that are damaged or of an unknown kind would be listed here."));
  stack_->addWidget(list_);
  stack_->addWidget(empty_);
  stack_->setCurrentWidget(empty_);
}

void UnreadablePage::build() {
  list_ = new QWidget(stack_);
  auto* const layout = new QVBoxLayout(list_);
  layout->setContentsMargins(tokens::kSpace6, tokens::kSpace4, tokens::kSpace6, 0);
  layout->setSpacing(tokens::kSpace3);
  auto* const top = new QHBoxLayout;
  top->setSpacing(tokens::kSpace2);
  title_ = makeLabel(TextSize::Title, "", list_);
  top->addWidget(title_, 1);
  show_ = new QPushButton(tr("Show in folder"), list_);
  top->addWidget(show_);
  auto* const again = new QPushButton(tr("Look again"), list_);
  again->setToolTip(tr("Files that were mended or copied anew become photos (F5)"));
  top->addWidget(again);
  layout->addLayout(top);

  table_ = new QTableView(list_);
  table_->setModel(&model_);
  table_->setAccessibleName(tr("Unreadable files"));
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setShowGrid(false);
  table_->setWordWrap(true);
  table_->setTabKeyNavigation(false);
  table_->setFrameShape(QFrame::NoFrame);
  table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(kRowHeight);
  auto* const header = table_->horizontalHeader();
  header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  header->setHighlightSections(false);
  header->resizeSection(FailureModel::Name, kNameWidth);
  header->resizeSection(FailureModel::FolderColumn, kFolderWidth);
  header->setSectionResizeMode(FailureModel::Reason, QHeaderView::Stretch);
  layout->addWidget(table_, 1);
  connect(again, &QPushButton::clicked, this, &UnreadablePage::againWanted);
  connect(show_, &QPushButton::clicked, this, &UnreadablePage::showSelected);
  connect(table_, &QTableView::activated, this, &UnreadablePage::showSelected);
  const auto enable = [this] { show_->setEnabled(table_->selectionModel()->hasSelection()); };
  connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, enable);
  connect(&model_, &QAbstractItemModel::modelReset, this, enable);
  enable();
}

void UnreadablePage::setColours(const Palette& palette) {
  empty_->setColours(palette);
}

void UnreadablePage::setFailures(std::vector<catalog::Failure> failures) {
  const int count = int(failures.size());
  model_.setFailures(std::move(failures));
  title_->setText(tr("%n file(s) could not be read", nullptr, count));
  stack_->setCurrentWidget(count > 0 ? list_ : static_cast<QWidget*>(empty_));
}

void UnreadablePage::showSelected() {
  const auto rows = table_->selectionModel()->selectedRows();
  if (!rows.isEmpty()) showInFolder(model_.failure(rows.front().row()).path);
}

}  // namespace calotype::ui
