// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAction>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/file_url.h"
#include "ui/icons.h"
#include "ui/pages/library_page.h"
#include "ui/show_in_folder.h"
#include "ui/views/describe.h"
#include "ui/views/fault_bar.h"
#include "ui/views/photo_grid.h"
#include "ui/views/search_field.h"
#include "ui/views/top_bar.h"
#include "ui/window.h"

namespace calotype::ui {

namespace {

constexpr double kSizeStep = 1.2;

}  // namespace

QAction* Window::addAction(const QString& iconName, const QString& text,
                           const QList<QKeySequence>& keys, void (Window::*slot)()) {
  auto* const action = new QAction(text, this);
  if (!iconName.isEmpty())
    action->setIcon(icon(iconName, toQtPalette(colours_).color(QPalette::Text)));
  action->setShortcuts(keys);
  connect(action, &QAction::triggered, this, slot);
  QWidget::addAction(action);
  return action;
}

void Window::buildActions() {
  const auto key = [](auto... keys) { return QList<QKeySequence>{QKeySequence(keys)...}; };
  menu_ = new QMenu(this);
  menu_->setAccessibleName(tr("Menu"));
  const auto listed = [this](QAction* action) { menu_->addAction(action); };
  listed(addAction({}, tr("Add a folder…"), key(Qt::CTRL | Qt::Key_O), &Window::chooseFolder));
  listed(addAction({}, tr("Look for new photos"), key(Qt::Key_F5), &Window::rescan));
  listed(addAction({}, tr("Pause or resume indexing"), key(Qt::CTRL | Qt::SHIFT | Qt::Key_P),
                   &Window::togglePause));
  listed(addAction({}, tr("Stop indexing"), key(Qt::CTRL | Qt::Key_Period), &Window::stopIndexing));
  menu_->addSeparator();
  undo_ = addAction({}, tr("Undo"), key(Qt::CTRL | Qt::Key_Z), &Window::undo);
  redo_ = addAction({}, tr("Redo"), key(Qt::CTRL | Qt::SHIFT | Qt::Key_Z, Qt::CTRL | Qt::Key_Y),
                    &Window::redo);
  listed(undo_);
  listed(redo_);
  menu_->addSeparator();
  listed(addAction({}, tr("Search"), key(Qt::CTRL | Qt::Key_F, Qt::CTRL | Qt::Key_K, Qt::Key_Slash),
                   &Window::focusSearch));
  listed(addAction({}, tr("Library"), key(Qt::CTRL | Qt::Key_1), &Window::goToLibrary));
  listed(addAction({}, tr("Recently added"), key(Qt::CTRL | Qt::Key_2), &Window::goToRecent));
  listed(addAction({}, tr("Proposals"), key(Qt::CTRL | Qt::Key_3), &Window::goToProposals));
  listed(addAction({}, tr("Unreadable files"), key(Qt::CTRL | Qt::Key_4), &Window::goToUnreadable));
  listed(addAction({}, tr("Trash"), key(Qt::CTRL | Qt::Key_5), &Window::goToTrash));
  listed(addAction({}, tr("Models"), key(Qt::CTRL | Qt::Key_6), &Window::goToModels));
  listed(addAction({}, tr("Settings"), key(Qt::CTRL | Qt::Key_Comma), &Window::goToSettings));
  menu_->addSeparator();
  listed(addAction({}, tr("New album"), key(Qt::CTRL | Qt::Key_N), &Window::newAlbum));
  listed(addAction({}, tr("Save this search"), key(Qt::CTRL | Qt::Key_S), &Window::saveSearch));
  menu_->addSeparator();
  listed(addAction({}, tr("Larger photos"), key(Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal),
                   &Window::growPhotos));
  listed(addAction({}, tr("Smaller photos"), key(Qt::CTRL | Qt::Key_Minus), &Window::shrinkPhotos));
  listed(addAction({}, tr("Side bar"), key(Qt::Key_F9), &Window::toggleSideBar));
  listed(addAction({}, tr("Facts about the photo"), key(Qt::Key_F4), &Window::togglePanel));
  listed(addAction({}, tr("Full screen"), key(Qt::Key_F11), &Window::toggleFullScreen));

  buildPhotoActions(
      {addAction({}, tr("Open"), key(Qt::CTRL | Qt::Key_Return), &Window::openCurrent),
       addAction({}, tr("More like this"), key(Qt::CTRL | Qt::Key_D), &Window::findSimilar),
       addAction({}, tr("Show in folder"), key(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
                 &Window::showInFolder)});
}

void Window::buildMenu() {
  menu_->addMenu(photoMenu_);
  menu_->addSeparator();
  menu_->addAction(
      addAction({}, tr("About Calotype"), {QKeySequence(Qt::Key_F1)}, &Window::showAbout));
  auto* const quit = new QAction(tr("Quit"), this);
  quit->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Q));
  connect(quit, &QAction::triggered, this, &QWidget::close);
  QWidget::addAction(quit);
  menu_->addAction(quit);
  topBar_->setMenu(menu_);
}

void Window::chooseFolder() {
  const auto url = QFileDialog::getExistingDirectoryUrl(this, tr("Folder with photos"));
  if (url.isLocalFile()) addFolder(pathOf(url));
}

/// What was named on the command line, here or in a later start.
void Window::openPaths(const std::vector<fs::path>& paths) {
  if (!bridge_.isOpen()) {
    options_.paths.insert(options_.paths.end(), paths.begin(), paths.end());
    return;
  }
  std::vector<fs::path> pictures;
  for (const auto& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error))
      addFolder(path);
    else
      pictures.push_back(path);
  }
  if (!pictures.empty()) openPictures(pictures);
}

void Window::raiseAsked(const QString& token) {
  // Qt takes it from there when it asks the compositor.
  if (!token.isEmpty()) qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
  setWindowState(windowState() & ~Qt::WindowMinimized);
  show();
  raise();
  activateWindow();
}

/// One is shown whole, several are chosen in the folder of the first.
void Window::openPictures(const std::vector<fs::path>& files) {
  using Found = std::vector<std::optional<catalog::PhotoId>>;
  bridge_.call<Found>(
      this,
      [files](catalog::Catalog& catalog) -> Result<Found> {
        Found found;
        for (const auto& file : files) {
          const auto photo = catalog.photoAt(file);
          found.push_back(photo ? std::optional(*photo) : std::nullopt);
        }
        return found;
      },
      [this, files](Result<Found> found) {
        if (!found) return showFault(found.error());
        openNext_.clear();
        for (std::size_t i = 0; i < files.size(); ++i) {
          if ((*found)[i]) {
            if (openNext_.empty()) goToFolder(files[i].parent_path());
            openNext_.push_back(*(*found)[i]);
          } else {
            offerFolderOf(files[i]);
          }
        }
      });
}

void Window::offerFolderOf(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error))
    return fault_->showFault(tr("%1 is not there.").arg(Words::path(file)));
  fault_->showFault(tr("%1 is not in the library yet.").arg(Words::path(file)),
                    tr("Add its folder"), [this, file] {
                      fault_->hide();
                      addFolder(file.parent_path());
                    });
}

void Window::rescan() {
  bridge_.startIndexing();
}

void Window::tryUnreadableAgain() {
  bridge_.call<bool>(
      this,
      [](catalog::Catalog& catalog) -> Result<bool> {
        CALOTYPE_CHECK(catalog.retryFailures());
        CALOTYPE_CHECK(catalog.startIndexing());
        return true;
      },
      [this](Result<bool> begun) {
        if (!begun) showFault(begun.error());
      });
}

void Window::togglePause() {
  bridge_.pauseIndexing(bridge_.progress().state != catalog::Progress::State::Paused);
}

void Window::stopIndexing() {
  bridge_.stopIndexing();
}

void Window::focusSearch() {
  if (screens_->currentIndex() != 0 || !hasRoots_) return;
  topBar_->search().setFocus(Qt::ShortcutFocusReason);
  topBar_->search().selectAll();
}

void Window::showInFolder() {
  const int row = library_->grid().currentRow();
  if (row < 0) return;
  bridge_.details(photos_.photo(row).id, this, [this](Result<catalog::PhotoDetails> details) {
    if (!details) return showFault(details.error());
    if (!details->files.empty()) ui::showInFolder(details->files.front());
  });
}

void Window::findSimilar() {
  const int row = screens_->currentIndex() == 0 ? library_->grid().currentRow() : -1;
  if (row >= 0) searchByPhoto(photos_.photo(row).id);
}

void Window::openCurrent() {
  const int row = library_->grid().currentRow();
  if (row >= 0 && screens_->currentIndex() == 0) openViewer(row);
}

void Window::showGridMenu(const QPoint& at) {
  photoMenu_->popup(at);
}

void Window::growPhotos() {
  auto& grid = library_->grid();
  grid.setRowHeight(int(grid.rowHeight() * kSizeStep));
}

void Window::shrinkPhotos() {
  auto& grid = library_->grid();
  grid.setRowHeight(int(grid.rowHeight() / kSizeStep));
}

void Window::showAbout() {
  bridge_.call<std::string>(
      this, [](catalog::Catalog& catalog) { return catalog.decoderConfinement(); },
      [this](Result<std::string> confinement) {
        auto* const box = new QMessageBox(this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->setWindowTitle(tr("About Calotype"));
        box->setIconPixmap(applicationIcon().pixmap(QSize(72, 72), devicePixelRatioF()));
        box->setText(QStringLiteral("Calotype " CALOTYPE_VERSION));
        box->setInformativeText(
            tr("Finds your photos by what is in the picture. Everything stays on this "
               "computer.\n\nFree software under the GNU General Public License, "
               "version 3 or later.") +
            (confinement ? QStringLiteral("\n\n") + Words::confinement(*confinement) : QString()));
        box->open();
      });
}

void Window::dragEnterEvent(QDragEnterEvent* event) {
  const auto& given = *event->mimeData();
  const bool ours = given.hasFormat(QLatin1String(kPhotosMime));
  if (!ours && (given.hasUrls() || given.hasImage())) event->acceptProposedAction();
}

void Window::dropEvent(QDropEvent* event) {
  for (const auto& url : event->mimeData()->urls()) {
    std::error_code error;
    if (!url.isLocalFile() || !fs::is_directory(pathOf(url), error)) continue;
    event->acceptProposedAction();
    addFolder(pathOf(url));
    return;
  }
  const auto picture = topBar_->search().pictureIn(*event->mimeData());
  if (picture.empty()) return;
  event->acceptProposedAction();
  searchByPicture(picture);
}

}  // namespace calotype::ui
