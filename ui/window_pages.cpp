// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QStackedWidget>
#include <map>

#include "ui/pages/first_start_page.h"
#include "ui/pages/library_page.h"
#include "ui/pages/models_page.h"
#include "ui/pages/proposals_page.h"
#include "ui/pages/settings_page.h"
#include "ui/pages/trash_page.h"
#include "ui/pages/unreadable_page.h"
#include "ui/show_in_folder.h"
#include "ui/views/fault_bar.h"
#include "ui/views/info_panel.h"
#include "ui/views/photo_grid.h"
#include "ui/views/place_tree.h"
#include "ui/views/search_field.h"
#include "ui/views/side_bar.h"
#include "ui/views/status_strip.h"
#include "ui/views/top_bar.h"
#include "ui/views/viewer.h"
#include "ui/window.h"

namespace calotype::ui {

void Window::catalogOpened() {
  updateModel();
  if (!options_.model.empty())
    bridge_.call<bool>(
        this,
        [model = std::exchange(options_.model, {})](catalog::Catalog& catalog) -> Result<bool> {
          CALOTYPE_CHECK(catalog.useModel(model));
          return true;
        },
        [this](Result<bool> used) {
          if (!used) fault_->showFault(Words::modelError(used.error()));
        });
  const auto paths = std::exchange(options_.paths, {});
  std::error_code error;
  if (!paths.empty() && fs::is_directory(paths.front(), error)) return openPaths(paths);
  bridge_.roots(this, [this, paths](Result<std::vector<catalog::Root>> roots) {
    if (!roots) return showFault(roots.error());
    hasRoots_ = !roots->empty();
    goToLibrary();
    openPaths(paths);
    if (!hasRoots_) {
      Q_EMIT answered();
      return;
    }
    refreshSides();
    if (!bridge_.isReadOnly()) bridge_.startIndexing();
  });
}

void Window::catalogFailed(const Error& error) {
  const auto text = Words::error(error);
  Q_EMIT answered();
  if (error.code == Code::Corrupt) {
    library_->showEmpty(QStringLiteral("warning"), tr("The catalog is damaged"),
                        tr("Nothing was touched, and your photos are not concerned. What can be "
                           "read of the catalog is kept, the rest comes from its newest copy."),
                        tr("Mend the catalog"), [this] { mendCatalog(); });
    return;
  }
  if (error.code == Code::Busy) {
    fault_->showFault(text, tr("Only look"), [this] {
      options_.catalog.readOnly = true;
      bridge_.open(options_.catalog);
    });
  } else {
    fault_->showFault(text, tr("Show the catalog's folder"),
                      [this] { ui::showInFolder(options_.catalog.paths.database()); });
  }
  library_->showEmpty(QStringLiteral("warning"), tr("The catalog is not open"), text);
}

void Window::mendCatalog() {
  library_->showEmpty(QStringLiteral("restore"), tr("The catalog is being mended"),
                      tr("This takes a few seconds. The damaged file is kept."));
  bridge_.mend(options_.catalog.paths, this, [this](Result<catalog::Replaced> replaced) {
    if (!replaced) return catalogFailed({Code::Io, replaced.error().message});
    fault_->showFault(Words::mended(*replaced), tr("Show the damaged file"),
                      [kept = *replaced] { ui::showInFolder(kept.kept.value_or(kept.from)); });
    bridge_.open(options_.catalog);
  });
}

void Window::showFault(const Error& error) {
  // A missing model is said quietly in the status line, where also the remedy stands.
  if (error.code == Code::Cancelled || error.code == Code::ModelMissing) return;
  if (!bridge_.isOpen()) return;  // why it is not stands there already, with what to do
  if (error.code == Code::ManyMissing)
    return fault_->showFault(Words::error(error), tr("They are gone for good"),
                             [this] { bridge_.startIndexing({}, true); });
  fault_->showFault(Words::error(error));
}

void Window::addFolder(const fs::path& folder) {
  bridge_.addFolder(folder, this, [this](Result<fs::path> added) {
    if (!added) {
      showFault(added.error());
      if (!hasRoots_) showFirstStart();
      return;
    }
    hasRoots_ = true;
    bridge_.startIndexing({*added});
    refreshSides();
    goToFolder(*added);
  });
}

void Window::showLibraryPage() {
  const bool arrived = pages_->currentWidget() != library_;
  pages_->setCurrentWidget(library_);
  placeSides();
  if (arrived && !topBar_->search().hasFocus() && !sideBar_->tree().hasFocus())
    library_->grid().setFocus();
}

void Window::showPage(QWidget* page, const PlaceKey& place) {
  if (screens_->currentWidget() == viewer_) viewer_->close();
  finder_.settle();
  place_ = place;
  sideBar_->setPlace(place);
  pages_->setCurrentWidget(page);
  placeSides();
  refreshSides();
  refreshPages();
}

/// Without a folder there is nothing else to see.
void Window::showFirstStart() {
  pages_->setCurrentWidget(firstStart_);
  firstStart_->focusFirst();
  placeSides();
}

void Window::browse(const catalog::Place& place, const PlaceKey& key) {
  if (!hasRoots_ && bridge_.isOpen()) return showFirstStart();
  if (screens_->currentWidget() == viewer_) viewer_->close();
  topBar_->search().reset();
  place_ = key;
  sideBar_->setPlace(key);
  showLibraryPage();
  if (topBar_->search().hasFocus()) library_->grid().setFocus(Qt::ShortcutFocusReason);
  finder_.browse(place);
}

void Window::goTo(const PlaceKey& place) {
  using Kind = PlaceKey::Kind;
  switch (place.kind) {
    case Kind::Library:
      return goToLibrary();
    case Kind::Recent:
      return goToRecent();
    case Kind::Folder:
      return goToFolder(place.folder);
    case Kind::Album:
      return browse(catalog::AlbumId(place.id), place);
    case Kind::Tag:
      return browse(catalog::TagId(place.id), place);
    case Kind::SavedSearch:
      if (const auto album = sideBar_->places().albumAt(sideBar_->places().indexOf(place))) {
        place_ = place;
        ask(QString::fromStdString(album->query));
      }
      return;
    case Kind::Proposals:
      return goToProposals();
    case Kind::Unreadable:
      return goToUnreadable();
    case Kind::Missing:
      return browse(catalog::MissingPhotos{}, place);
    case Kind::Trash:
      return goToTrash();
    default:
      return;
  }
}

void Window::goToLibrary() {
  browse(catalog::Everywhere{}, {PlaceKey::Kind::Library});
}

void Window::goToRecent() {
  browse(catalog::Recent{}, {PlaceKey::Kind::Recent});
}

void Window::goToFolder(const fs::path& folder) {
  browse(folder, {PlaceKey::Kind::Folder, folder});
}

void Window::goToProposals() {
  if (!hasRoots_) return;
  showPage(proposals_, {PlaceKey::Kind::Proposals});
  proposals_->begin();
}

void Window::goToUnreadable() {
  if (hasRoots_) showPage(unreadable_, {PlaceKey::Kind::Unreadable});
}

void Window::goToTrash() {
  if (hasRoots_) showPage(trash_, {PlaceKey::Kind::Trash});
}

void Window::goToSettings() {
  showPage(settingsPage_, place_);
  settingsPage_->refresh();
  settingsPage_->focusFirst();
}

void Window::goToModels() {
  showPage(modelsPage_, place_);
  modelsPage_->focusFirst();
}

void Window::photoChosen(int row) {
  selectionChanged();
  const bool one = library_->grid().selection().size() < 2;
  panel_->setReason(one ? reasonFor(row) : QString());
}

void Window::selectionChanged() {
  auto& grid = library_->grid();
  std::vector<catalog::PhotoRow> rows;
  for (const auto& row : photos_.photos())
    if (grid.isSelected(row.id)) rows.push_back(row);
  status_->setSelection(int(rows.size()));
  if (rows.size() < 2) {
    rows.clear();
    if (grid.currentRow() >= 0) rows.push_back(photos_.photo(grid.currentRow()));
  }
  panel_->setPhotos(std::move(rows));
}

void Window::openViewer(int row) {
  screens_->setCurrentWidget(viewer_);
  viewer_->open(row);
}

void Window::viewerClosed() {
  screens_->setCurrentIndex(0);
  auto& grid = library_->grid();
  grid.setCurrentRow(viewer_->row(), true);
  grid.setFocus();
}

void Window::refreshSides() {
  bridge_.call<Places>(
      this,
      [](catalog::Catalog& catalog) -> Result<Places> {
        Places places;
        CALOTYPE_TRY(places.counts, catalog.countsNow());
        CALOTYPE_TRY(places.roots, catalog.roots());
        CALOTYPE_TRY(places.folders, catalog.folders());
        CALOTYPE_TRY(places.albums, catalog.albums());
        CALOTYPE_TRY(places.tags, catalog.tags());
        return places;
      },
      [this](Result<Places> places) {
        if (!places) return;
        hasRoots_ = !places->roots.empty();
        sideBar_->setPlaces(*places);
        if (nameNext_ && sideBar_->places().indexOf(*nameNext_).isValid())
          sideBar_->rename(*std::exchange(nameNext_, std::nullopt));
        QStringList paths;
        std::map<catalog::TagId, QString> known;
        for (const auto& tag : places->tags) {
          auto& path = known[tag.id];
          path = Words::plain(tag.name);
          if (tag.parent) path = known[*tag.parent] + QLatin1Char('/') + path;
          paths << path;
        }
        for (auto* const panel : {panel_, &viewer_->infoPanel()}) panel->setKnownTags(paths);
        rebuildAlbumMenu(places->albums);
      });
}

/// What stands on the page that is shown, if it is not the library.
void Window::refreshPages() {
  auto* const page = pages_->currentWidget();
  if (page == trash_) return trash_->refresh();
  if (page == proposals_) return proposals_->refresh();
  if (page == modelsPage_) return modelsPage_->refresh();
  if (page != unreadable_) return;
  bridge_.failures(this, [this](Result<std::vector<catalog::Failure>> failures) {
    if (failures) unreadable_->setFailures(std::move(*failures));
    Q_EMIT answered();
  });
}

/// While a model is being changed, how far it is.
void Window::updateModel() {
  const auto status = bridge_.modelStatus();
  status_->setModel(status, modelChange_);
  using Change = std::optional<catalog::ModelChange>;
  bridge_.modelChange(this, [this](Result<Change> change) {
    if (!change) return;
    const bool wasChanging = modelChange_.has_value();
    modelChange_ = *change;
    status_->setModel(bridge_.modelStatus(), modelChange_);
    if (modelChange_)
      modelLook_.start();
    else
      modelLook_.stop();
    if (pages_->currentWidget() == modelsPage_) {
      if (wasChanging && modelChange_)
        modelsPage_->setChange(modelChange_);
      else if (wasChanging || modelChange_)
        modelsPage_->refresh();
    }
    if (wasChanging && !modelChange_) finder_.refresh();
  });
}

void Window::updateProgress() {
  const auto progress = bridge_.progress();
  const bool busy = progress.state != catalog::Progress::State::Idle;
  status_->setProgress(progress);
  if (busy) {
    if (!progress_.isActive()) progress_.start();
    return;
  }
  // Also when it was never seen busy: a short run may be over before its beginning is heard here.
  progress_.stop();
  finder_.refresh();
  refreshSides();
  refreshPages();
}

}  // namespace calotype::ui
