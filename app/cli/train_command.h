// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "model/training.h"

namespace calotype::cli {

/// What `calotype-cli train` was asked for.
struct TrainOptions {
  std::vector<std::string> data, validation;
  std::string config, out, initial, teacher, words, concepts, device = "auto";
  std::string freeze, adapter = "linear";
  int threads = 0;
  bool resume = false, fromCatalog = false;

  model::EncoderOptions runsOn() const;
};

void printStep(const model::TrainingStep& step, bool json);

/// `train --from-catalog`: learns from the user's own captions and tags, and keeps the result only
/// if it is better.
Status trainFromCatalog(const TrainOptions& options, const Common& common,
                        const std::stop_token& stop);

}  // namespace calotype::cli
