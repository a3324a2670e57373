// SPDX-License-Identifier: GPL-3.0-or-later
// Filters over a catalog of many photos, as the window asks them: the whole answer with its rows.
//   fill-catalog FOLDER 100000; benchmark-filters FOLDER
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "model/base/install_paths.h"

namespace {

using namespace calotype;
using namespace calotype::catalog;
using Clock = std::chrono::steady_clock;

constexpr const char* kQueries[] = {
    "rating>=3",
    "rating:5 flag:picked",
    "tag:\"tag 17\"",
    "tag:\"group 3\"",
    "-tag:\"group 3\"",
    "tag:\"tag 1*\" rating>=1",
    "untagged",
    "album:\"Album 7\"",
    "folder:folder-12",
    "in:2019",
    "in:2014..2021",
    "in:2019-07-04",
    "camera:pixel",
    "camera:canon iso>=1600 f<4",
    "type:png",
    "is:portrait",
    "is:located in:2018",
    "colour:red OR colour:blue",
    "name:photo-99*",
    "focal:24..35 sort:name",
    "rating>=1 sort:-rating",
    "in:2015.. -is:rejected camera:x-t3 -tag:\"tag 40\"",
};

std::vector<double> allMs;

void answer(benchmark::State& state, Catalog& catalog, const std::string& query) {
  std::size_t rows = 0;
  for (auto _ : state) {
    const auto start = Clock::now();
    std::promise<std::size_t> found;
    const auto done = [&](Result<SearchPage> page) {
      found.set_value(page ? page->rows.size() : 0);
    };
    if (query.empty())
      catalog.browse({Everywhere{}}, done);
    else
      catalog.search({query, 0}, done);
    rows = found.get_future().get();
    const std::chrono::duration<double, std::milli> took = Clock::now() - start;
    if (!query.empty()) allMs.push_back(took.count());
  }
  state.counters["rows"] = double(rows);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    std::fprintf(stderr, "benchmark-filters FOLDER: a catalog by fill-catalog\n");
    return 2;
  }
  CatalogOptions options;
  options.paths = Paths::inside(argv[1]);
  options.readOnly = true;
  options.decoderProgram = decoderProgram();
  auto catalog = Catalog::open(std::move(options));
  if (!catalog) {
    std::fprintf(stderr, "%s\n", catalog.error().message.c_str());
    return 1;
  }
  benchmark::RegisterBenchmark("everything",
                               [&](benchmark::State& state) { answer(state, **catalog, {}); })
      ->Unit(benchmark::kMillisecond)
      ->UseRealTime();
  for (const std::string query : kQueries)
    benchmark::RegisterBenchmark(
        query.c_str(),
        [&catalog, query](benchmark::State& state) { answer(state, **catalog, query); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime()
        ->Iterations(20);
  benchmark::RunSpecifiedBenchmarks();
  std::sort(allMs.begin(), allMs.end());
  if (!allMs.empty())
    std::printf("all filters: median %.1f ms, p95 %.1f ms, longest %.1f ms\n",
                allMs[allMs.size() / 2], allMs[allMs.size() * 95 / 100], allMs.back());
  return 0;
}
