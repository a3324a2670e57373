// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
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
    ui::WindowOptions options;
    auto& catalog = options.catalog;
    catalog.paths = catalog::Paths::inside(folder_.path() / "catalog");
    catalog.decoderProgram = decoderProgram();
    catalog.starterModel = starterModelFolder();
    std::error_code error;
    if (!fs::exists(pluginFolder(), error)) {
      std::printf("no plug-in for the model here: colours stand in for it\n");
      test::writeFakeModel(folder_.path() / "model", 1);
      catalog.starterModel = folder_.path() / "model";
      catalog.openEncoder = test::fakeEncoderFactory(encoder_);
      arguments_.query = "blue";
    }
    options.settings = folder_.path() / "window.ini";
    options.pictures = folder_.path() / "Pictures";
    fs::create_directories(options.pictures);
    window_ = std::make_unique<ui::Window>(std::move(options));
    window_->setAppearance(arguments_.appearance == "dark" ? ui::Appearance::Dark
                                                           : ui::Appearance::Light);
    window_->resize(1280, 800);
    window_->show();
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
    return results() && viewer() && unreadable();
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

  bool viewer() {
    grid().setCurrentRow(3, true);
    Q_EMIT grid().activated(3);
    settle();
    take("8-viewer");
    window_->viewer().setPanelShown(true);
    QTest::mouseMove(&window_->viewer().canvas(), {300, 300});
    QTest::mouseMove(&window_->viewer().canvas(), {310, 300});
    settle();
    take("9-viewer-panel");
    window_->viewer().setPanelShown(false);
    window_->viewer().close();
    return true;
  }

  bool unreadable() {
    key(Qt::Key_2, Qt::ControlModifier);
    settle();
    take("10-unreadable");
    window_->resize(620, 700);
    key(Qt::Key_1, Qt::ControlModifier);
    settle();
    take("11-narrow");
    return true;
  }

  Arguments arguments_;
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
