// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "catalog/training/shard.h"
#include "model/text/train_byte_pairs.h"

namespace calotype::cli {
namespace {

struct Options {
  std::vector<std::string> data;
  std::string out;
  int size = 8192;
};

Status trainTokenizer(const Options& options) {
  model::BytePairTrainer trainer;
  const auto use = [&](const catalog::ShardPhoto& photo) -> Status {
    for (const auto& caption : photo.captions) trainer.add(caption);
    for (const auto& label : photo.labels) trainer.add(label);
    return {};
  };
  for (const auto& shard : options.data) {
    CALOTYPE_TRY(const auto report, catalog::readShard(shard, use));
    for (const auto& problem : report.problems)
      std::fprintf(stderr, "calotype-cli: %s\n", problem.c_str());
  }
  if (options.data.empty()) {
    CALOTYPE_CHECK(eachJsonText(std::cin, "standard input",
                                [&](const std::string& text) { trainer.add(text); }));
  }
  const auto merges = trainer.merges(options.size);
  if (merges.empty())
    return fail(Code::InvalidArgument,
                "There is nothing to learn from: no two letters stand together twice.");
  CALOTYPE_TRY(const auto entries, model::writeVocabulary(options.out, merges));
  if (entries < std::size_t(options.size))
    std::fprintf(stderr,
                 "calotype-cli: The texts are enough for %zu entries only; put that number into "
                 "the model's vocab_size.\n",
                 entries);
  std::printf("%zu entries in %s\n", entries, displayPath(options.out).c_str());
  return {};
}

}  // namespace

Run setUpTrainTokenizer(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  parser.add_option("--data", options->data,
                    "Shards or folders whose captions and labels to read (default: JSON strings, "
                    "one a line, on standard input)");
  parser.add_option("--out", options->out, "Folder for vocab.json and merges.txt")->required();
  parser.add_option("--size", options->size, "Entries of the vocabulary")
      ->check(CLI::Range(515, 300'000))
      ->capture_default_str();
  return [options](const Common&) {
    const auto done = trainTokenizer(*options);
    return done ? int(Done) : report(done.error());
  };
}

}  // namespace calotype::cli
