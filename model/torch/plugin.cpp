// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/plugin.h"

#include <string_view>

#include "model/torch/encoder_torch.h"

extern "C" __attribute__((visibility("default"))) bool calotype_open_encoder(
    const char* version, const calotype::model::PluginRequest& request,
    calotype::Result<std::unique_ptr<calotype::model::Encoder>>& answer) {
  if (std::string_view(version) != CALOTYPE_VERSION) return false;
  answer = calotype::model::openTorchEncoder(request);
  return true;
}
