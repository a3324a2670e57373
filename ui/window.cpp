// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "model/base/install_paths.h"
#include "ui/icons.h"
#include "ui/pages/first_start_page.h"
#include "ui/pages/library_page.h"
#include "ui/pages/models_page.h"
#include "ui/pages/proposals_page.h"
#include "ui/pages/settings_page.h"
#include "ui/pages/trash_page.h"
#include "ui/pages/unreadable_page.h"
#include "ui/tokens.h"
#include "ui/views/chip_row.h"
#include "ui/views/fault_bar.h"
#include "ui/views/info_panel.h"
#include "ui/views/note.h"
#include "ui/views/photo_grid.h"
#include "ui/views/photo_grid_accessible.h"
#include "ui/views/place_tree.h"
#include "ui/views/question_bar.h"
#include "ui/views/search_field.h"
#include "ui/views/side_bar.h"
#include "ui/views/status_strip.h"
#include "ui/views/top_bar.h"
#include "ui/views/viewer.h"

namespace calotype::ui {

namespace {

constexpr int kWidth = 1280, kHeight = 800, kLeastWidth = 480, kLeastHeight = 400;
constexpr int kSidesMs = 700, kModelMs = 3000;

}  // namespace

Window::Window(WindowOptions options, QWidget* parent)
    : QMainWindow(parent),
      options_(std::move(options)),
      settings_(options_.settings),
      desktop_(QApplication::palette()),
      models_({.models = options_.catalog.paths.models,
               .starter = options_.catalog.starterModel,
               .manifest = options_.manifest,
               .openEncoder = options_.catalog.openEncoder,
               .encoder = options_.catalog.encoder}),
      tuning_({.program = commandLineProgram(), .catalog = options_.catalog.paths}),
      photos_(bridge_),
      finder_(bridge_),
      organiser_(bridge_) {
  installGridAccessibility();
  setWindowTitle(QStringLiteral("Calotype"));
  setWindowIcon(applicationIcon());
  setMinimumSize(kLeastWidth, kLeastHeight);
  setAcceptDrops(true);
  progress_.setInterval(tokens::kProgressMs);
  sides_.setSingleShot(true);
  sides_.setInterval(kSidesMs);
  modelLook_.setInterval(kModelMs);
  build();
  buildActions();
  buildMenu();
  connectParts();
  applyColours();
  if (!restoreGeometry(settings_.geometry())) resize(kWidth, kHeight);
  placeSides();
  bridge_.open(options_.catalog);
}

Window::~Window() {
  models_.close();
  bridge_.close();  // while everything that listens still stands
}

void Window::build() {
  screens_ = new QStackedWidget(this);
  setCentralWidget(screens_);
  screens_->addWidget(buildChrome());
  viewer_ = new Viewer(bridge_, organiser_, photos_, screens_);
  screens_->addWidget(viewer_);
}

QWidget* Window::buildChrome() {
  auto* const chrome = new QWidget(screens_);
  chrome->setObjectName(QStringLiteral("chrome"));
  sideBar_ = new SideBar(chrome);
  topBar_ = new TopBar(chrome);
  fault_ = new FaultBar(chrome);
  pages_ = new QStackedWidget(chrome);
  library_ = new LibraryPage(photos_, pages_);
  unreadable_ = new UnreadablePage(pages_);
  firstStart_ = new FirstStartPage(options_.pictures, pages_);
  proposals_ = new ProposalsPage(bridge_, organiser_, pages_);
  trash_ = new TrashPage(bridge_, organiser_, pages_);
  settingsPage_ = new SettingsPage(bridge_, settings_, pages_);
  modelsPage_ = new ModelsPage(bridge_, models_, tuning_, settings_, pages_);
  for (QWidget* page : std::initializer_list<QWidget*>{
           library_, unreadable_, firstStart_, proposals_, trash_, settingsPage_, modelsPage_})
    pages_->addWidget(page);
  note_ = new Note(pages_);
  panel_ = new InfoPanel(bridge_, organiser_, chrome);
  status_ = new StatusStrip(chrome);

  const auto flat = [](auto* layout) {
    layout->setContentsMargins({});
    layout->setSpacing(0);
    return layout;
  };
  auto* const all = flat(new QVBoxLayout(chrome));
  auto* const across = flat(new QHBoxLayout);
  auto* const right = flat(new QVBoxLayout);
  auto* const middle = flat(new QHBoxLayout);
  middle->addWidget(pages_, 1);
  middle->addWidget(panel_);
  right->addWidget(topBar_);
  right->addWidget(fault_);
  question_ = new QuestionBar(chrome);
  right->addWidget(question_);
  right->addLayout(middle, 1);
  across->addWidget(sideBar_);
  across->addLayout(right, 1);
  all->addLayout(across, 1);
  all->addWidget(status_);
  // Return presses the button that has the focus, as in a dialog; by itself only Space does.
  for (auto* const button : chrome->findChildren<QPushButton*>()) button->setAutoDefault(true);
  return chrome;
}

void Window::connectParts() {
  auto& grid = library_->grid();
  auto& search = topBar_->search();
  grid.setRowHeight(settings_.rowHeight());
  grid.setSquares(settings_.squares());
  topBar_->setRowHeight(grid.rowHeight());

  connect(&bridge_, &CatalogBridge::opened, this, &Window::catalogOpened);
  connect(&bridge_, &CatalogBridge::openFailed, this, &Window::catalogFailed);
  connect(&bridge_, &CatalogBridge::problem, this, &Window::showFault);
  connect(&bridge_, &CatalogBridge::jobsChanged, this, &Window::updateProgress);
  connect(&bridge_, &CatalogBridge::modelChanged, this, &Window::updateModel);
  connect(&modelLook_, &QTimer::timeout, this, &Window::updateModel);
  connect(&bridge_, &CatalogBridge::photosChanged, this, [this] {
    if (!sides_.isActive()) sides_.start();
  });
  connect(&progress_, &QTimer::timeout, this, &Window::updateProgress);
  connect(&sides_, &QTimer::timeout, this, &Window::refreshSides);
  connect(&sides_, &QTimer::timeout, this, [this] { panel_->refresh(); });

  connect(&finder_, &Finder::found, this, &Window::take);
  connect(&finder_, &Finder::failed, this, &Window::showFault);
  connect(&search, &SearchField::wordsTyped, &finder_, &Finder::typed);
  connect(&search, &QLineEdit::returnPressed, &finder_, &Finder::askNow);
  connect(&search, &SearchField::cleared, &finder_, &Finder::endSearch);
  connect(&search, &SearchField::pictureGiven, this, &Window::searchByPicture);
  connect(&search, &SearchField::left, &grid, [&grid] { grid.setFocus(Qt::ShortcutFocusReason); });
  connect(&search, &SearchField::offersWanted, this, &Window::offer);
  auto& chips = library_->chips();
  connect(&chips, &ChipRow::textWanted, &search, &SearchField::ask);
  connect(&chips, &ChipRow::editWanted, this, [&search](int begin, int end) {
    search.setFocus();
    search.setSelection(begin, end - begin);
  });

  connect(&grid, &PhotoGrid::activated, this, &Window::openViewer);
  connect(&grid, &PhotoGrid::currentChanged, this, &Window::photoChosen);
  connect(&grid, &PhotoGrid::selectionChanged, this, &Window::selectionChanged);
  connect(&grid, &PhotoGrid::menuWanted, this, &Window::showGridMenu);
  connect(&grid, &PhotoGrid::rowHeightChanged, this, [this](int height) {
    topBar_->setRowHeight(height);
    settings_.setRowHeight(height);
  });
  connect(topBar_, &TopBar::rowHeightWanted, this,
          [&grid](int height) { grid.setRowHeight(height); });
  connect(topBar_, &TopBar::sideBarToggled, this, &Window::toggleSideBar);
  connect(topBar_, &TopBar::panelToggled, this, &Window::togglePanel);

  connect(topBar_, &TopBar::orderWanted, this, &Window::setOrder);

  connect(sideBar_, &SideBar::placeChosen, this, &Window::goTo);
  for (const auto heading : {PlaceKey::Kind::Folders, PlaceKey::Kind::Albums, PlaceKey::Kind::Tags})
    if (const auto open = settings_.headingOpen(heading))
      sideBar_->tree().setHeadingOpen(heading, *open);
  connect(&sideBar_->tree(), &PlaceTree::headingToggled, this,
          [this](PlaceKey::Kind heading, bool open) { settings_.setHeadingOpen(heading, open); });
  connect(sideBar_, &SideBar::addWanted, this, &Window::addPlace);
  connect(sideBar_, &SideBar::removeWanted, this, &Window::removePlace);
  connect(sideBar_, &SideBar::excludeWanted, this, &Window::excludeFolder);
  connect(sideBar_, &SideBar::renameWanted, this, &Window::renamePlace);
  connect(sideBar_, &SideBar::mergeWanted, this, &Window::mergeTag);
  connect(sideBar_, &SideBar::tagWanted, this, &Window::proposeForPlace);
  connect(sideBar_, &SideBar::photosDropped, this, &Window::dropPhotos);
  connect(sideBar_, &SideBar::rescanWanted, this,
          [this](const fs::path& folder) { bridge_.startIndexing({folder}); });
  connect(proposals_, &ProposalsPage::left, this, &Window::goToLibrary);
  connect(modelsPage_, &ModelsPage::left, this, &Window::goToLibrary);
  connect(modelsPage_, &ModelsPage::failed, this, &Window::showFault);
  connect(settingsPage_, &SettingsPage::modelsWanted, this, &Window::goToModels);
  connect(settingsPage_, &SettingsPage::left, this, &Window::goToLibrary);
  connect(settingsPage_, &SettingsPage::failed, this, &Window::showFault);
  connect(settingsPage_, &SettingsPage::appearanceChosen, this, &Window::setAppearance);
  connect(settingsPage_, &SettingsPage::squaresChosen, this, [this](bool squares) {
    settings_.setSquares(squares);
    library_->grid().setSquares(squares);
  });
  connect(settingsPage_, &SettingsPage::headingsChosen, this, [this](bool shown) {
    settings_.setHeadings(shown);
    finder_.refresh();
  });
  connect(&organiser_, &Organiser::said, this, &Window::say);
  connect(&organiser_, &Organiser::failed, this, &Window::showFault);
  connect(&organiser_, &Organiser::changed, this, &Window::photosEdited);
  connect(&organiser_, &Organiser::changed, this, &Window::askAboutSidecars);
  connect(&organiser_, &Organiser::stateChanged, this, &Window::updateUndo);
  connect(unreadable_, &UnreadablePage::againWanted, this, &Window::tryUnreadableAgain);
  connect(firstStart_, &FirstStartPage::folderGiven, this, &Window::addFolder);
  connect(firstStart_, &FirstStartPage::otherWanted, this, &Window::chooseFolder);
  connect(status_, &StatusStrip::pauseWanted, &bridge_, &CatalogBridge::pauseIndexing);
  connect(status_, &StatusStrip::cancelWanted, this, &Window::stopIndexing);
  connect(status_, &StatusStrip::modelWanted, this, &Window::goToModels);

  connect(viewer_, &Viewer::closed, this, &Window::viewerClosed);
  connect(viewer_, &Viewer::rowChanged, this,
          [this](int row) { viewer_->infoPanel().setReason(reasonFor(row)); });
  for (auto* const panel : {panel_, &viewer_->infoPanel()}) {
    connect(panel, &InfoPanel::similarWanted, this,
            [this](qint64 photo) { searchByPhoto(catalog::PhotoId(photo)); });
    connect(panel, &InfoPanel::queryWanted, this, &Window::ask);
    auto* const photos = panel == panel_ ? static_cast<QWidget*>(&grid) : viewer_;
    connect(panel, &InfoPanel::left, photos, qOverload<>(&QWidget::setFocus));
  }
}

void Window::applyColours() {
  colours_ = makePalette(settings_.appearance(), desktop_);
  QApplication::setPalette(toQtPalette(colours_));
  setStyleSheet(ui::styleSheet(colours_));
  sideBar_->setColours(colours_);
  topBar_->setColours(colours_);
  fault_->setColours(colours_);
  library_->setColours(colours_);
  unreadable_->setColours(colours_);
  proposals_->setColours(colours_);
  trash_->setColours(colours_);
  firstStart_->setColours(colours_);
  panel_->setColours(colours_);
  status_->setColours(colours_);
}

void Window::setAppearance(Appearance appearance) {
  settings_.setAppearance(appearance);
  applyColours();
}

void Window::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  // The desktop's own palette shows only while ours is off.
  if (event->type() != QEvent::ThemeChange) return;
  QApplication::setPalette(QPalette());
  desktop_ = QApplication::palette();
  applyColours();
}

void Window::placeSides() {
  const bool first = pages_->currentWidget() == firstStart_;
  const bool sideBar = settings_.sideBarShown() && !first &&
                       (width() >= tokens::kSideBarNeedsWidth || sideBarForced_);
  const bool panel = settings_.panelShown() && pages_->currentWidget() == library_ &&
                     (width() >= tokens::kPanelNeedsWidth || panelForced_);
  sideBar_->setVisible(sideBar);
  panel_->setVisible(panel);
  topBar_->setSwitches(sideBar, panel);
  topBar_->setVisible(!first);
  status_->setVisible(!first);
}

void Window::toggleSideBar() {
  const bool shown = !sideBar_->isVisibleTo(this);
  sideBarForced_ = shown && width() < tokens::kSideBarNeedsWidth;
  settings_.setSideBarShown(shown);
  placeSides();
}

void Window::togglePanel() {
  if (screens_->currentWidget() == viewer_) {
    viewer_->setPanelShown(!viewer_->infoPanel().isVisibleTo(viewer_));
    return;
  }
  const bool shown = !panel_->isVisibleTo(this);
  panelForced_ = shown && width() < tokens::kPanelNeedsWidth;
  settings_.setPanelShown(shown);
  placeSides();
}

void Window::toggleFullScreen() {
  setWindowState(windowState() ^ Qt::WindowFullScreen);
}

void Window::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  if (width() >= tokens::kSideBarNeedsWidth) sideBarForced_ = false;
  if (width() >= tokens::kPanelNeedsWidth) panelForced_ = false;
  placeSides();
}

void Window::closeEvent(QCloseEvent* event) {
  settings_.setGeometry(saveGeometry());
  hide();  // gone at once; what is being written is finished behind
  models_.close();
  bridge_.close();
  QMainWindow::closeEvent(event);
}

}  // namespace calotype::ui
