// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"
#include "app/cli/print_evaluation.h"
#include "app/cli/stop_signals.h"
#include "app/cli/train_command.h"
#include "catalog/training/training_photos.h"
#include "model/base/install_paths.h"
#include "model/base/log.h"

namespace calotype::cli {

model::EncoderOptions TrainOptions::runsOn() const {
  ModelChoice choice;
  choice.device = device;
  auto encoder = choice.encoder();
  encoder.threads = threads;
  return encoder;
}

void printStep(const model::TrainingStep& step, bool json) {
  if (json) {
    const nlohmann::ordered_json line = {{"step", step.step},
                                         {"steps", step.steps},
                                         {"loss", step.loss},
                                         {"contrast", step.contrast},
                                         {"imitation", step.imitation},
                                         {"relations", step.relations},
                                         {"guidance", step.guidance},
                                         {"agreement", step.agreement},
                                         {"words", step.words},
                                         {"scale", step.scale},
                                         {"learning_rate", step.learningRate},
                                         {"pictures_per_second", step.picturesPerSecond},
                                         {"seconds_left", step.secondsLeft}};
    std::printf("%s\n", line.dump().c_str());
  } else {
    std::printf(
        "step %lld of %lld  loss %.4f (contrast %.4f, imitation %.4f, relations %.4f, guidance "
        "%.4f, agreement %.4f, words %.4f)  "
        "scale %.2f  rate %.2e  %.0f pictures/s  %.0f min left\n",
        static_cast<long long>(step.step), static_cast<long long>(step.steps), step.loss,
        step.contrast, step.imitation, step.relations, step.guidance, step.agreement, step.words,
        step.scale, step.learningRate, step.picturesPerSecond, step.secondsLeft / 60);
  }
  std::fflush(stdout);
}

namespace {

std::vector<fs::path> pathsOf(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

void printProblems(const std::vector<std::string>& problems) {
  for (const auto& problem : problems) std::fprintf(stderr, "calotype-cli: %s\n", problem.c_str());
}

Result<std::unique_ptr<catalog::TrainingPhotos>> readPhotos(const TrainOptions& options,
                                                            const model::TrainingSpec& spec,
                                                            catalog::DecoderPool& decoders,
                                                            bool show) {
  CALOTYPE_TRY(auto tokenizer, model::Tokenizer::open(spec.model));
  auto photos = std::make_unique<catalog::TrainingPhotos>(spec, std::move(tokenizer));
  const auto progress = [show](std::size_t count) {
    if (show && count % 100 == 0) std::fprintf(stderr, "\r%zu photos", count);
  };
  for (const auto& shard : pathsOf(options.data))
    CALOTYPE_CHECK(photos->add(shard, options.teacher, decoders, progress));
  if (show) std::fprintf(stderr, "\r%zu photos\n", photos->photos());
  if (!options.words.empty()) CALOTYPE_CHECK(photos->addWords(options.words));
  CALOTYPE_CHECK(photos->finish());
  printProblems(photos->problems());
  return photos;
}

/// Asks `stop` to stop when a signal comes.
class Watcher {
 public:
  explicit Watcher(const StopSignals& signals)
      : thread_([this, &signals](const std::stop_token& done) {
          while (!done.stop_requested())
            if (signals.came()) stop_.request_stop();
        }) {}
  std::stop_token token() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  std::jthread thread_;
};

/// Shards were named, and a run's file: or else everything comes from the catalog.
Status checkUse(const TrainOptions& options) {
  if (options.fromCatalog) {
    if (options.data.empty() && options.config.empty() && !options.resume) return {};
    return fail(Code::InvalidArgument,
                "--from-catalog takes the catalog's own photos and needs no run's file: leave "
                "--data, --config and --resume out.");
  }
  if (!options.data.empty() && !options.config.empty()) return {};
  return fail(Code::InvalidArgument,
              "Name pictures with --data and a run's file with --config, or learn from your own "
              "words with --from-catalog.");
}

Status train(const TrainOptions& options, const Common& common) {
  const StopSignals signals;
  const Watcher watcher(signals);
  CALOTYPE_CHECK(checkUse(options));
  CALOTYPE_CHECK(createPrivateFolder(options.out));
  if (options.fromCatalog) return trainFromCatalog(options, common, watcher.token());
  if (!options.resume) CALOTYPE_CHECK(model::refuseUsedFolder(options.out));
  CALOTYPE_TRY(const auto spec, model::TrainingSpec::open(options.config));
  std::optional<model::InstalledModel> initial;
  if (!options.initial.empty()) {
    CALOTYPE_TRY(initial, model::ModelStore::open(options.initial));
  }
  const bool show = !common.quiet && !common.json && isatty(STDERR_FILENO) != 0;
  catalog::DecoderPool decoders({.program = decoderProgram()});
  CALOTYPE_TRY(const auto photos, readPhotos(options, spec, decoders, show));
  CALOTYPE_TRY(const auto kept, catalog::readEvaluationPhotos(pathsOf(options.validation), decoders,
                                                              spec.model.transform));
  printProblems(kept.problems);
  catalog::EvaluationOptions measuring;
  if (!options.concepts.empty()) {
    static constexpr int kLeast = 20;
    CALOTYPE_TRY(measuring.classes, catalog::readConcepts(options.concepts, kLeast));
  }

  model::TrainingEvents events;
  events.step = [&](const model::TrainingStep& step) {
    if (!common.quiet) printStep(step, common.json);
  };
  events.measure = [&](std::int64_t step, model::Encoder& encoder) -> Status {
    if (kept.photos.empty()) return {};
    CALOTYPE_TRY(const auto evaluation, catalog::evaluate(encoder, kept, measuring));
    printEvaluation(evaluation, common.json, step);
    return {};
  };
  return model::train({.spec = spec,
                       .initial = initial ? &*initial : nullptr,
                       .source = *photos,
                       .folder = options.out,
                       .resume = options.resume,
                       .options = options.runsOn(),
                       .stop = watcher.token(),
                       .events = events,
                       .log = logFor("train")});
}

}  // namespace

Run setUpTrain(CLI::App& parser) {
  const auto options = std::make_shared<TrainOptions>();
  parser.add_option("--data", options->data,
                    "Shards (NAME.tar with NAME.jsonl) or folders with captions.json");
  parser.add_option("--config", options->config,
                    "The run's JSON file: the model, and \"training\"");
  parser.add_flag("--from-catalog", options->fromCatalog,
                  "Learn from your own captions and tags, and keep it only if it is better");
  parser
      .add_option("--out", options->out, "Folder of the checkpoints and, in \"model\", the model")
      ->required();
  parser.add_flag("--resume", options->resume, "Go on from the folder's checkpoint");
  parser.add_option("--init", options->initial,
                    "Folder of a model to begin with (--from-catalog: the one in use)");
  parser
      .add_option(
          "--freeze", options->freeze,
          "With --from-catalog: the side on which nothing is learnt (towers: both towers stay, "
          "and what is behind them is learnt, as with a linear adapter)")
      ->check(CLI::IsMember({"image", "text", "towers"}));
  parser.add_option("--adapter", options->adapter, "With --from-catalog: what is learnt")
      ->check(CLI::IsMember({"linear", "lora"}))
      ->capture_default_str();
  parser.add_option("--teacher", options->teacher,
                    "Folder with NAME.teacher.safetensors for the shards");
  parser.add_option("--words", options->words,
                    "Folder with a teacher's vectors of words: NAME.names.json, NAME.safetensors");
  parser.add_option("--validation", options->validation,
                    "Shards to measure on at every checkpoint");
  parser.add_option("--concepts", options->concepts,
                    "JSON of labels and counts: name photos among those with 20 or more");
  parser.add_option("--device", options->device, "What the training runs on")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->capture_default_str();
  parser.add_option("--threads", options->threads, "Of the processor (default: one a core)");
  parser.footer(
      "Prints a line every few steps (--json: an object a line). Ctrl-C saves a checkpoint; "
      "--resume goes on as if nothing had happened. The finished model lies in OUT/model; install "
      "it with: calotype-cli model import OUT/model");
  return [options](const Common& common) {
    const auto done = train(*options, common);
    return done ? int(Done) : report(done.error());
  };
}

}  // namespace calotype::cli
