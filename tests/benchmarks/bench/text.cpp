// SPDX-License-Identifier: GPL-3.0-or-later
// calotype-bench text: how long one search waits for its words, beside plain LibTorch at the whole
// context.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "tests/benchmarks/bench/commands.h"
#include "tests/benchmarks/bench/subjects.h"
#include "tests/benchmarks/bench/timing.h"

namespace calotype::bench {

namespace {

struct Options {
  std::vector<std::string> models{"ViT-B-32"}, precisions{"fp32", "bf16", "int8", "fp16"};
  std::string device = "cpu";
  int tokens = 10, rounds = 15;
};

model::Tokens tokensOf(const model::ModelSpec& spec, int count) {
  model::Tokens text;
  text.ids.assign(std::size_t(spec.text.context), 0);
  text.end = std::size_t(std::min(count, spec.text.context) - 1);
  for (std::size_t i = 0; i <= text.end; ++i) text.ids[i] = std::int64_t(1 + i);
  return text;
}

Status measure(const TimedModel& timed, const Options& options,
               const std::vector<model::Precision>& precisions, const Common& common,
               nlohmann::json& all) {
  const auto text = tokensOf(timed.spec(), options.tokens);
  const auto context = std::int64_t(timed.spec().text.context);
  const auto ids = torch::tensor(text.ids).view({1, context});
  const auto ends = torch::full({1}, std::int64_t(text.end), torch::kLong);
  CALOTYPE_TRY(auto plain, timed.plain());
  std::vector<Subject> subjects{{onTeam(1, [&] {
    const c10::InferenceMode inference;
    plain->texts(ids.to(timed.device()), ends.to(timed.device())).to(torch::kCPU);
  })}};
  std::vector<std::unique_ptr<model::Encoder>> encoders;
  for (const auto& precision : precisions) {
    CALOTYPE_TRY(auto encoder, timed.packed(precision, 1));
    subjects.push_back({[&text, opened = encoder.get()] {
      static_cast<void>(opened->texts(std::span(&text, 1)).value());
    }});
    encoders.push_back(std::move(encoder));
  }
  for (const auto& precision : precisions) {
    CALOTYPE_TRY(auto encoder, timed.asOpened(precision, 1));
    if (!encoder) continue;
    subjects.push_back({[&text, opened = encoder.get()] {
      opened->rest();
      static_cast<void>(opened->texts(std::span(&text, 1)).value());
    }});
    encoders.push_back(std::move(encoder));
  }
  takeTurns(subjects, options.rounds);
  const bool rested = subjects.size() > 1 + precisions.size();
  for (std::size_t i = 0; i < precisions.size(); ++i) {
    const double ours = subjects[1 + i].median(), ratio = subjects[0].median() / ours;
    const double afterRest = rested ? subjects[1 + precisions.size() + i].median() : 0;
    if (!common.json) {
      std::printf("%-10s %-5s %d tokens: %6.2f ms, %5.2f times plain LibTorch at %d",
                  timed.spec().name.c_str(), std::string(model::nameOf(precisions[i])).c_str(),
                  options.tokens, 1e3 * ours, ratio, timed.spec().text.context);
      std::printf(rested ? "; after a rest %.0f ms\n" : "\n", 1e3 * afterRest);
    }
    all.push_back({{"model", timed.spec().name},
                   {"precision", std::string(model::nameOf(precisions[i]))},
                   {"tokens", options.tokens},
                   {"milliseconds", 1e3 * ours},
                   {"milliseconds_after_rest", rested ? nlohmann::json(1e3 * afterRest) : nullptr},
                   {"baseline_ratio", ratio}});
  }
  return {};
}

Status run(Options options, const Common& common) {
  if (common.quick) options.rounds = 5;
  CALOTYPE_TRY(const auto device, deviceNamed(options.device));
  CALOTYPE_TRY(const auto precisions, precisionsOf(options.precisions, device));
  nlohmann::json all = nlohmann::json::array();
  if (!common.json) std::printf("%s\n", machine().c_str());
  for (const auto& name : options.models) {
    CALOTYPE_TRY(const auto timed, TimedModel::open(name, device));
    CALOTYPE_CHECK(measure(timed, options, precisions, common, all));
  }
  if (common.json)
    std::printf("%s\n", nlohmann::json{{"machine", machine()}, {"text", all}}.dump().c_str());
  return {};
}

}  // namespace

std::function<Status()> addText(CLI::App& parser, const Common& common) {
  const auto options = std::make_shared<Options>();
  parser.add_option("--model", options->models, "Folders of models, or named shapes");
  parser.add_option("--precision", options->precisions, "Of fp32, bf16, int8, fp16");
  parser.add_option("--device", options->device, "What the model runs on")
      ->check(CLI::IsMember({"cpu", "cuda"}));
  parser.add_option("--tokens", options->tokens, "Of the text, its ends included")
      ->check(CLI::Range(2, 1024));
  parser.add_option("--rounds", options->rounds, "Each measured so often")
      ->check(CLI::Range(1, 10000));
  return [options, &common] { return run(*options, common); };
}

}  // namespace calotype::bench
