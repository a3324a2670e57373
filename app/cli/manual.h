// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace calotype::cli {

/// The command line's manual page, in the form of man(7), from what --help says.
std::string manualPage(const CLI::App& parser);

/// Completion of commands, their parts and options for bash.
std::string bashCompletion(const CLI::App& parser);

}  // namespace calotype::cli
