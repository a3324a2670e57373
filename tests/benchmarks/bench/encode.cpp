// SPDX-License-Identifier: GPL-3.0-or-later
// calotype-bench encode: pictures a second, beside plain LibTorch and beside nothing but products.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "tests/benchmarks/bench/ceiling.h"
#include "tests/benchmarks/bench/commands.h"
#include "tests/benchmarks/bench/subjects.h"
#include "tests/benchmarks/bench/timing.h"

namespace calotype::bench {

namespace {

struct Options {
  std::vector<std::string> models{"ViT-B-32"}, precisions{"fp32", "bf16", "int8", "fp16"};
  std::string device = "cpu";
  std::vector<int> batches{1, 8, 32}, threads{1};
  int rounds = 5;
};

struct Row {
  std::string model, precision;
  int batch = 0, threads = 0;
  double imagesPerSecond = 0, ceilingShare = 0, baselineRatio = 0;
};

void print(const Row& row, const Common& common) {
  if (!common.json) {
    std::printf(
        "%-10s %-5s batch %2d, %d thread%s: %7.2f images/s, %5.1f %% of the products' "
        "speed, %5.2f times plain LibTorch\n",
        row.model.c_str(), row.precision.c_str(), row.batch, row.threads,
        row.threads == 1 ? "" : "s", row.imagesPerSecond, 100 * row.ceilingShare,
        row.baselineRatio);
  }
  std::fflush(stdout);
}

nlohmann::json jsonOf(const Row& row) {
  return {{"model", row.model},
          {"precision", row.precision},
          {"batch", row.batch},
          {"threads", row.threads},
          {"images_per_second", row.imagesPerSecond},
          {"ceiling_share", row.ceilingShare},
          {"baseline_ratio", row.baselineRatio}};
}

/// The rows of one model, batch and number of threads, measured in turns.
Result<std::vector<Row>> measure(const TimedModel& timed, int batch, int threads,
                                 const std::vector<model::Precision>& precisions, int rounds) {
  const std::int64_t side = timed.spec().transform.size;
  std::vector<float> pixels(std::size_t(batch * 3 * side * side));
  for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = float(i % 255) / 127.5f - 1;
  const auto tensor = torch::from_blob(pixels.data(), {batch, 3, side, side});

  CALOTYPE_TRY(auto plain, timed.plain());
  std::vector<Subject> subjects{{onTeam(threads, [&] {
    const c10::InferenceMode inference;
    plain->images(tensor.to(timed.device())).to(torch::kCPU);
  })}};
  std::vector<std::unique_ptr<model::Encoder>> encoders;
  for (const auto& precision : precisions) {
    CALOTYPE_TRY(auto encoder, timed.packed(precision, threads));
    subjects.push_back({onlyProducts(imageProducts(timed.spec(), batch), precision, threads)});
    subjects.push_back({[&pixels, batch, opened = encoder.get()] {
      static_cast<void>(opened->imagesFromPixels(pixels, std::size_t(batch)).value());
    }});
    encoders.push_back(std::move(encoder));
  }
  takeTurns(subjects, rounds);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < precisions.size(); ++i) {
    const double ceiling = subjects[1 + 2 * i].median(), ours = subjects[2 + 2 * i].median();
    rows.push_back({timed.spec().name, std::string(model::nameOf(precisions[i])), batch, threads,
                    batch / ours, ceiling / ours, subjects[0].median() / ours});
  }
  return rows;
}

Status run(Options options, const Common& common) {
  if (common.quick) {
    options.batches = {8};
    options.rounds = 3;
  }
  CALOTYPE_TRY(const auto device, deviceNamed(options.device));
  CALOTYPE_TRY(const auto precisions, precisionsOf(options.precisions, device));
  nlohmann::json all = nlohmann::json::array();
  if (!common.json) std::printf("%s\n", machine().c_str());
  for (const auto& name : options.models) {
    CALOTYPE_TRY(const auto timed, TimedModel::open(name, device));
    for (const int batch : options.batches)
      for (const int threads : options.threads) {
        CALOTYPE_TRY(const auto rows, measure(timed, batch, threads, precisions, options.rounds));
        for (const auto& row : rows) {
          print(row, common);
          all.push_back(jsonOf(row));
        }
      }
  }
  if (common.json)
    std::printf("%s\n", nlohmann::json{{"machine", machine()}, {"encode", all}}.dump().c_str());
  return {};
}

}  // namespace

std::function<Status()> addEncode(CLI::App& parser, const Common& common) {
  const auto options = std::make_shared<Options>();
  parser.add_option("--model", options->models,
                    "Folders of models, or named shapes with random weights (ViT-B-32, ViT-B-16, "
                    "RN50, …)");
  parser.add_option("--precision", options->precisions, "Of fp32, bf16, int8, fp16");
  parser.add_option("--device", options->device, "What the model runs on")
      ->check(CLI::IsMember({"cpu", "cuda"}));
  parser.add_option("--batch", options->batches, "Pictures at once")->check(CLI::Range(1, 1024));
  parser.add_option("--threads", options->threads, "Of the processor")->check(CLI::Range(1, 256));
  parser.add_option("--rounds", options->rounds, "Each measured so often")
      ->check(CLI::Range(1, 1000));
  return [options, &common] { return run(*options, common); };
}

}  // namespace calotype::bench
