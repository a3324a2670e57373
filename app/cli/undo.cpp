// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "app/cli/command.h"
#include "app/cli/open_catalog.h"

namespace calotype::cli {
namespace {

int step(const Common& common, bool back) {
  const auto catalog = openToChange(common, {});
  if (!catalog) return reportUnopened(catalog.error());
  const auto done = back ? (*catalog)->undo() : (*catalog)->redo();
  if (!done)
    return done.error().code == Code::NotFound ? (report(done.error()), int(NothingFound))
                                               : report(done.error());
  for (const auto& problem : done->problems) report(problem);
  if (!common.quiet)
    std::fprintf(stderr, "calotype-cli: %s: %s.\n", back ? "Undone" : "Done again",
                 describe(done->name).c_str());
  return done->problems.empty() ? Done : SomeFailed;
}

}  // namespace

Run setUpUndo(CLI::App&) {
  return [](const Common& common) { return step(common, true); };
}

Run setUpRedo(CLI::App&) {
  return [](const Common& common) { return step(common, false); };
}

}  // namespace calotype::cli
