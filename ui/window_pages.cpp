// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QStackedWidget>

#include "ui/pages/first_start_page.h"
#include "ui/pages/library_page.h"
#include "ui/pages/unreadable_page.h"
#include "ui/show_in_folder.h"
#include "ui/views/fault_bar.h"
#include "ui/views/info_panel.h"
#include "ui/views/photo_grid.h"
#include "ui/views/search_field.h"
#include "ui/views/side_bar.h"
#include "ui/views/status_strip.h"
#include "ui/views/top_bar.h"
#include "ui/views/viewer.h"
#include "ui/window.h"

namespace calotype::ui {

void Window::catalogOpened() {
  status_->setModel(bridge_.modelStatus());
  if (!options_.folder.empty()) {
    addFolder(std::exchange(options_.folder, {}));
    return;
  }
  bridge_.roots(this, [this](Result<std::vector<catalog::Root>> roots) {
    if (!roots) return showFault(roots.error());
    hasRoots_ = !roots->empty();
    if (!hasRoots_) {
      pages_->setCurrentWidget(firstStart_);
      firstStart_->focusFirst();
      placeSides();
      Q_EMIT answered();
      return;
    }
    finder_.browse({});
    refreshSides();
    if (!bridge_.isReadOnly()) bridge_.startIndexing();
  });
}

void Window::catalogFailed(const Error& error) {
  const auto text = Words::error(error);
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
  Q_EMIT answered();
}

void Window::showFault(const Error& error) {
  // A missing model is said quietly in the status line, where also the remedy stands.
  if (error.code == Code::Cancelled || error.code == Code::ModelMissing) return;
  if (!bridge_.isOpen()) return;  // why it is not stands there already, with what to do
  fault_->showFault(Words::error(error));
}

void Window::addFolder(const fs::path& folder) {
  bridge_.addFolder(folder, this, [this](Result<fs::path> added) {
    if (!added) {
      showFault(added.error());
      if (hasRoots_) return;
      pages_->setCurrentWidget(firstStart_);
      placeSides();
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
  if (arrived && !topBar_->search().hasFocus()) library_->grid().setFocus();
}

void Window::goToLibrary() {
  if (screens_->currentWidget() == viewer_) viewer_->close();
  topBar_->search().reset();
  sideBar_->setPlace(SideBar::Place::Library);
  showLibraryPage();
  finder_.browse({});
}

void Window::goToFolder(const fs::path& folder) {
  topBar_->search().reset();
  sideBar_->setPlace(SideBar::Place::Folder, folder);
  showLibraryPage();
  finder_.browse(folder);
}

void Window::goToUnreadable() {
  if (!hasRoots_) return;
  if (screens_->currentWidget() == viewer_) viewer_->close();
  sideBar_->setPlace(SideBar::Place::Unreadable);
  pages_->setCurrentWidget(unreadable_);
  placeSides();
  refreshSides();
}

void Window::searchByPicture(const fs::path& file) {
  topBar_->search().setPicture({}, Words::fileName(file));
  finder_.findLikePicture(file);
}

void Window::searchByPhoto(catalog::PhotoId photo) {
  if (screens_->currentWidget() == viewer_) viewer_->close();
  topBar_->search().setPicture(photos_.thumbnail(photo, PhotoModel::kSmallEdge),
                               tr("More like this photo"));
  finder_.findLikePhoto(photo);
}

void Window::take(const catalog::SearchPage& page, bool fresh) {
  auto& grid = library_->grid();
  if (fresh) {
    grid.startOver();
    // A search looks everywhere; afterwards one is back in the folder one came from.
    const bool everywhere = finder_.isSearch() || finder_.folder().empty();
    sideBar_->setPlace(everywhere ? SideBar::Place::Library : SideBar::Place::Folder,
                       finder_.folder());
    showLibraryPage();
  }
  const bool ranked = finder_.isSearch() && !page.byWords;
  likeness_ = ranked ? Likeness(page.rows) : Likeness();
  grid.setDatesShown(!ranked);
  grid.setDivider(-1, {});
  photos_.setPhotos(page.rows);
  if (ranked) grid.setDivider(likeness_.firstUnlikely(page.rows), tr("Less likely from here on"));
  if (page.rows.empty())
    showEmptyState();
  else
    library_->showGrid();
  showNote(page);
  Q_EMIT answered();
}

void Window::showEmptyState() {
  const bool busy = bridge_.progress().state != catalog::Progress::State::Idle;
  if (finder_.isSearch()) {
    library_->showEmpty(QStringLiteral("search"), tr("Nothing matches"),
                        tr("No photo fits what was asked for. Fewer or other words may find it."),
                        tr("Clear the search"), [this] {
                          topBar_->search().reset();
                          finder_.endSearch();
                        });
  } else if (busy) {
    library_->showEmpty(QStringLiteral("library"), tr("Looking for photos"),
                        tr("They appear here as they are found."));
  } else {
    library_->showEmpty(QStringLiteral("folder"), tr("No photos here"),
                        tr("Calotype found no picture in this folder or below it."),
                        tr("Add another folder…"), [this] { chooseFolder(); });
  }
}

void Window::showNote(const catalog::SearchPage& page) {
  if (!finder_.isSearch()) return library_->setNote({}, {});
  const auto state = bridge_.modelStatus().state;
  const bool coming = state != catalog::ModelStatus::State::Missing;
  QString left;
  if (page.byWords)
    left = coming ? tr("Found by words; pictures follow as soon as the model is open.")
                  : tr("Found by words only: there is no model that could look at pictures.");
  else if (finder_.isByPicture())
    left = tr("The most alike come first.");
  else
    left = tr("The best matches come first.");
  library_->setNote(left, page.byWords ? QString() : Words::coverage(page));
}

QString Window::reasonFor(int row) const {
  if (row < 0 || row >= photos_.rowCount() || !finder_.isSearch()) return {};
  const float score = photos_.photo(row).score;
  if (score == 0) return tr("Its name, folder, date or keywords hold the words.");
  return likeness_.words(row, photos_.rowCount(), score);
}

void Window::photoChosen(int row) {
  panel_->setPhoto(row >= 0 ? std::optional(photos_.photo(row).id) : std::nullopt);
  panel_->setReason(reasonFor(row));
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
  bridge_.counts(this, [this](Result<catalog::Counts> counts) {
    if (counts) sideBar_->setCounts(*counts);
  });
  bridge_.roots(this, [this](Result<std::vector<catalog::Root>> roots) {
    if (!roots) return;
    hasRoots_ = !roots->empty();
    bridge_.folders(this, [this, roots = *roots](Result<std::vector<catalog::Folder>> folders) {
      if (folders) sideBar_->setFolders(roots, *folders);
    });
  });
  if (pages_->currentWidget() != unreadable_) return;
  bridge_.failures(this, [this](Result<std::vector<catalog::Failure>> failures) {
    if (failures) unreadable_->setFailures(std::move(*failures));
    Q_EMIT answered();
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
}

}  // namespace calotype::ui
