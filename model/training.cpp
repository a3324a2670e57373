// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/training.h"

#include <array>
#include <string>

#include "model/open_plugin.h"

namespace calotype::model {

namespace {

/// Tried in this order, as the encoder's.
constexpr std::array kPlugins = {"calotype-train-cuda.so", "calotype-train.so"};

}  // namespace

Status train(const TrainingRequest& request) {
  prepareLibTorch();
  std::string reasons;
  for (const char* const file : kPlugins) {
    const auto train = openPlugin<TrainFunction>(file, kTrainSymbol);
    if (!train) {
      reasons = train.error().message;
      continue;
    }
    Status answer;
    if ((*train)(CALOTYPE_VERSION, request, answer)) return answer;
    reasons = std::string(file) + " belongs to another version of this program";
  }
  return fail(Code::ModelMissing,
              "Nothing can be trained: the part that trains models could not be opened (" +
                  reasons + "). Install the program again, with its LibTorch plug-in.");
}

}  // namespace calotype::model
