// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QTimer>
#include <functional>

#include "catalog/catalog.h"
#include "ui/bridge/catalog_bridge.h"
#include "ui/bridge/model_bridge.h"
#include "ui/bridge/tuning_run.h"
#include "ui/finder.h"
#include "ui/models/photo_model.h"
#include "ui/models/place_model.h"
#include "ui/organiser.h"
#include "ui/palette.h"
#include "ui/settings.h"
#include "ui/views/describe.h"

class QMenu;
class QStackedWidget;

namespace calotype::ui {

class FaultBar;
class FirstStartPage;
class InfoPanel;
class Note;
class ProposalsPage;
class QuestionBar;
class SettingsPage;
class TrashPage;
class LibraryPage;
class ModelsPage;
class SideBar;
class StatusStrip;
class TopBar;
class UnreadablePage;
class Viewer;

struct WindowOptions {
  catalog::CatalogOptions catalog;
  fs::path settings;            // INI file
  fs::path manifest;            // the models that can be had (install_paths.h)
  fs::path model;               // to be used from now on; may be empty
  std::vector<fs::path> paths;  // folders to be added, pictures to be shown
  fs::path pictures;            // what the first start proposes
};

/// The main window. It is up before the catalog is open.
class Window final : public QMainWindow {
  Q_OBJECT
 public:
  explicit Window(WindowOptions options, QWidget* parent = nullptr);
  ~Window() override;

  /// Adds the folder, begins to index it, and goes there.
  void addFolder(const fs::path& folder);
  /// Adds folders, shows pictures that the library knows, and offers to add the others' folder.
  void openPaths(const std::vector<fs::path>& paths);
  /// Comes to the front. token: of xdg-activation, may be empty.
  void raiseAsked(const QString& token);
  LibraryPage& libraryPage() { return *library_; }
  UnreadablePage& unreadablePage() { return *unreadable_; }
  ProposalsPage& proposalsPage() { return *proposals_; }
  TrashPage& trashPage() { return *trash_; }
  SettingsPage& settingsPage() { return *settingsPage_; }
  ModelsPage& modelsPage() { return *modelsPage_; }
  Organiser& organiser() { return organiser_; }
  Viewer& viewer() { return *viewer_; }
  InfoPanel& infoPanel() { return *panel_; }
  CatalogBridge& bridge() { return bridge_; }
  ModelBridge& models() { return models_; }
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
  void openPictures(const std::vector<fs::path>& files);
  void offerFolderOf(const fs::path& file);
  void rescan();
  void tryUnreadableAgain();
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

  // window_organise.cpp: what one makes of photos
  void buildPhotoActions(const QList<QAction*>& first);
  void addPhotoAction(QMenu* menu, const QString& text, const QList<QKeySequence>& keys,
                      std::function<void()> act);
  std::vector<catalog::PhotoId> chosenPhotos() const;
  void editChosen(catalog::EditAction action);
  void editTags();
  void editCaption();
  void trashChosen();
  void undo();
  void redo();
  void updateUndo();
  QString freeName(const QString& name, PlaceKey::Kind heading) const;
  void nameInPlace(const PlaceKey& place);
  void newAlbum();
  void newTag();
  void saveSearch();
  void proposeForChosen();
  void proposeFor(std::vector<catalog::PhotoId> photos, const QString& what);
  void proposeForPlace(const PlaceKey& place);
  void addPlace(PlaceKey::Kind heading);
  void renamePlace(const PlaceKey& place, const QString& name);
  void removePlace(const PlaceKey& place);
  void removeFolder(const fs::path& folder);
  void excludeFolder(const fs::path& folder);
  void mergeTag(const PlaceKey& place);
  void dropPhotos(const PlaceKey& place, const QList<qint64>& photos);
  void photosEdited();
  void askAboutSidecars();
  void rebuildAlbumMenu(const std::vector<catalog::Album>& albums);
  void say(const QString& words, bool undoable);

  // window_pages.cpp: what is shown
  void catalogOpened();
  void catalogFailed(const Error& error);
  void mendCatalog();
  void showFault(const Error& error);
  void goTo(const PlaceKey& place);
  void goToLibrary();
  void goToRecent();
  void goToFolder(const fs::path& folder);
  void goToProposals();
  void goToUnreadable();
  void goToTrash();
  void goToSettings();
  void goToModels();
  void showPage(QWidget* page, const PlaceKey& place);
  void browse(const catalog::Place& place, const PlaceKey& key);
  void showFirstStart();
  void showLibraryPage();
  void photoChosen(int row);
  void openViewer(int row);
  void viewerClosed();
  void refreshSides();
  void refreshPages();
  void selectionChanged();
  void updateProgress();
  void updateModel();

  // window_finding.cpp: what is asked and answered
  void ask(const QString& query);
  void offer(const QString& words, int cursor);
  void adviseOn(const QString& words);
  void setOrder(catalog::Order order, bool reversed);
  void setHeadings(const catalog::SearchPage& page);
  void showFaults();
  void take(const catalog::SearchPage& page, bool fresh);
  void showOpened();
  void showEmptyState();
  void showNote(const catalog::SearchPage& page);
  void searchByPicture(const fs::path& file);
  void searchByPhoto(catalog::PhotoId photo);
  QString reasonFor(int row) const;

  WindowOptions options_;
  Settings settings_;
  Palette colours_;
  QPalette desktop_;
  CatalogBridge bridge_;
  ModelBridge models_;
  TuningRun tuning_;
  PhotoModel photos_;
  Finder finder_;
  Organiser organiser_;
  PlaceKey place_;
  std::vector<catalog::PhotoId> openNext_;  // once they stand in the grid
  std::optional<PlaceKey> nameNext_;        // once it stands in the side bar
  Likeness likeness_;
  std::vector<catalog::QueryFault> faults_;  // of the answer that is shown,
  QString faultsOf_;                         // and of which words it is
  bool hasRoots_ = false;
  bool sidecarsAsked_ = false;                        // in this run
  bool sideBarForced_ = false, panelForced_ = false;  // shown although the window is narrow

  QStackedWidget* screens_ = nullptr;  // the chrome, or the viewer
  QStackedWidget* pages_ = nullptr;
  SideBar* sideBar_ = nullptr;
  TopBar* topBar_ = nullptr;
  FaultBar* fault_ = nullptr;
  QuestionBar* question_ = nullptr;
  LibraryPage* library_ = nullptr;
  UnreadablePage* unreadable_ = nullptr;
  ProposalsPage* proposals_ = nullptr;
  TrashPage* trash_ = nullptr;
  SettingsPage* settingsPage_ = nullptr;
  ModelsPage* modelsPage_ = nullptr;
  Note* note_ = nullptr;
  FirstStartPage* firstStart_ = nullptr;
  InfoPanel* panel_ = nullptr;
  StatusStrip* status_ = nullptr;
  Viewer* viewer_ = nullptr;
  QMenu* menu_ = nullptr;
  QMenu* photoMenu_ = nullptr;  // the grid's own
  QMenu* albumMenu_ = nullptr;  // in it
  QAction *undo_ = nullptr, *redo_ = nullptr;

  std::optional<catalog::ModelChange> modelChange_;
  QTimer progress_, sides_, modelLook_;
};

}  // namespace calotype::ui
