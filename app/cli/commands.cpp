// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <vector>

#include "app/cli/command.h"
#include "model/base/files.h"

namespace calotype::cli {

// One line each, so that two people adding a command touch two lines.

std::span<const Command> commands() {
  static const std::vector<Command> table = {};
  return table;
}

catalog::Paths Common::paths() const {
  return catalog.empty() ? catalog::Paths::standard() : catalog::Paths::inside(catalog);
}

int report(const Error& error) {
  std::fprintf(stderr, "calotype-cli: %s\n", error.message.c_str());
  switch (error.code) {
    case Code::InvalidArgument:
      return Usage;
    case Code::Busy:
    case Code::NewerVersion:
      return CatalogUnavailable;
    case Code::ModelMissing:
      return ModelMissing;
    case Code::Cancelled:
      return Stopped;
    default:
      return SomeFailed;
  }
}

}  // namespace calotype::cli
