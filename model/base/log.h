// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string_view>

#include "model/base/files.h"

namespace calotype {

/// The logger of a module ("model", "catalog.decode", …), made at first use. Thread-safe.
/// At info and above: no file names, tags or words of a search, these are private photos. debug
/// may.
spdlog::logger& logFor(std::string_view module);

/// From now on every logger also writes to a rotating file (3 x 2 MB, mode 0600) in `folder`; the
/// terminal gets warnings, or everything when `verbose`. Call once, from main.
void startLog(const fs::path& folder, bool verbose);

}  // namespace calotype
