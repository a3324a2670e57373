// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

namespace calotype::cli {

// The parts of `calotype-cli model` that have a file of their own.
Run setUpModelInfo(CLI::App& parser);
Run setUpModelInstall(CLI::App& parser);
Run setUpModelImport(CLI::App& parser);

}  // namespace calotype::cli
