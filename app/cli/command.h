// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <span>
#include <string>

#include "catalog/catalog.h"
#include "model/base/result.h"

namespace calotype::cli {

/// Options that every command takes, before or after its name.
struct Common {
  std::string catalog;  // --catalog DIR; empty: the XDG folders
  bool json = false;
  bool verbose = false;
  bool quiet = false;

  catalog::Paths paths() const;
};

enum ExitCode {
  Done = 0,
  SomeFailed = 1,
  Usage = 2,
  NothingFound = 3,
  CatalogUnavailable = 4,
  ModelMissing = 5,
  Stopped = 130,
};

/// What a command's set-up returns: called when the command line named it; gives the exit code.
using Run = std::function<int(const Common&)>;

/// One command: a row of commands.cpp. `setUp` adds its options to `parser` and returns what to do.
struct Command {
  const char* name;
  const char* help;
  Run (*setUp)(CLI::App& parser);
};

/// Every command, in the order of --help. Man page and completion are made from it.
std::span<const Command> commands();

/// Prints the error's sentence on stderr and gives the exit code that fits it.
int report(const Error& error);

}  // namespace calotype::cli
