// SPDX-License-Identifier: GPL-3.0-or-later
// calotype-bench search: how long the vectors of a library are searched, by how many photos a
// filter leaves over, beside the time in which the same memory can be read.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>
#include <thread>

#include "catalog/index/vector_index.h"
#include "tests/benchmarks/bench/commands.h"
#include "tests/benchmarks/bench/timing.h"
#include "tests/unit/catalog/index/vectors_for_tests.h"

namespace calotype::bench {

namespace {

using catalog::PhotoId;
using catalog::PhotoSet;
using catalog::VectorIndex;

constexpr std::size_t kDims = 512, kPiece = 1024;

struct Options {
  std::vector<std::size_t> photos{100'000, 500'000, 1'000'000};
  std::vector<double> kept{100, 10, 1};
  std::size_t results = 100;
  int rounds = 40;
};

void fillIndex(VectorIndex& index, std::size_t photos) {
  test::PhotoLikeVectors vectors(1, kDims, 1000);
  index.reset(kDims);
  std::vector<PhotoId> ids;
  std::vector<Half> rows;
  for (std::size_t i = 0; i < photos; ++i) {
    ids.push_back(PhotoId(std::int64_t(i) + 1));
    const auto row = model::toHalves(vectors.next());
    rows.insert(rows.end(), row.begin(), row.end());
    if (ids.size() < kPiece && i + 1 < photos) continue;
    index.add(ids, rows);
    ids.clear();
    rows.clear();
  }
}

/// Every so many-th photo, spread over all.
PhotoSet some(std::size_t photos, double percent) {
  std::vector<PhotoId> ids;
  for (std::size_t i = 0; i < photos; ++i)
    if (double(i * 7919 % 10'000) < 100 * percent) ids.push_back(PhotoId(std::int64_t(i) + 1));
  return PhotoSet(std::move(ids));
}

/// Reads as many bytes as the index has numbers, on all cores.
std::function<void()> onlyReading(std::size_t photos) {
  const auto numbers = std::make_shared<std::vector<std::uint64_t>>(
      photos * kDims * sizeof(Half) / sizeof(std::uint64_t), 3);
  return [numbers] {
    const std::size_t cores = std::max(1u, std::thread::hardware_concurrency());
    std::atomic<std::uint64_t> sum = 0;
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < cores; ++i)
      threads.emplace_back([&sum, &all = *numbers, i, cores] {
        const auto at = [&](std::size_t part) {
          return all.begin() + std::ptrdiff_t(all.size() * part / cores);
        };
        sum += std::accumulate(at(i), at(i + 1), std::uint64_t(0));
      });
  };
}

double percentile(std::vector<double> seconds, double part) {
  std::sort(seconds.begin(), seconds.end());
  return seconds[std::min(seconds.size() - 1, std::size_t(part * double(seconds.size())))];
}

void measure(std::size_t photos, const Options& options, const Common& common,
             nlohmann::json& all) {
  VectorIndex index(photos);
  fillIndex(index, photos);
  test::PhotoLikeVectors vectors(2, kDims, 10);
  const auto query = vectors.next();
  std::vector<PhotoSet> sets;
  for (const double kept : options.kept) sets.push_back(some(photos, kept));
  const auto search = [&](std::size_t results, const PhotoSet* within) {
    return
        [&, results, within] { static_cast<void>(index.nearest(query, results, within).value()); };
  };
  std::vector<Subject> subjects{
      {onlyReading(photos)}, {search(options.results, nullptr)}, {search(photos, nullptr)}};
  for (const auto& set : sets) subjects.push_back({search(options.results, &set)});
  takeTurns(subjects, options.rounds);

  const auto tell = [&](const Subject& subject, const char* what, double kept,
                        std::size_t results) {
    const double p50 = 1e3 * subject.median(), p95 = 1e3 * percentile(subject.seconds, 0.95);
    const double share = subjects[0].median() / subject.median();
    if (!common.json)
      std::printf(
          "%7zu photos, %-14s %5.1f %%, %7zu results: p50 %7.2f ms, p95 %7.2f ms, %4.0f %% "
          "of the memory's speed\n",
          photos, what, kept, results, p50, p95, 100 * share);
    std::fflush(stdout);
    all.push_back({{"photos", photos},
                   {"filter", what},
                   {"kept_percent", kept},
                   {"results", results},
                   {"p50_ms", p50},
                   {"p95_ms", p95},
                   {"memory_share", share}});
  };
  tell(subjects[1], "without filter", 100, options.results);
  tell(subjects[2], "without filter", 100, photos);
  for (std::size_t i = 0; i < sets.size(); ++i)
    tell(subjects[3 + i], "a filter keeps", options.kept[i], options.results);
}

Status run(Options options, const Common& common) {
  if (common.quick) options.photos = {100'000};
  nlohmann::json all = nlohmann::json::array();
  if (!common.json) std::printf("%s\n", machine().c_str());
  for (const auto photos : options.photos) measure(photos, options, common, all);
  if (common.json)
    std::printf("%s\n", nlohmann::json{{"machine", machine()}, {"search", all}}.dump().c_str());
  return {};
}

}  // namespace

std::function<Status()> addSearch(CLI::App& parser, const Common& common) {
  const auto options = std::make_shared<Options>();
  parser.add_option("--photos", options->photos, "Vectors of 512 numbers")
      ->check(CLI::Range(1, 100'000'000));
  parser.add_option("--kept", options->kept, "Percent that a filter keeps")
      ->check(CLI::Range(0.01, 100.0));
  parser.add_option("--results", options->results, "The best so many")
      ->check(CLI::Range(1, 1'000'000));
  parser.add_option("--rounds", options->rounds, "Each measured so often")
      ->check(CLI::Range(1, 10000));
  return [options, &common] { return run(*options, common); };
}

}  // namespace calotype::bench
