// SPDX-License-Identifier: GPL-3.0-or-later
// The real window over a catalog of many photos: how long the GUI thread is busy for each frame of
// scrolling, with thumbnails arriving, and how much memory the program takes.
//   fill-catalog FOLDER 100000; xvfb-run benchmark-scroll FOLDER
#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "model/base/install_paths.h"
#include "ui/pages/library_page.h"
#include "ui/views/photo_grid.h"
#include "ui/window.h"

namespace {

using namespace calotype;

constexpr int kFrameMs = 16, kFrames = 900, kFirstFrame = 60;

/// Adds up how long events are handled.
class BusyApplication final : public QApplication {
 public:
  using QApplication::QApplication;
  bool notify(QObject* receiver, QEvent* event) override {
    const bool outermost = !inside_;
    if (!outermost) return QApplication::notify(receiver, event);
    inside_ = true;
    QElapsedTimer clock;
    clock.start();
    const bool done = QApplication::notify(receiver, event);
    busyNs_ += clock.nsecsElapsed();
    inside_ = false;
    return done;
  }
  double takeBusyMs() { return double(std::exchange(busyNs_, 0)) / 1e6; }

 private:
  bool inside_ = false;
  qint64 busyNs_ = 0;
};

/// The process's share of memory, and how much of it is not files that could be dropped.
void printMemory(const char* when) {
  std::ifstream rollup("/proc/self/smaps_rollup");
  std::string line;
  std::printf("%s:", when);
  while (std::getline(rollup, line))
    if (line.starts_with("Pss:") || line.starts_with("Pss_Anon:")) {
      std::string name;
      long kib = 0;
      std::istringstream(line) >> name >> kib;
      std::printf(" %s %ld MiB", name.c_str(), kib / 1024);
    }
  std::printf("\n");
}

void printFrames(const char* what, std::vector<double> frames) {
  std::sort(frames.begin(), frames.end());
  std::printf("%s: %zu frames, busy median %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms\n",
              what, frames.size(), frames[frames.size() / 2], frames[frames.size() * 95 / 100],
              frames[frames.size() * 99 / 100], frames.back());
}

/// Moves on by `pixels` a frame; a negative number jumps anywhere, as one drags the scroll bar.
std::vector<double> scroll(BusyApplication& application, ui::PhotoGrid& grid, int pixels) {
  std::vector<double> frames;
  QTimer timer;
  timer.setTimerType(Qt::PreciseTimer);
  auto& bar = *grid.verticalScrollBar();
  unsigned random = 1;
  QObject::connect(&timer, &QTimer::timeout, [&] {
    frames.push_back(application.takeBusyMs());
    if (int(frames.size()) > kFrames) return QCoreApplication::exit();
    random = random * 1664525u + 1013904223u;
    bar.setValue(pixels > 0 ? bar.value() + pixels
                            : int(random % unsigned(std::max(1, bar.maximum()))));
  });
  bar.setValue(0);
  timer.start(kFrameMs);
  application.exec();
  frames.erase(frames.begin(), frames.begin() + kFirstFrame);
  return frames;
}

}  // namespace

int main(int argc, char** argv) {
  BusyApplication application(argc, argv);
  if (argc != 2) {
    std::fprintf(stderr, "benchmark-scroll FOLDER: a catalog by fill-catalog\n");
    return 2;
  }
  ui::WindowOptions options;
  options.catalog.paths = catalog::Paths::inside(argv[1]);
  options.catalog.readOnly = true;
  options.catalog.decoderProgram = decoderProgram();
  options.settings = std::string(argv[1]) + "/benchmark.ini";
  ui::Window window(std::move(options));
  window.resize(1600, 1000);
  window.show();
  QTimer::singleShot(1500, [] { QCoreApplication::exit(); });  // quit() would close the window
  application.exec();
  auto& grid = window.libraryPage().grid();
  std::printf("%d photos, %d px\n", grid.model().rowCount(), grid.verticalScrollBar()->maximum());
  printMemory("at rest");
  for (const int pixels : {40, 120, 400})
    printFrames(("scrolling " + std::to_string(pixels) + " px a frame").c_str(),
                scroll(application, grid, pixels));
  printFrames("dragging anywhere", scroll(application, grid, -1));
  printMemory("after scrolling");
  return 0;
}
