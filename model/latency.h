// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "model/encoder.h"

namespace calotype::model {

/// How fast a model is on this machine: median milliseconds of a few runs of one picture and one
/// short text, after a warm-up. textMs is 0 for a model without a vocabulary.
struct Latency {
  double openSeconds = 0, imageMs = 0, textMs = 0;
  std::string device;
};

/// Opens the model of a folder for it. The errors of ModelStore::open and of the factory.
Result<Latency> measureLatency(const fs::path& folder, const EncoderFactory& open,
                               const EncoderOptions& options);

}  // namespace calotype::model
