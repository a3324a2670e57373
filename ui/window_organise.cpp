// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QApplication>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <utility>

#include "catalog/settings.h"
#include "ui/dialogs/tag_dialog.h"
#include "ui/pages/library_page.h"
#include "ui/pages/proposals_page.h"
#include "ui/pages/trash_page.h"
#include "ui/views/describe.h"
#include "ui/views/info_panel.h"
#include "ui/views/note.h"
#include "ui/views/photo_grid.h"
#include "ui/views/question_bar.h"
#include "ui/views/search_field.h"
#include "ui/views/side_bar.h"
#include "ui/views/top_bar.h"
#include "ui/views/viewer.h"
#include "ui/window.h"

namespace calotype::ui {

using catalog::PhotoId;
using Kind = PlaceKey::Kind;

void Window::addPhotoAction(QMenu* menu, const QString& text, const QList<QKeySequence>& keys,
                            std::function<void()> act) {
  auto* const action = new QAction(text, this);
  action->setShortcuts(keys);
  connect(action, &QAction::triggered, this, std::move(act));
  QWidget::addAction(action);
  menu->addAction(action);
}

void Window::buildPhotoActions(const QList<QAction*>& first) {
  const auto keys = [](auto... all) { return QList<QKeySequence>{QKeySequence(all)...}; };
  photoMenu_ = new QMenu(tr("Photo"), this);
  photoMenu_->setAccessibleName(tr("Photo"));
  photoMenu_->addActions(first);
  photoMenu_->addSeparator();
  auto* const stars = photoMenu_->addMenu(tr("Rating"));
  for (int i = 0; i <= 5; ++i) {
    const auto text = i == 0 ? tr("No stars") : Words::stars(i);
    const auto digit = Qt::Key(Qt::Key_0 + i);
    addPhotoAction(stars, text, keys(digit), [this, i] { editChosen(catalog::SetRating{i}); });
  }
  auto* const flags = photoMenu_->addMenu(tr("Flag"));
  addPhotoAction(flags, tr("Pick"), keys(Qt::Key_P, Qt::ALT | Qt::Key_3),
                 [this] { editChosen(catalog::SetFlag{1}); });
  addPhotoAction(flags, tr("Reject"), keys(Qt::Key_X, Qt::ALT | Qt::Key_1),
                 [this] { editChosen(catalog::SetFlag{-1}); });
  addPhotoAction(flags, tr("No flag"), keys(Qt::Key_U, Qt::ALT | Qt::Key_0),
                 [this] { editChosen(catalog::SetFlag{0}); });
  auto* const colours = photoMenu_->addMenu(tr("Colour label"));
  for (int i = 0; i <= 5; ++i) {
    auto list = keys(Qt::CTRL | Qt::ALT | Qt::Key(Qt::Key_0 + i));
    if (i >= 1 && i <= 4) list.prepend(QKeySequence(Qt::Key(Qt::Key_5 + i)));
    addPhotoAction(colours, Words::colour(i), list,
                   [this, i] { editChosen(catalog::SetColour{i}); });
  }
  addPhotoAction(photoMenu_, tr("Add a tag…"), keys(Qt::Key_T, Qt::CTRL | Qt::Key_T),
                 [this] { editTags(); });
  addPhotoAction(photoMenu_, tr("Edit the caption"), keys(Qt::Key_F2), [this] { editCaption(); });
  albumMenu_ = photoMenu_->addMenu(tr("Add to album"));
  addPhotoAction(photoMenu_, tr("Propose tags…"), keys(Qt::CTRL | Qt::SHIFT | Qt::Key_T),
                 [this] { proposeForChosen(); });
  photoMenu_->addSeparator();
  addPhotoAction(photoMenu_, tr("Move to the trash"), keys(Qt::Key_Delete),
                 [this] { trashChosen(); });
}

void Window::rebuildAlbumMenu(const std::vector<catalog::Album>& albums) {
  albumMenu_->clear();
  for (const auto& album : albums) {
    if (!album.query.empty()) continue;
    albumMenu_->addAction(Words::plain(album.name), this,
                          [this, id = album.id] { editChosen(catalog::AddToAlbum{id}); });
  }
  if (!albumMenu_->isEmpty()) albumMenu_->addSeparator();
  albumMenu_->addAction(tr("New album"), this, &Window::newAlbum);
}

/// Those an action is meant for: the viewer's photo, else the selected ones, else the current one.
std::vector<PhotoId> Window::chosenPhotos() const {
  if (screens_->currentWidget() == viewer_) {
    const int row = viewer_->row();
    return row >= 0 && row < photos_.rowCount() ? std::vector{photos_.photo(row).id}
                                                : std::vector<PhotoId>();
  }
  if (pages_->currentWidget() != library_) return {};
  auto& grid = library_->grid();
  auto ids = grid.selection();
  if (ids.empty() && grid.currentRow() >= 0) ids.push_back(photos_.photo(grid.currentRow()).id);
  return ids;
}

void Window::editChosen(catalog::EditAction action) {
  auto photos = chosenPhotos();
  if (!photos.empty()) organiser_.edit(std::move(action), std::move(photos));
}

void Window::editTags() {
  if (chosenPhotos().empty()) return;
  if (screens_->currentWidget() == viewer_) {
    viewer_->setPanelShown(true);
    viewer_->infoPanel().focusTags();
    return;
  }
  if (!panel_->isVisibleTo(this)) togglePanel();
  panel_->focusTags();
}

void Window::editCaption() {
  if (sideBar_->isAncestorOf(QApplication::focusWidget())) return sideBar_->rename(place_);
  if (chosenPhotos().empty()) return;
  if (screens_->currentWidget() == viewer_) {
    viewer_->setPanelShown(true);
    viewer_->infoPanel().focusCaption();
    return;
  }
  if (!panel_->isVisibleTo(this)) togglePanel();
  panel_->focusCaption();
}

void Window::trashChosen() {
  if (sideBar_->isAncestorOf(QApplication::focusWidget())) return removePlace(place_);
  auto photos = chosenPhotos();
  if (photos.empty()) return;
  // In an album the key takes out of it; the photo itself stays.
  const bool inAlbum =
      screens_->currentWidget() != viewer_ && place_.kind == Kind::Album && !finder_.isSearch();
  if (inAlbum)
    return organiser_.edit(catalog::RemoveFromAlbum{catalog::AlbumId(place_.id)},
                           std::move(photos));
  // There is no file to be moved of what is missing: it is only not shown any more.
  const auto missing = std::stable_partition(photos.begin(), photos.end(), [this](PhotoId id) {
    const int row = photos_.rowOf(id);
    return row < 0 || !photos_.photo(row).missing;
  });
  std::vector<PhotoId> forgotten(missing, photos.end());
  photos.erase(missing, photos.end());
  if (!forgotten.empty()) organiser_.edit(catalog::ForgetMissing{}, std::move(forgotten));
  if (!photos.empty()) organiser_.trash(std::move(photos));
}

void Window::undo() {
  organiser_.undo();
}

void Window::redo() {
  organiser_.redo();
}

void Window::updateUndo() {
  const auto& state = organiser_.state();
  undo_->setText(state.undo ? tr("Undo: %1").arg(Words::edit(*state.undo)) : tr("Undo"));
  redo_->setText(state.redo ? tr("Redo: %1").arg(Words::edit(*state.redo)) : tr("Redo"));
}

void Window::say(const QString& words, bool undoable) {
  const auto text = undoable ? tr("%1 · Ctrl+Z undoes").arg(words) : words;
  if (screens_->currentWidget() == viewer_)
    viewer_->say(text);
  else
    note_->say(text);
}

void Window::photosEdited() {
  refreshSides();
  refreshPages();
  panel_->refresh();
  viewer_->infoPanel().refresh();
}

/// Once, at the first change: whether other programs shall see it too.
void Window::askAboutSidecars() {
  if (std::exchange(sidecarsAsked_, true) || bridge_.isReadOnly()) return;
  bridge_.call<std::string>(
      this, [](catalog::Catalog& catalog) { return catalog.setting(catalog::kSidecars); },
      [this](Result<std::string> setting) {
        if (!setting || *setting != "-1") return;
        question_->ask(
            tr("Shall ratings, captions and tags stand in a file beside each photo, too "
               "(“rose.jpg.xmp”)? Other programs can read them there, and they are safe even "
               "without "
               "Calotype. The photos themselves are not touched."),
            tr("Write them"), tr("Only in Calotype"), [this](bool yes) {
              bridge_.call<bool>(
                  this,
                  [yes](catalog::Catalog& catalog) -> Result<bool> {
                    CALOTYPE_CHECK(catalog.setSetting(catalog::kSidecars, yes ? "1" : "0"));
                    return true;
                  },
                  [this](Result<bool> set) {
                    if (!set) showFault(set.error());
                    photosEdited();
                  });
            });
      });
}

QString Window::freeName(const QString& name, PlaceKey::Kind heading) const {
  const auto& places = sideBar_->places();
  const auto above = places.indexOf({heading});
  const auto taken = [&](const QString& wanted) {
    for (int row = 0; row < places.rowCount(above); ++row)
      if (places.index(row, 0, above).data().toString().compare(wanted, Qt::CaseInsensitive) == 0)
        return true;
    return false;
  };
  for (int i = 1;; ++i) {
    const auto wanted = i == 1 ? name : QStringLiteral("%1 %2").arg(name).arg(i);
    if (!taken(wanted)) return wanted;
  }
}

/// Its name is typed where it stands, once it is there.
void Window::nameInPlace(const PlaceKey& place) {
  nameNext_ = place;
  if (!sideBar_->isVisibleTo(this)) toggleSideBar();
  refreshSides();
}

void Window::newAlbum() {
  const auto name = freeName(tr("New album"), Kind::Albums).toStdString();
  organiser_.edit(catalog::CreateAlbum{name, {}}, chosenPhotos(),
                  [this](const catalog::EditDone& done) {
                    if (done.album) nameInPlace({Kind::Album, {}, std::int64_t(*done.album)});
                  });
}

void Window::newTag() {
  const auto name = freeName(tr("New tag"), Kind::Tags).toStdString();
  organiser_.edit(catalog::CreateTag{name}, {}, [this](const catalog::EditDone& done) {
    if (done.tag) nameInPlace({Kind::Tag, {}, std::int64_t(*done.tag)});
  });
}

void Window::saveSearch() {
  const auto query = finder_.isSearch() ? finder_.words() : QString();
  if (query.isEmpty()) return say(tr("There is no search to save: type one first."), false);
  const auto name = freeName(query.left(80), Kind::Albums).toStdString();
  organiser_.edit(catalog::CreateAlbum{name, query.toStdString()}, {},
                  [this](const catalog::EditDone& done) {
                    if (done.album) nameInPlace({Kind::SavedSearch, {}, std::int64_t(*done.album)});
                  });
}

void Window::proposeForChosen() {
  auto photos = chosenPhotos();
  const int count = int(photos.size());
  if (count > 1) return proposeFor(std::move(photos), tr("For %n photo(s)", nullptr, count));
  // One photo alone is hardly meant: all that are shown.
  std::vector<PhotoId> shown;
  for (const auto& row : photos_.photos()) shown.push_back(row.id);
  const int all = int(shown.size());
  proposeFor(std::move(shown), tr("For the %n photo(s) shown", nullptr, all));
}

void Window::proposeFor(std::vector<PhotoId> photos, const QString& what) {
  if (photos.empty()) return;
  auto* const dialog = new TagDialog(bridge_, std::move(photos), what, this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &TagDialog::applyWanted, &organiser_, &Organiser::applyTags);
  dialog->open();
}

void Window::proposeForPlace(const PlaceKey& place) {
  const auto name = sideBar_->places().indexOf(place).data().toString();
  const catalog::Place where = place.kind == Kind::Folder   ? catalog::Place(place.folder)
                               : place.kind == Kind::Album  ? catalog::AlbumId(place.id)
                               : place.kind == Kind::Recent ? catalog::Place(catalog::Recent{})
                                                            : catalog::Place(catalog::Everywhere{});
  bridge_.call<std::vector<PhotoId>>(
      this, [where](catalog::Catalog& catalog) { return catalog.photosIn(where); },
      [this, name](Result<std::vector<PhotoId>> photos) {
        if (!photos) return showFault(photos.error());
        proposeFor(std::move(*photos), tr("For “%1”").arg(name));
      });
}

void Window::addPlace(PlaceKey::Kind heading) {
  if (heading == Kind::Folders) chooseFolder();
  if (heading == Kind::Albums) newAlbum();
  if (heading == Kind::Tags) newTag();
}

void Window::renamePlace(const PlaceKey& place, const QString& name) {
  if (place.kind == Kind::Tag)
    organiser_.edit(catalog::RenameTag{catalog::TagId(place.id), name.toStdString()});
  else
    organiser_.edit(catalog::RenameAlbum{catalog::AlbumId(place.id), name.toStdString()});
}

void Window::removePlace(const PlaceKey& place) {
  switch (place.kind) {
    case Kind::Folder:
      return removeFolder(place.folder);
    case Kind::Album:
    case Kind::SavedSearch:
      organiser_.edit(catalog::DeleteAlbum{catalog::AlbumId(place.id)});
      break;
    case Kind::Tag:
      organiser_.edit(catalog::DeleteTag{catalog::TagId(place.id)});
      break;
    default:
      return;
  }
  if (place == place_) goToLibrary();
}

void Window::removeFolder(const fs::path& folder) {
  QMessageBox box(this);
  box.setWindowTitle(tr("Remove a folder"));
  box.setText(tr("Remove “%1” from the library?").arg(Words::folderName(folder)));
  box.setInformativeText(tr("The photos themselves stay where they are."));
  auto* const remove = box.addButton(tr("Remove"), QMessageBox::DestructiveRole);
  box.addButton(QMessageBox::Cancel);
  box.exec();
  if (box.clickedButton() != remove) return;
  bridge_.removeFolder(folder, this, [this](Result<bool> removed) {
    if (!removed) return showFault(removed.error());
    goToLibrary();
    refreshSides();
  });
}

void Window::excludeFolder(const fs::path& folder) {
  QMessageBox box(this);
  box.setWindowTitle(tr("Leave out a folder"));
  box.setText(tr("Leave “%1” out of the library?").arg(Words::folderName(folder)));
  box.setInformativeText(tr(
      "Calotype forgets what it knows of the photos in there, your tags and ratings too, and never "
      "looks into it again, until you say so in the settings. The photos stay where they are."));
  auto* const leave = box.addButton(tr("Leave out"), QMessageBox::DestructiveRole);
  box.addButton(QMessageBox::Cancel);
  box.exec();
  if (box.clickedButton() != leave) return;
  bridge_.call<bool>(
      this,
      [folder](catalog::Catalog& catalog) -> Result<bool> {
        CALOTYPE_CHECK(catalog.excludeFolder(folder));
        return true;
      },
      [this](Result<bool> left) {
        if (!left) return showFault(left.error());
        goToLibrary();
        refreshSides();
      });
}

void Window::mergeTag(const PlaceKey& place) {
  bridge_.call<std::vector<catalog::TagNode>>(
      this, [](catalog::Catalog& catalog) { return catalog.tags(); },
      [this, place](Result<std::vector<catalog::TagNode>> tags) {
        if (!tags) return showFault(tags.error());
        QStringList names;
        std::vector<catalog::TagId> ids;
        for (const auto& tag : *tags) {
          if (std::int64_t(tag.id) == place.id) continue;
          names << Words::plain(tag.name);
          ids.push_back(tag.id);
        }
        bool given = false;
        const auto name = QInputDialog::getItem(this, tr("Merge tags"), tr("Its photos go to"),
                                                names, 0, false, &given);
        const auto at = names.indexOf(name);
        if (given && at >= 0)
          organiser_.edit(catalog::MergeTags{catalog::TagId(place.id), ids[std::size_t(at)]});
      });
}

void Window::dropPhotos(const PlaceKey& place, const QList<qint64>& photos) {
  std::vector<PhotoId> ids;
  for (const qint64 photo : photos) ids.push_back(PhotoId(photo));
  if (place.kind == Kind::Album)
    organiser_.edit(catalog::AddToAlbum{catalog::AlbumId(place.id)}, std::move(ids));
  else if (place.kind == Kind::Trash)
    organiser_.trash(std::move(ids));
  else if (place.kind == Kind::Tag)
    bridge_.call<std::string>(
        this,
        [id = place.id](catalog::Catalog& catalog) -> Result<std::string> {
          return catalog.tagPath(catalog::TagId(id));
        },
        [this, ids](Result<std::string> path) {
          if (path) organiser_.edit(catalog::AddTag{*path}, ids);
        });
}

}  // namespace calotype::ui
