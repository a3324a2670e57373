// SPDX-License-Identifier: GPL-3.0-or-later
// A model's towers, through the plug-in as the program uses them: the starter's, or those of the
// folder that CALOTYPE_BENCHMARK_MODEL names. Compare rows of one run, or runs that take turns.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#include "model/encoder.h"
#include "tests/support/painted_photo.h"

namespace calotype::model {
namespace {

Encoder& encoder() {
  static const auto opened = [] {
    const char* const named = std::getenv("CALOTYPE_BENCHMARK_MODEL");
    auto model =
        ModelStore::open(named != nullptr ? fs::path(named)
                                          : fs::path(CALOTYPE_SOURCE) / "resources/models/starter");
    if (!model) std::fprintf(stderr, "%s\n", model.error().message.c_str());
    auto result = openEncoder(*model, {.device = Device::Cpu});
    if (!result) std::fprintf(stderr, "%s\n", result.error().message.c_str());
    return std::move(*result);
  }();
  return *opened;
}

void encodeImages(benchmark::State& state) {
  const int size = encoder().spec().transform.size;
  const std::vector<Rgb8> batch(std::size_t(state.range(0)), test::paintPhoto(1, size, size));
  for (auto _ : state) benchmark::DoNotOptimize(encoder().images(batch));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(encodeImages)->Arg(1)->Arg(8)->Arg(32)->Unit(benchmark::kMillisecond)->UseRealTime();

void encodeTexts(benchmark::State& state) {
  const auto tokenizer = Tokenizer::open(encoder().spec());
  const std::vector<Tokens> batch(std::size_t(state.range(0)),
                                  tokenizer->encode("a dog runs along a beach"));
  for (auto _ : state) benchmark::DoNotOptimize(encoder().texts(batch));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(encodeTexts)->Arg(1)->Arg(32)->Unit(benchmark::kMillisecond)->UseRealTime();

void tokenise(benchmark::State& state) {
  const auto tokenizer = Tokenizer::open(encoder().spec());
  for (auto _ : state)
    benchmark::DoNotOptimize(tokenizer->encode("a dog runs along a beach in the evening sun"));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(tokenise);

}  // namespace
}  // namespace calotype::model

BENCHMARK_MAIN();
