// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QTimer>

#include "catalog/catalog.h"
#include "ui/bridge/catalog_bridge.h"
#include "ui/finder.h"
#include "ui/models/photo_model.h"
#include "ui/palette.h"
#include "ui/settings.h"
#include "ui/views/describe.h"

class QMenu;
class QStackedWidget;

namespace calotype::ui {

class FaultBar;
class FirstStartPage;
class InfoPanel;
class LibraryPage;
class SideBar;
class StatusStrip;
class TopBar;
class UnreadablePage;
class Viewer;

struct WindowOptions {
  catalog::CatalogOptions catalog;
  fs::path settings;  // INI file
  fs::path folder;    // to be added and shown; may be empty
  fs::path pictures;  // what the first start proposes
};

/// The main window. It is up before the catalog is open.
class Window final : public QMainWindow {
  Q_OBJECT
 public:
  explicit Window(WindowOptions options, QWidget* parent = nullptr);
  ~Window() override;

  /// Adds the folder, begins to index it, and goes there.
  void addFolder(const fs::path& folder);
  LibraryPage& libraryPage() { return *library_; }
  UnreadablePage& unreadablePage() { return *unreadable_; }
  Viewer& viewer() { return *viewer_; }
  InfoPanel& infoPanel() { return *panel_; }
  CatalogBridge& bridge() { return bridge_; }
  void setAppearance(Appearance appearance);

 Q_SIGNALS:
  /// An answer of the catalog stands on the page.
  void answered();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  // window.cpp: what the window is made of
  void build();
  QWidget* buildChrome();
  void connectParts();
  void applyColours();
  void placeSides();
  void toggleSideBar();
  void togglePanel();
  void toggleFullScreen();

  // window_actions.cpp: what one can do
  void buildActions();
  void buildMenu();
  QAction* addAction(const QString& iconName, const QString& text, const QList<QKeySequence>& keys,
                     void (Window::*slot)());
  void chooseFolder();
  void rescan();
  void removeFolder(const fs::path& folder);
  void togglePause();
  void stopIndexing();
  void focusSearch();
  void showInFolder();
  void findSimilar();
  void openCurrent();
  void showGridMenu(const QPoint& at);
  void growPhotos();
  void shrinkPhotos();
  void showAbout();

  // window_pages.cpp: what is shown
  void catalogOpened();
  void catalogFailed(const Error& error);
  void showFault(const Error& error);
  void goToLibrary();
  void goToFolder(const fs::path& folder);
  void goToUnreadable();
  void showLibraryPage();
  void take(const catalog::SearchPage& page, bool fresh);
  void showEmptyState();
  void showNote(const catalog::SearchPage& page);
  void searchByPicture(const fs::path& file);
  void searchByPhoto(catalog::PhotoId photo);
  void photoChosen(int row);
  void openViewer(int row);
  void viewerClosed();
  QString reasonFor(int row) const;
  void refreshSides();
  void updateProgress();

  WindowOptions options_;
  Settings settings_;
  Palette colours_;
  QPalette desktop_;
  CatalogBridge bridge_;
  PhotoModel photos_;
  Finder finder_;
  Likeness likeness_;
  bool hasRoots_ = false;
  bool sideBarForced_ = false, panelForced_ = false;  // shown although the window is narrow

  QStackedWidget* screens_ = nullptr;  // the chrome, or the viewer
  QStackedWidget* pages_ = nullptr;
  SideBar* sideBar_ = nullptr;
  TopBar* topBar_ = nullptr;
  FaultBar* fault_ = nullptr;
  LibraryPage* library_ = nullptr;
  UnreadablePage* unreadable_ = nullptr;
  FirstStartPage* firstStart_ = nullptr;
  InfoPanel* panel_ = nullptr;
  StatusStrip* status_ = nullptr;
  Viewer* viewer_ = nullptr;
  QMenu* menu_ = nullptr;
  QList<QAction*> photoActions_;  // of the grid's own menu

  QTimer progress_, sides_;
};

}  // namespace calotype::ui
