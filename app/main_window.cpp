// SPDX-License-Identifier: GPL-3.0-or-later
#include <time.h>

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QFile>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTimer>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "catalog/pipeline/power.h"
#include "model/base/install_paths.h"
#include "model/base/log.h"
#include "ui/pages/library_page.h"
#include "ui/quit_signals.h"
#include "ui/single_instance.h"
#include "ui/translations.h"
#include "ui/views/photo_grid.h"
#include "ui/window.h"

namespace {

using namespace calotype;

struct Arguments {
  std::string catalog, model, manifest, device = "auto";
  std::vector<std::string> paths;
  bool measureStart = false;
};

void logQt(QtMsgType type, const QMessageLogContext&, const QString& message) {
  const auto level = type == QtDebugMsg || type == QtInfoMsg ? spdlog::level::debug
                     : type == QtWarningMsg                  ? spdlog::level::warn
                                                             : spdlog::level::err;
  logFor("qt").log(level, "{}", message.toStdString());
}

/// Milliseconds since the kernel started this process (proc(5), "starttime"; steps of 10 ms).
double sinceProcessStart() {
  std::ifstream stat("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  std::istringstream fields(text.substr(text.rfind(')') + 1));
  static constexpr int kStartTime = 22, kAfterName = 3;  // fields are counted from 1
  std::string field;
  for (int i = kAfterName; i <= kStartTime; ++i) fields >> field;
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6 - std::stod(field) * 1e3 / 100;
}

constexpr int kLongestStartMs = 10'000;  // a photo may never get its thumbnail

/// Prints when the first frame was painted, the first one with photos, and the first with all their
/// thumbnails, then quits.
class StartClock final : public QObject {
 public:
  explicit StartClock(ui::Window& window) {
    window.installEventFilter(this);
    QTimer::singleShot(kLongestStartMs, qApp, &QCoreApplication::quit);
    QObject::connect(&window.libraryPage().grid(), &ui::PhotoGrid::photosPainted, this,
                     [this](bool all) {
                       if (!photos_) std::printf("first photos %.0f ms\n", sinceProcessStart());
                       photos_ = true;
                       if (!all) return;
                       std::printf("first thumbnails %.0f ms\n", sinceProcessStart());
                       QTimer::singleShot(0, qApp, &QCoreApplication::quit);
                     });
  }

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    // The request is answered by painting and flushing, so what comes after it is on the screen.
    if (event->type() == QEvent::UpdateRequest && !seen_) {
      seen_ = true;
      QTimer::singleShot(0, this,
                         [] { std::printf("first frame %.0f ms\n", sinceProcessStart()); });
    }
    return false;
  }

 private:
  bool seen_ = false, photos_ = false;
};

int runWindow(int argc, char** argv, const Arguments& arguments) {
  QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
  QApplication application(argc, argv);
  QApplication::setApplicationName(QStringLiteral("calotype"));
  QApplication::setApplicationDisplayName(QStringLiteral("Calotype"));
  QApplication::setApplicationVersion(QStringLiteral(CALOTYPE_VERSION));
  QApplication::setDesktopFileName(QStringLiteral("org.calotype.Calotype"));
  const ui::Translations translations{QLocale()};

  ui::WindowOptions options;
  auto& catalog = options.catalog;
  catalog.paths = arguments.catalog.empty()
                      ? catalog::Paths::standard()
                      : catalog::Paths::inside(fs::absolute(arguments.catalog));
  catalog.encoder.device = arguments.device == "cpu"    ? model::Device::Cpu
                           : arguments.device == "cuda" ? model::Device::Cuda
                                                        : model::Device::Automatic;
  std::error_code ignored;
  options.model = fs::is_directory(arguments.model, ignored) ? fs::absolute(arguments.model)
                                                             : fs::path(arguments.model);
  catalog.watch = true;
  catalog.onBattery = [] { return catalog::runsOnBattery(); };
  catalog.starterModel = starterModelFolder();
  catalog.decoderProgram = decoderProgram();
  catalog.vocabulary = vocabularyFile();
  options.manifest = arguments.manifest.empty() ? modelsFile() : fs::absolute(arguments.manifest);
  if (QLocale().language() == QLocale::German) catalog.tagLanguage = catalog::Language::German;
  for (const auto& path : arguments.paths) options.paths.push_back(fs::absolute(path));
  ui::SingleInstance instance(arguments.catalog.empty() ? fs::path() : catalog.paths.data);
  if (!arguments.measureStart && !instance.claim(options.paths)) return 0;
  options.settings =
      ui::Settings::fileFor(arguments.catalog.empty() ? fs::path() : catalog.paths.data);
  const auto pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
  options.pictures = QFile::encodeName(pictures).toStdString();

  startLog(catalog.paths.state, false);
  qInstallMessageHandler(logQt);
  const ui::QuitSignals signals;
  ui::Window window(std::move(options));
  std::optional<StartClock> clock;
  if (arguments.measureStart) clock.emplace(window);
  QObject::connect(&instance, &ui::SingleInstance::asked, &window,
                   [&window](const std::vector<fs::path>& files, const QString& token) {
                     window.raiseAsked(token);
                     window.openPaths(files);
                   });
  window.show();
  return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
  model::prepareLibTorch();
  Arguments arguments;
  CLI::App parser(
      "Calotype finds your photos by what is in the picture. Everything stays on this "
      "machine.");
  parser.name("calotype");
  parser.set_version_flag("--version", "calotype " CALOTYPE_VERSION);
  parser.add_option("--catalog", arguments.catalog,
                    "Folder that holds the catalog (default: the XDG folders)");
  parser.add_option("--model", arguments.model,
                    "Folder of a CLIP model, or the name of an installed one, to use from now on");
  parser.add_option("--manifest", arguments.manifest,
                    "Another list of models than the one that comes with Calotype");
  parser.add_option("--device", arguments.device, "Where the model runs")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->capture_default_str();
  parser.add_flag("--measure-start", arguments.measureStart,
                  "Print the milliseconds from the start of the process to the first frame and to "
                  "the first photos, then quit");
  parser.add_option("FILE", arguments.paths, "Folders with photos to add, or pictures to show");
  CLI11_PARSE(parser, argc, argv);
  return runWindow(argc, argv, arguments);
}
