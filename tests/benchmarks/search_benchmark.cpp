// SPDX-License-Identifier: GPL-3.0-or-later
// How the search of the resident vectors compares with what the machine can do at best. Compare the
// rates ("bytes_per_second") of one run with each other; absolute times tell little.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <numeric>

#include "catalog/index/exact.h"
#include "tests/unit/catalog/index/vectors_for_tests.h"

namespace calotype::catalog {
namespace {

constexpr std::size_t kDims = 512;
constexpr std::size_t kPhotos = 100'000;
constexpr std::size_t kBytes = kPhotos * kDims * sizeof(Half);

const Rows& photoRows() {
  static const auto rows = [] {
    test::PhotoLikeVectors vectors(1, kDims, 1000);
    auto made = std::make_unique<Rows>(kDims);
    for (std::size_t i = 0; i < kPhotos; ++i) made->append(model::toHalves(vectors.next()));
    return made;
  }();
  return *rows;
}

std::vector<float> someQuery() {
  test::PhotoLikeVectors vectors(2, kDims, 10);
  return vectors.next();
}

/// Reads as many bytes and adds them up: the memory's own pace.
void readOnly(benchmark::State& state) {
  const std::vector<std::uint64_t> numbers(kBytes / sizeof(std::uint64_t), 3);
  for (auto _ : state) {
    auto sum = std::accumulate(numbers.begin(), numbers.end(), std::uint64_t(0));
    benchmark::DoNotOptimize(sum);
  }
  state.SetBytesProcessed(std::int64_t(state.iterations() * kBytes));
}
BENCHMARK(readOnly)->Unit(benchmark::kMillisecond);

/// What one would write first: 32-bit numbers, one after the other.
void plainFloatLoop(benchmark::State& state) {
  const auto& rows = photoRows();
  std::vector<float> matrix(kPhotos * kDims);
  for (std::size_t i = 0; i < kPhotos; ++i)
    for (std::size_t at = 0; at < kDims; ++at) matrix[i * kDims + at] = toFloat(rows.row(i)[at]);
  const auto query = someQuery();
  std::vector<float> scores(kPhotos);
  for (auto _ : state) {
    for (std::size_t i = 0; i < kPhotos; ++i)
      scores[i] = std::inner_product(query.begin(), query.end(), &matrix[i * kDims], 0.f);
    benchmark::DoNotOptimize(scores.data());
  }
  state.SetBytesProcessed(std::int64_t(state.iterations() * kBytes * 2));
}
BENCHMARK(plainFloatLoop)->Unit(benchmark::kMillisecond);

/// The kernels alone: portable, AVX2, AVX-512, as far as this processor has them.
void scan(benchmark::State& state) {
  const auto& with = availableKernels()[std::size_t(state.range(0))];
  state.SetLabel(with.name);
  const auto& rows = photoRows();
  const auto query = someQuery();
  std::vector<float> scores(Rows::kPerBlock);
  for (auto _ : state) {
    for (std::size_t start = 0; start < kPhotos; start += Rows::kPerBlock)
      with.score(rows.row(start), std::min(Rows::kPerBlock, kPhotos - start), query.data(),
                 rows.stride(), scores.data());
    benchmark::DoNotOptimize(scores.data());
  }
  state.SetBytesProcessed(std::int64_t(state.iterations() * kBytes));
}
BENCHMARK(scan)->Unit(benchmark::kMillisecond)->DenseRange(0, int(availableKernels().size()) - 1);

/// A whole query: the scan, the best k, in order. k = 100,000 ranks everything.
void exactQuery(benchmark::State& state) {
  VectorIndex index;
  index.reset(kDims);
  const auto& rows = photoRows();
  for (std::size_t i = 0; i < kPhotos; ++i) {
    const PhotoId id{std::int64_t(i)};
    index.add(std::span(&id, 1), std::span(rows.row(i), kDims));
  }
  const auto query = someQuery();
  for (auto _ : state) benchmark::DoNotOptimize(index.nearest(query, std::size_t(state.range(0))));
  state.SetBytesProcessed(std::int64_t(state.iterations() * kBytes));
}
BENCHMARK(exactQuery)->Unit(benchmark::kMillisecond)->Arg(50)->Arg(1000)->Arg(100'000);

/// A query by the graph, and what one photo more costs it.
void graphQuery(benchmark::State& state) {
  const auto photos = std::size_t(state.range(0));
  VectorIndex index(1);
  index.reset(kDims);
  for (std::size_t i = 0; i < photos; ++i) {
    const PhotoId id{std::int64_t(i)};
    index.add(std::span(&id, 1), std::span(photoRows().row(i), kDims));
  }
  const auto begin = std::chrono::steady_clock::now();
  while (index.graphBehind()) index.growGraph(1000).value();
  const std::chrono::duration<double, std::milli> built = std::chrono::steady_clock::now() - begin;
  state.counters["ms_to_add_one"] = built.count() / double(photos);
  const auto query = someQuery();
  for (auto _ : state) benchmark::DoNotOptimize(index.nearest(query, 50));
}
BENCHMARK(graphQuery)->Unit(benchmark::kMillisecond)->Arg(20'000)->Iterations(200);

}  // namespace
}  // namespace calotype::catalog

BENCHMARK_MAIN();
