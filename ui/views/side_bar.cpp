// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/side_bar.h"

#include <QMenu>
#include <QVBoxLayout>

#include "ui/show_in_folder.h"
#include "ui/tokens.h"
#include "ui/views/place_tree.h"

namespace calotype::ui {

using Kind = PlaceKey::Kind;

SideBar::SideBar(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("sideBar"));
  setAttribute(Qt::WA_StyledBackground);
  setAccessibleName(tr("Side bar"));
  setFixedWidth(tokens::kSideBarWidth);
  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(tokens::kSpace2, tokens::kSpace3, tokens::kSpace1, tokens::kSpace2);
  tree_ = new PlaceTree(places_, this);
  layout->addWidget(tree_);
  connect(tree_, &PlaceTree::chosen, this, [this](const QModelIndex& index) {
    const auto key = places_.keyAt(index);
    if (index.data(PlaceModel::IsHeadingRole).toBool()) return mark();
    Q_EMIT placeChosen(key);
    mark();
  });
  connect(tree_, &PlaceTree::addWanted, this,
          [this](const QModelIndex& index) { Q_EMIT addWanted(places_.keyAt(index).kind); });
  connect(tree_, &PlaceTree::removeWanted, this,
          [this](const QModelIndex& index) { Q_EMIT removeWanted(places_.keyAt(index)); });
  connect(tree_, &PlaceTree::menuWanted, this, &SideBar::showMenu);
  connect(&places_, &PlaceModel::renameWanted, this, &SideBar::renameWanted);
  connect(&places_, &PlaceModel::photosDropped, this, &SideBar::photosDropped);
  connect(&places_, &QAbstractItemModel::modelReset, this, &SideBar::mark);
}

void SideBar::setColours(const Palette& palette) {
  tree_->setColours(palette);
}

void SideBar::setPlaces(const Places& places) {
  places_.setPlaces(places);
}

void SideBar::setPlace(const PlaceKey& place) {
  place_ = place;
  mark();
}

void SideBar::mark() {
  const auto index = places_.indexOf(place_);
  if (index.isValid() && tree_->currentIndex() != index)
    tree_->setCurrentIndex(index);
  else if (!index.isValid())
    tree_->clearSelection();
}

void SideBar::rename(const PlaceKey& place) {
  const auto index = places_.indexOf(place);
  if (!index.isValid()) return;
  tree_->scrollTo(index);
  tree_->edit(index);
}

void SideBar::showMenu(const QModelIndex& index, const QPoint& at) {
  const auto key = places_.keyAt(index);
  QMenu menu(this);
  const auto add = [&](const QString& text, auto signal, auto... values) {
    menu.addAction(text, this, [this, signal, values...] { Q_EMIT(this->*signal)(values...); });
  };
  switch (key.kind) {
    case Kind::Folders:
      add(tr("Add a folder…"), &SideBar::addWanted, key.kind);
      break;
    case Kind::Albums:
      add(tr("New album"), &SideBar::addWanted, key.kind);
      break;
    case Kind::Tags:
      add(tr("New tag"), &SideBar::addWanted, key.kind);
      break;
    case Kind::Folder:
      add(tr("Look for new photos"), &SideBar::rescanWanted, key.folder);
      add(tr("Propose tags for it…"), &SideBar::tagWanted, key);
      menu.addAction(tr("Show in folder"), this, [path = key.folder] { showInFolder(path); });
      menu.addSeparator();
      if (index.data(PlaceModel::IsRootRole).toBool())
        add(tr("Remove from the library…"), &SideBar::removeWanted, key);
      else
        add(tr("Leave out of the library…"), &SideBar::excludeWanted, key.folder);
      break;
    case Kind::Library:
    case Kind::Recent:
      add(tr("Propose tags for it…"), &SideBar::tagWanted, key);
      break;
    case Kind::Album:
      add(tr("Propose tags for it…"), &SideBar::tagWanted, key);
      [[fallthrough]];
    case Kind::SavedSearch:
      menu.addAction(tr("Rename"), this, [this, key] { rename(key); });
      menu.addSeparator();
      add(tr("Delete"), &SideBar::removeWanted, key);
      break;
    case Kind::Tag:
      menu.addAction(tr("Rename"), this, [this, key] { rename(key); });
      add(tr("Merge into another…"), &SideBar::mergeWanted, key);
      menu.addSeparator();
      add(tr("Delete"), &SideBar::removeWanted, key);
      break;
    default:
      return;
  }
  menu.exec(at);
}

}  // namespace calotype::ui
