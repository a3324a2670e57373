// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <spdlog/logger.h>

#include "model/encoder.h"

namespace calotype::model {

/// What the program hands to the plug-in. Both are built from one source tree with one compiler.
struct PluginRequest {
  const InstalledModel& model;
  const EncoderOptions& options;
  spdlog::logger& log;  // the program's: the plug-in has no sinks of its own
};

/// The plug-in's one symbol. False, and nothing touched, when `version` (CALOTYPE_VERSION) is not
/// the one that the plug-in was built with; else `answer` is set. Lets no exception out.
using OpenEncoderFunction = bool (*)(const char* version, const PluginRequest& request,
                                     Result<std::unique_ptr<Encoder>>& answer);
inline constexpr const char* kOpenEncoderSymbol = "calotype_open_encoder";

}  // namespace calotype::model
