// SPDX-License-Identifier: GPL-3.0-or-later
// calotype-bench COMMAND: how fast the engine is on this machine, as ratios within one run.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "model/encoder.h"
#include "model/torch/onednn/processor.h"
#include "model/torch/runtime.h"
#include "tests/benchmarks/bench/ceiling.h"
#include "tests/benchmarks/bench/commands.h"

namespace calotype::bench {

namespace {

constexpr Command kCommands[] = {
    {"encode", "Pictures a second", addEncode},
#ifndef CALOTYPE_ONLY_MODEL
    {"search", "How long the vectors of a library are searched", addSearch},
#endif
    {"text", "How long a search waits for its words", addText},
};

/// OpenBLAS reads which processor it is to believe in when it is loaded, which here is before main:
/// without this, plain LibTorch would be measured with products that are four times too slow.
void beginWithTheRightBlas(char** argv) {
  const bool told = ::getenv("OPENBLAS_CORETYPE") != nullptr;
  model::prepareLibTorch();
  if (!told && ::getenv("OPENBLAS_CORETYPE") != nullptr) ::execv("/proc/self/exe", argv);
}

std::string processorName() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "a processor";
}

}  // namespace

std::string machine() {
  return processorName() + ", " + std::to_string(std::thread::hardware_concurrency()) + " cores, " +
         model::onednn::instructionSet() + "; " + productsBy() + ", LibTorch " TORCH_VERSION;
}

}  // namespace calotype::bench

int main(int argc, char** argv) {
  using namespace calotype;
  bench::beginWithTheRightBlas(argv);
  CLI::App parser("How fast the engine is on this machine.");
  parser.require_subcommand(1);
  bench::Common common;
  parser.add_flag("--json", common.json, "One object instead of lines");
  parser.add_flag("--quick", common.quick, "Less than a minute, and coarse");
  parser.fallthrough();
  std::function<Status()> chosen;
  for (const auto& command : bench::kCommands) {
    auto* const sub = parser.add_subcommand(command.name, command.summary);
    sub->callback([&chosen, run = command.add(*sub, common)] { chosen = run; });
  }
  CLI11_PARSE(parser, argc, argv);
  const auto done = model::guardTorch(chosen);
  if (done) return 0;
  std::fprintf(stderr, "%s\n", done.error().message.c_str());
  return 1;
}
