// SPDX-License-Identifier: GPL-3.0-or-later
#include <string_view>

#include "model/torch/train/trainer.h"

extern "C" __attribute__((visibility("default"))) bool calotype_train(
    const char* version, const calotype::model::TrainingRequest& request,
    calotype::Status& answer) {
  if (std::string_view(version) != CALOTYPE_VERSION) return false;
  answer = calotype::model::trainWithTorch(request);
  return true;
}
