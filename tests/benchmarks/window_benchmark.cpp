// SPDX-License-Identifier: GPL-3.0-or-later
// The photo grid with 100,000 rows, painted without a display. A frame at 60 a second has 16.7 ms.
#include <benchmark/benchmark.h>

#include <QApplication>
#include <QImage>
#include <QScrollBar>
#include <vector>

#include "ui/bridge/catalog_bridge.h"
#include "ui/models/photo_model.h"
#include "ui/views/photo_grid.h"

namespace calotype::ui {
namespace {

std::vector<catalog::PhotoRow> manyRows(int count) {
  static constexpr float kAspects[] = {1.5f, 0.75f, 1.33f, 1.78f, 1.0f};
  std::vector<catalog::PhotoRow> rows(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    rows[std::size_t(i)].id = catalog::PhotoId(i + 1);
    rows[std::size_t(i)].aspect = kAspects[i % 5];
  }
  return rows;
}

struct FullGrid {
  explicit FullGrid(int count) {
    grid.resize(1400, 900);
    model.setPhotos(manyRows(count));
    grid.show();
    QApplication::processEvents();
  }
  CatalogBridge bridge;
  PhotoModel model{bridge};
  PhotoGrid grid{model};
};

void layOut(benchmark::State& state) {
  FullGrid full(int(state.range(0)));
  for (auto _ : state) {
    full.grid.resize(full.grid.width() == 1400 ? 1200 : 1400, 900);
    QApplication::processEvents();
  }
}
BENCHMARK(layOut)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void scrollAndPaint(benchmark::State& state) {
  FullGrid full(int(state.range(0)));
  auto& bar = *full.grid.verticalScrollBar();
  QImage frame(full.grid.size(), QImage::Format_RGB32);
  int at = 0;
  for (auto _ : state) {
    at = (at + 137) % bar.maximum();
    bar.setValue(at);
    full.grid.render(&frame);
  }
}
BENCHMARK(scrollAndPaint)->Arg(1000)->Arg(100'000)->Unit(benchmark::kMillisecond);

void jumpAndPaint(benchmark::State& state) {
  FullGrid full(100'000);
  auto& bar = *full.grid.verticalScrollBar();
  QImage frame(full.grid.size(), QImage::Format_RGB32);
  unsigned at = 1;
  for (auto _ : state) {
    at = at * 1664525u + 1013904223u;
    bar.setValue(int(at % unsigned(bar.maximum())));
    full.grid.render(&frame);
  }
}
BENCHMARK(jumpAndPaint)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace calotype::ui

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(argc, argv);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
