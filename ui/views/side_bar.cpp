// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/side_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/show_in_folder.h"
#include "ui/tokens.h"
#include "ui/views/folder_tree.h"
#include "ui/views/nav_button.h"
#include "ui/views/text_label.h"

namespace calotype::ui {

SideBar::SideBar(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("sideBar"));
  setAttribute(Qt::WA_StyledBackground);
  setAccessibleName(tr("Side bar"));
  setFixedWidth(tokens::kSideBarWidth);
  build();
}

void SideBar::build() {
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(tokens::kSpace2, tokens::kSpace3, tokens::kSpace2, tokens::kSpace2);
  layout->setSpacing(2);
  library_ = new NavButton(QStringLiteral("library"), tr("Library"), this);
  library_->setToolTip(tr("All photos (Ctrl+1)"));
  layout->addWidget(library_);
  layout->addSpacing(tokens::kSpace3);
  auto* const header = new QHBoxLayout;
  header->setContentsMargins(tokens::kSpace2, 0, 0, 0);
  heading_ = makeLabel(TextSize::Secondary, "secondary", this, tr("Folders"));
  header->addWidget(heading_, 1);
  add_ = new QToolButton(this);
  add_->setAccessibleName(tr("Add a folder"));
  add_->setToolTip(tr("Add a folder (Ctrl+O)"));
  add_->setIconSize({18, 18});
  add_->setFocusPolicy(Qt::TabFocus);
  header->addWidget(add_);
  layout->addLayout(header);
  tree_ = new FolderTree(folders_, this);
  layout->addWidget(tree_, 1);
  unreadable_ = new NavButton(QStringLiteral("unreadable"), tr("Unreadable"), this);
  unreadable_->setToolTip(tr("Files that could not be read (Ctrl+2)"));
  layout->addWidget(unreadable_);

  connect(library_, &QAbstractButton::clicked, this, [this] {
    mark();
    Q_EMIT libraryChosen();
  });
  connect(unreadable_, &QAbstractButton::clicked, this, [this] {
    mark();
    Q_EMIT unreadableChosen();
  });
  connect(add_, &QToolButton::clicked, this, &SideBar::addFolderWanted);
  connect(tree_, &FolderTree::chosen, this,
          [this](const QModelIndex& index) { Q_EMIT folderChosen(folders_.pathAt(index)); });
  connect(tree_, &FolderTree::menuWanted, this, &SideBar::showMenu);
  connect(&folders_, &QAbstractItemModel::modelReset, this, [this] {
    // A single root shows what is in it at once; more stand folded.
    if (folders_.rowCount() == 1) tree_->expand(folders_.index(0, 0));
    mark();
  });
}

void SideBar::setColours(const Palette& palette) {
  library_->setColours(palette);
  unreadable_->setColours(palette);
  tree_->setColours(palette);
  add_->setIcon(icon(QStringLiteral("folder-add"), palette.secondary));
}

void SideBar::setCounts(const catalog::Counts& counts) {
  library_->setCount(counts.photos);
  unreadable_->setCount(counts.unreadable);
}

void SideBar::setFolders(const std::vector<catalog::Root>& roots,
                         const std::vector<catalog::Folder>& folders) {
  folders_.setFolders(roots, folders);
}

void SideBar::setPlace(Place place, const fs::path& folder) {
  place_ = place;
  folder_ = folder;
  mark();
}

void SideBar::mark() {
  library_->setChecked(place_ == Place::Library);
  unreadable_->setChecked(place_ == Place::Unreadable);
  const auto index = place_ == Place::Folder ? folders_.indexOf(folder_) : QModelIndex();
  if (index.isValid())
    tree_->setCurrentIndex(index);
  else
    tree_->clearSelection();
}

void SideBar::showMenu(const QModelIndex& index, const QPoint& at) {
  const auto path = folders_.pathAt(index);
  QMenu menu(this);
  menu.addAction(tr("Look for new photos"), this, [this, path] { Q_EMIT rescanWanted(path); });
  menu.addAction(tr("Show in folder"), this, [path] { showInFolder(path); });
  if (index.data(FolderModel::IsRootRole).toBool()) {
    menu.addSeparator();
    menu.addAction(tr("Remove from the library…"), this,
                   [this, path] { Q_EMIT removeWanted(path); });
  }
  menu.exec(at);
}

}  // namespace calotype::ui
