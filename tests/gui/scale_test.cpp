// SPDX-License-Identifier: GPL-3.0-or-later
// T-SCALE-1: a window over 100,000 and over 1,000,000 photos with vectors. Each step has a bound at
// each size, and none may grow faster than n log n. CALOTYPE_SCALE_FOLDER is where the invented
// catalogs are kept for another run; to fill the larger takes ten minutes.
#include <QProcess>
#include <QScrollBar>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>

#include "tests/gui/window_fixture.h"
#include "tests/support/cold_files.h"
#include "tests/support/fake_model.h"
#include "ui/organiser.h"
#include "ui/pages/library_page.h"
#include "ui/views/photo_grid.h"
#include "ui/views/place_tree.h"
#include "ui/views/search_field.h"
#include "ui/views/side_bar.h"

namespace calotype::ui {
namespace {

using test::waitUntil;

constexpr int kDims = 512, kRepeats = 5, kPatienceMs = 120'000;
constexpr const char* kThumbnails = "2000";
// Of what n log n would give; steps of a few milliseconds are measured in the machine's noise.
constexpr double kNoise = 2, kNoiseMs = 50;

struct Size {
  int photos;
  double startMs, searchMs, memoryGib;  // may take
};
constexpr Size kSizes[] = {{100'000, 2000, 100, 1}, {1'000'000, 5000, 500, 5}};

/// Most memory that was resident since the last call with `again`.
double peakGib(bool again = false) {
  if (again) std::ofstream("/proc/self/clear_refs") << 5;
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024 / 1024;
  return 0;
}

class ScaleTest : public test::WindowTest, public ::testing::WithParamInterface<Size> {
 protected:
  ScaleTest() {
    test::writeFakeModel(model(), 2, kDims);
    options.catalog.starterModel = model();
    options.catalog.paths = catalog::Paths::inside(catalogFolder());
  }

  fs::path catalogFolder() const {
    const char* const kept = std::getenv("CALOTYPE_SCALE_FOLDER");
    return (kept != nullptr ? fs::path(kept) : photos().parent_path()) / std::to_string(count());
  }
  fs::path model() const { return photos().parent_path() / "wide-model"; }
  int count() const { return GetParam().photos; }

  void fill() {
    if (fs::exists(catalogFolder() / "filled")) return;
    QProcess filler;
    filler.setProcessChannelMode(QProcess::ForwardedChannels);
    filler.start(QStringLiteral(CALOTYPE_FILLER),
                 {QString::fromStdString(catalogFolder().string()), QString::number(count()),
                  QString::fromLatin1(kThumbnails), QString::fromStdString(model().string())});
    ASSERT_TRUE(filler.waitForFinished(-1));
    ASSERT_EQ(filler.exitCode(), 0);
    std::ofstream(catalogFolder() / "filled") << "by fill-catalog\n";
  }

  /// Does it `repeats` times; the median counts, without what `prepare` takes.
  void step(const std::string& name, double mayTakeMs, int repeats,
            const std::function<bool(int)>& act, const std::function<bool()>& prepare = {}) {
    std::vector<double> took;
    for (int i = 0; i < repeats; ++i) {
      ASSERT_TRUE(!prepare || prepare()) << name;
      QElapsedTimer clock;
      clock.start();
      ASSERT_TRUE(act(i)) << name;
      took.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    std::nth_element(took.begin(), took.begin() + repeats / 2, took.end());
    const double median = took[std::size_t(repeats / 2)];
    std::printf("%8d  %-44s %9.1f ms\n", count(), name.c_str(), median);
    std::fflush(stdout);
    EXPECT_LE(median, mayTakeMs) << name;
    growth(name, median);
  }

  /// Compares with what the step took at the size before.
  void growth(const std::string& name, double ms) {
    static std::map<std::string, std::pair<double, double>> known;
    const double n = count();
    const auto before = known.find(name);
    if (before != known.end()) {
      const auto [fewer, fewerMs] = before->second;
      const double allowed = n * std::log(n) / (fewer * std::log(fewer)) * kNoise;
      EXPECT_LE(ms, fewerMs * allowed + kNoiseMs) << name << " grows faster than n log n";
    }
    known[name] = {n, ms};
  }

  PhotoGrid& grid() { return window().libraryPage().grid(); }
  bool ranked() { return shown() > 0 && grid().model().photo(0).score > 0; }

  /// Types a query and waits for its answer on the page.
  bool ask(const QString& query) {
    bool answered = false;
    const auto connection =
        QObject::connect(&window(), &Window::answered, [&] { answered = true; });
    auto& field = *child<SearchField>();
    field.ask(query);
    QTest::keyClick(&field, Qt::Key_Return);
    const bool came = waitUntil([&] { return answered; }, kPatienceMs);
    QObject::disconnect(connection);
    return came;
  }

  bool go(const PlaceKey& place, int atLeast) {
    auto& side = *child<SideBar>();
    if (!waitUntil([&] { return side.places().indexOf(place).isValid(); }, kPatienceMs))
      return false;
    bool answered = false;
    const auto connection =
        QObject::connect(&window(), &Window::answered, [&] { answered = true; });
    Q_EMIT side.tree().chosen(side.places().indexOf(place));
    const bool came = waitUntil([&] { return answered; }, kPatienceMs);
    QObject::disconnect(connection);
    return came && shown() >= atLeast;
  }

  template <class T>
  bool call(std::function<Result<T>(catalog::Catalog&)> work) {
    bool done = false, good = false;
    window().bridge().call<T>(&window(), std::move(work), [&](Result<T> result) {
      done = true;
      good = result.has_value();
      if (!result) std::printf("%s\n", result.error().message.c_str());
    });
    return waitUntil([&] { return done; }, kPatienceMs) && good;
  }
};

TEST_P(ScaleTest, EveryStepStaysWithinItsBound) {
  const auto& may = GetParam();
  fill();
  peakGib(true);
  step("start, until all photos stand there", may.startMs, 1, [&](int) {
    open();
    return waitUntil([&] { return shown() == count(); }, kPatienceMs);
  });
  step("first words, vectors being read", may.startMs, 1, [&](int) {
    return ask(QStringLiteral("red")) && waitUntil([&] { return ranked(); }, kPatienceMs);
  });
  test::forgetCached(catalogFolder());
  step("first words after hours of idling", 1000, 1,
       [&](int) { return ask(QStringLiteral("green")) && ranked(); });
  const auto words = [](int i) { return QStringLiteral("blue number%1").arg(i); };
  step("words", may.searchMs, kRepeats, [&](int i) { return ask(words(i)) && ranked(); });
  step("words and a filter for a fifth", may.searchMs, kRepeats,
       [&](int i) { return ask(words(i) + QStringLiteral(" rating>=1")) && ranked(); });
  step("like a photo", may.searchMs, kRepeats, [&](int i) {
    bool done = false;
    window().bridge().search(
        {catalog::PhotoId(1 + i), 200, {}}, &window(),
        [&](Result<catalog::SearchPage> page) { done = page && page->ranked; });
    return waitUntil([&] { return done; }, kPatienceMs);
  });
  for (const char* filter : {"rating:5", "tag:\"tag 17\"", "in:2015", "name:photo-99*",
                             "rating>=1 sort:name", "-tag:\"group 3\""})
    step(
        std::string("filter ") + filter, may.searchMs, kRepeats,
        [&](int) { return ask(QString::fromLatin1(filter)) && shown() > 0; },
        [&] { return ask({}); });
  step(
      "all photos", may.searchMs, kRepeats,
      [&](int) { return go({PlaceKey::Kind::Library}, count()); },
      [&] { return ask(QStringLiteral("rating:5")); });
  step("a jump and its paint", 50, 20, [&](int i) {
    auto& bar = *grid().verticalScrollBar();
    bar.setValue(int(std::int64_t(bar.maximum()) * (i * 7 % 20) / 20));
    grid().viewport()->repaint();
    return true;
  });
  step("everything selected", may.searchMs, kRepeats, [&](int) {
    grid().clearSelection();
    grid().selectAll();
    return int(grid().selection().size()) == count();
  });
  const auto some = [&] {
    auto all = grid().selection();
    all.resize(1000);
    return all;
  }();
  step("stars for 1,000, and back", may.startMs, 3, [&](int) {
    return call<catalog::EditDone>([&](auto& catalog) {
             return catalog.edit({catalog::SetRating{4}, some});
           }) &&
           call<catalog::EditDone>([](auto& catalog) { return catalog.undo(); });
  });
  step("facts of one photo", may.searchMs, kRepeats, [&](int i) {
    return call<catalog::PhotoDetails>(
        [&](auto& catalog) { return catalog.detailsNow(catalog::PhotoId(1 + i)); });
  });
  const double memory = peakGib();
  std::printf("%8d  %-44s %9.2f GiB\n", count(), "resident memory at most", memory);
  EXPECT_LE(memory, may.memoryGib);
  step("end", may.startMs, 1, [&](int) {
    close();
    return true;
  });
}

INSTANTIATE_TEST_SUITE_P(Sizes, ScaleTest, ::testing::ValuesIn(kSizes),
                         [](const auto& each) { return std::to_string(each.param.photos); });

}  // namespace
}  // namespace calotype::ui
