// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>

#include "app/cli/command.h"
#include "app/cli/manual.h"
#include "model/base/log.h"
#include "model/encoder.h"

namespace {

/// The same four options stand before and after a command's name.
void addCommonOptions(CLI::App& parser, calotype::cli::Common& common) {
  parser.add_option("--catalog", common.catalog,
                    "Folder that holds the catalog (default: the XDG folders)");
  parser.add_flag("--json", common.json, "Print one JSON object a line");
  parser.add_flag("-v,--verbose", common.verbose, "Say more on stderr");
  parser.add_flag("-q,--quiet", common.quiet, "No progress on stderr");
}

}  // namespace

int main(int argc, char** argv) {
  using namespace calotype::cli;
  calotype::model::prepareLibTorch();
  CLI::App parser("Finds photos by words and pictures. Everything stays on this machine.");
  parser.name("calotype-cli");
  parser.set_version_flag("--version", "calotype-cli " CALOTYPE_VERSION);
  parser.require_subcommand(1);
  Common common;
  addCommonOptions(parser, common);

  int exitCode = Done;
  for (const auto& command : commands()) {
    auto* const subcommand = parser.add_subcommand(command.name, command.help);
    addCommonOptions(*subcommand, common);
    subcommand->callback(
        [run = command.setUp(*subcommand), &common, &exitCode] { exitCode = run(common); });
  }
  // For the build, which installs what they print; nothing that a person needs to see in --help.
  parser.add_flag("--print-manual")->group("")->trigger_on_parse()->each([&](const std::string&) {
    std::fputs(manualPage(parser).c_str(), stdout);
    throw CLI::Success();
  });
  parser.add_flag("--print-completion")
      ->group("")
      ->trigger_on_parse()
      ->each([&](const std::string&) {
        std::fputs(bashCompletion(parser).c_str(), stdout);
        throw CLI::Success();
      });
  try {
    parser.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return parser.exit(error) == 0 ? Done : Usage;
  }
  return exitCode;
}
