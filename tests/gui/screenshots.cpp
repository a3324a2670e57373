// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <QApplication>
#include <QDialog>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyleFactory>
#include <QTest>
#include <cstdio>
#include <functional>

#include "model/base/install_paths.h"
#include "tests/support/fake_encoder.h"
#include "tests/support/fake_model.h"
#include "tests/support/temporary_folder.h"
#include "ui/pages/library_page.h"
#include "ui/translations.h"
#include "ui/views/info_panel.h"
#include "ui/views/photo_grid.h"
#include "ui/views/search_field.h"
#include "ui/views/viewer.h"
#include "ui/window.h"

namespace {

using namespace calotype;

struct Arguments {
  std::string output, photos, query = "a dog on a beach", language = "en", appearance = "light";
};

/// Drives a window through its pages and takes a picture of each.
class Session {
 public:
  explicit Session(Arguments arguments) : arguments_(std::move(arguments)) {
    copyPhotos();
    ui::WindowOptions options;
    auto& catalog = options.catalog;
    catalog.paths = catalog::Paths::inside(folder_.path() / "catalog");
    catalog.decoderProgram = decoderProgram();
    catalog.starterModel = starterModelFolder();
    catalog.vocabulary = vocabularyFile();
    if (arguments_.language == "de") catalog.tagLanguage = catalog::Language::German;
    std::error_code error;
    if (!fs::exists(pluginFolder(), error)) {
      std::printf("no plug-in for the model here: colours stand in for it\n");
      test::writeFakeModel(folder_.path() / "model", 1);
      catalog.starterModel = folder_.path() / "model";
      catalog.openEncoder = test::fakeEncoderFactory(encoder_);
      arguments_.query = "blue";
    }
    options.manifest = modelsFile();
    options.settings = folder_.path() / "window.ini";
    options.pictures = folder_.path() / "Pictures";
    fs::create_directories(options.pictures);
    models_ = catalog.paths.models;
    starter_ = catalog.starterModel;
    window_ = std::make_unique<ui::Window>(std::move(options));
    window_->setAppearance(arguments_.appearance == "dark" ? ui::Appearance::Dark
                                                           : ui::Appearance::Light);
    window_->resize(1280, 800);
    window_->show();
  }

  /// The session rates, tags and throws away: never on the photos that were given.
  void copyPhotos() {
    const fs::path given = fs::canonical(arguments_.photos);
    const auto copy = folder_.path() / given.filename();
    fs::create_directories(copy);
    fs::copy(given, copy, fs::copy_options::recursive);
    arguments_.photos = copy;
  }

  bool run() {
    if (!wait([&] { return visible("firstStartPage"); })) return false;
    take("1-first-start");
    window_->addFolder(folder_.path() / "Pictures");
    if (!wait([&] { return idle() && window_->libraryPage().isVisible(); })) return false;
    settle();
    take("2-empty");
    window_->addFolder(arguments_.photos);
    if (!wait([&] { return grid().model().rowCount() >= 20; })) return false;
    settle(150);
    take("3-indexing");
    if (!wait([&] { return idle(); })) return false;
    settle();
    take("4-library");
    organise();
    return results() && proposals() && viewer() && settings() && models() && unreadable();
  }

 private:
  ui::PhotoGrid& grid() { return window_->libraryPage().grid(); }
  bool idle() { return window_->bridge().progress().state == catalog::Progress::State::Idle; }
  bool visible(const char* name) {
    return window_->findChild<QWidget*>(QLatin1String(name))->isVisible();
  }

  static bool wait(const std::function<bool()>& condition) {
    QElapsedTimer clock;
    clock.start();
    while (!condition()) {
      if (clock.elapsed() > 300000) return false;
      QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
      QTest::qWait(10);
    }
    return true;
  }
  /// Until thumbnails are there and have faded in.
  static void settle(int milliseconds = 1500) { QTest::qWait(milliseconds); }

  void take(const char* page) {
    const auto name = QStringLiteral("%1/%2-%3-%4-%5x.png")
                          .arg(QString::fromStdString(arguments_.output), QLatin1String(page),
                               QString::fromStdString(arguments_.appearance),
                               QString::fromStdString(arguments_.language))
                          .arg(window_->devicePixelRatioF());
    window_->grab().save(name);
    std::printf("%s\n", qPrintable(name));
  }

  void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QApplication::setActiveWindow(window_.get());  // no window manager does it under Xvfb
    QTest::keyClick(window_.get(), Qt::Key(key), modifiers);
  }

  bool results() {
    auto* const field = window_->findChild<ui::SearchField*>();
    key(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(field, QString::fromStdString(arguments_.query));
    QTest::keyClick(field, Qt::Key_Return);
    if (!wait([&] { return grid().model().rowCount() > 0 && grid().model().photo(0).score != 0; }))
      return false;
    settle();
    take("5-results");
    key(Qt::Key_F4);
    grid().setFocus();
    grid().setCurrentRow(1, true);
    QTest::mouseClick(grid().viewport(), Qt::LeftButton, Qt::ControlModifier,
                      grid().cellRect(4).center());
    settle();
    take("6-panel");
    key(Qt::Key_D, Qt::ControlModifier);
    settle();
    take("7-more-like-this");
    QTest::keyClick(field, Qt::Key_Escape);
    QTest::keyClicks(field, QStringLiteral("x"));
    key(Qt::Key_1, Qt::ControlModifier);
    settle();
    return true;
  }

  std::vector<catalog::PhotoId> someOf(int first, int count) {
    std::vector<catalog::PhotoId> ids;
    for (int row = first; row < std::min(first + count, grid().model().rowCount()); ++row)
      ids.push_back(grid().model().photo(row).id);
    return ids;
  }

  /// What a person has made of the photos after a while.
  void organise() {
    auto& organiser = window_->organiser();
    organiser.edit(catalog::SetRating{5}, someOf(0, 3));
    organiser.edit(catalog::SetRating{3}, someOf(4, 5));
    organiser.edit(catalog::SetFlag{1}, someOf(2, 2));
    organiser.edit(catalog::SetFlag{-1}, someOf(6, 1));
    organiser.edit(catalog::SetColour{4}, someOf(1, 4));
    organiser.edit(catalog::AddTag{"animals/dog"}, someOf(3, 9));
    organiser.edit(catalog::AddTag{"holiday"}, someOf(0, 20));
    organiser.edit(catalog::CreateAlbum{"Summer in Crete", ""}, someOf(0, 12));
    organiser.edit(catalog::CreateAlbum{"Best of the year", "rating>=4 in:2019.."});
    organiser.edit(catalog::SetCaption{"At the harbour, just before the rain"}, someOf(2, 1));
    organiser.trash(someOf(30, 2));
    settle(7000);  // until the note that it says is gone
    take("4b-organised");
  }

  bool proposals() {
    auto* const field = window_->findChild<ui::SearchField*>();
    QTest::keyClicks(field, QStringLiteral("beach rating>=3 -tag:dog ratng:4 tag:unicorn"));
    QTest::keyClick(field, Qt::Key_Return);
    settle();
    take("7b-filters");
    QTest::keyClick(field, Qt::Key_Escape);
    window_->bridge().call<bool>(
        window_.get(),
        [](catalog::Catalog& catalog) -> Result<bool> {
          CALOTYPE_CHECK(catalog.setSetting("tags.precision", "0.6"));
          return true;
        },
        [](Result<bool>) {});
    key(Qt::Key_1, Qt::ControlModifier);
    QTest::keyClick(field, Qt::Key_Escape);
    window_->setFocus();
    settle(8000);
    key(Qt::Key_3, Qt::ControlModifier);
    settle();
    take("12-proposals");
    key(Qt::Key_5, Qt::ControlModifier);
    settle();
    take("13-trash");
    key(Qt::Key_1, Qt::ControlModifier);
    settle();
    grid().setFocus();
    key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    settle(2500);
    if (auto* const dialog = window_->findChild<QDialog*>()) {
      std::printf("the dialog of tagging\n");
      dialog->grab().save(QString::fromStdString(arguments_.output) +
                          QStringLiteral("/14-tag-dialog-%1-%2-%3x.png")
                              .arg(QString::fromStdString(arguments_.appearance),
                                   QString::fromStdString(arguments_.language))
                              .arg(window_->devicePixelRatioF()));
      dialog->reject();
    }
    return true;
  }

  bool settings() {
    key(Qt::Key_Comma, Qt::ControlModifier);
    settle(400);
    take("15-settings");
    for (auto* const area : window_->findChildren<QScrollArea*>())
      if (area->isVisible())
        area->verticalScrollBar()->setValue(area->verticalScrollBar()->maximum());
    settle(200);
    take("15b-settings-below");
    key(Qt::Key_1, Qt::ControlModifier);
    settle(400);
    return true;
  }

  /// A second model that differs in the last bit of its last weight.
  void installTwin() {
    fs::create_directories(models_);
    fs::copy(starter_, models_ / "my-own", fs::copy_options::recursive);
    for (const auto& entry : fs::directory_iterator(models_ / "my-own")) {
      if (entry.path().extension() != ".safetensors") continue;
      QFile file(QString::fromStdString(entry.path().string()));
      if (!file.open(QIODevice::ReadWrite)) continue;
      file.seek(file.size() - 2);
      const char last = file.read(1).at(0);
      file.seek(file.size() - 2);
      const char flipped = char(last ^ 1);
      file.write(&flipped, 1);
    }
  }

  void use(const char* model) {
    window_->bridge().call<bool>(
        window_.get(),
        [model](catalog::Catalog& catalog) -> Result<bool> {
          CALOTYPE_CHECK(catalog.useModel(model));
          return true;
        },
        [](Result<bool>) {});
  }

  bool models() {
    key(Qt::Key_6, Qt::ControlModifier);
    settle(1000);
    take("16-models");
    installTwin();
    use("my-own");
    key(Qt::Key_6, Qt::ControlModifier);
    settle(3000);
    take("17-change-of-model");
    use("starter");
    key(Qt::Key_1, Qt::ControlModifier);
    settle(400);
    return true;
  }

  bool viewer() {
    grid().setCurrentRow(3, true);
    Q_EMIT grid().activated(3);
    settle();
    take("8-viewer");
    window_->viewer().setPanelShown(true);
    window_->viewer().setFilmstripShown(true);
    window_->organiser().edit(catalog::SetRating{2}, someOf(3, 1));
    QTest::mouseMove(&window_->viewer().canvas(), {300, 300});
    QTest::mouseMove(&window_->viewer().canvas(), {310, 300});
    settle();
    take("9-viewer-panel");
    window_->viewer().setPanelShown(false);
    window_->viewer().close();
    return true;
  }

  bool unreadable() {
    key(Qt::Key_4, Qt::ControlModifier);
    settle();
    take("10-unreadable");
    window_->resize(620, 700);
    key(Qt::Key_1, Qt::ControlModifier);
    settle();
    take("11-narrow");
    return true;
  }

  Arguments arguments_;
  fs::path models_, starter_;
  test::TemporaryFolder folder_;
  test::FakeEncoderControl encoder_;
  std::unique_ptr<ui::Window> window_;
};

}  // namespace

/// calotype-screenshots OUTPUT PHOTOS [--dark …]: pictures of every page, for people to look at.
int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App parser("Takes pictures of the window's pages");
  parser.add_option("output", arguments.output, "Folder for the pictures")->required();
  parser.add_option("photos", arguments.photos, "Folder with photos to show")->required();
  parser.add_option("--query", arguments.query, "What is searched for");
  parser.add_option("--language", arguments.language, "en or de");
  parser.add_option("--appearance", arguments.appearance, "light or dark");
  CLI11_PARSE(parser, argc, argv);
  QLocale::setDefault(arguments.language == "de"
                          ? QLocale(QLocale::German, QLocale::Germany)
                          : QLocale(QLocale::English, QLocale::UnitedKingdom));
  int none = 1;
  QApplication application(none, argv);
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  const ui::Translations translations{QLocale()};
  return Session(arguments).run() ? 0 : 1;
}
