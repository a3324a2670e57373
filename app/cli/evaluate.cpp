// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/evaluation_report.h"
#include "app/cli/open_catalog.h"
#include "app/cli/print_evaluation.h"
#include "model/base/install_paths.h"

namespace calotype::cli {
namespace {

struct Options {
  ModelChoice model;
  std::vector<std::string> data;
  std::string classes, concepts, report;
  int least = 20, prompts = 7;
};

Status evaluate(const Options& options, const Common& common) {
  CALOTYPE_TRY(const auto encoder, options.model.open());
  catalog::EvaluationOptions measuring;
  measuring.prompts = options.prompts;
  if (!options.classes.empty()) {
    CALOTYPE_TRY(measuring.classes, catalog::readClasses(options.classes));
  } else if (!options.concepts.empty()) {
    CALOTYPE_TRY(measuring.classes, catalog::readConcepts(options.concepts, options.least));
  }
  catalog::DecoderPool decoders({.program = decoderProgram()});
  const std::vector<fs::path> shards(options.data.begin(), options.data.end());
  CALOTYPE_TRY(const auto photos,
               catalog::readEvaluationPhotos(shards, decoders, encoder->spec().transform));
  for (const auto& problem : photos.problems)
    std::fprintf(stderr, "calotype-cli: %s\n", problem.c_str());
  if (photos.photos.empty())
    return fail(Code::InvalidArgument, "No pictures with words were found in --data.");
  CALOTYPE_TRY(const auto evaluation, catalog::evaluate(*encoder, photos, measuring));
  printEvaluation(evaluation, common.json);
  if (!options.report.empty())
    return writeEvaluationReport(options.report, encoder->spec().name, evaluation);
  return {};
}

}  // namespace

Run setUpEvaluate(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  options->model.addTo(parser);
  parser
      .add_option("--data", options->data,
                  "Shards (NAME.tar with NAME.jsonl) or folders with captions.json")
      ->required();
  auto* const classes = parser.add_option(
      "--classes", options->classes,
      "Text file of names to choose among, one a line (default: all labels that occur)");
  parser
      .add_option("--concepts", options->concepts,
                  "The same as a JSON of labels and how many photos have them: the frequent ones")
      ->excludes(classes);
  parser.add_option("--least", options->least, "What frequent means")->capture_default_str();
  parser
      .add_option("--prompts", options->prompts,
                  "So many sentences around each name, whose mean stands for it")
      ->check(CLI::IsMember({1, 7, 80}))
      ->capture_default_str();
  parser.add_option("--report", options->report, "HTML file to write, with plots and every class");
  parser.footer(
      "Every caption is a query for its photo among all photos with captions, and the other way "
      "round; labelled photos are named. Intervals hold 95 % (bootstrap).");
  return [options](const Common& common) {
    const auto done = evaluate(*options, common);
    return done ? int(Done) : report(done.error());
  };
}

}  // namespace calotype::cli
