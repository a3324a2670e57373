// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace CLI {
class App;
}

namespace calotype::bench {

/// What every command takes.
struct Common {
  bool json = false, quick = false;
};

struct Command {
  const char* name;
  const char* summary;
  /// Adds the command's options and gives what runs it.
  std::function<Status()> (*add)(CLI::App& parser, const Common& common);
};

std::function<Status()> addEncode(CLI::App& parser, const Common& common);
std::function<Status()> addSearch(CLI::App& parser, const Common& common);
std::function<Status()> addText(CLI::App& parser, const Common& common);

/// "AMD EPYC, 2 cores, AVX2; oneDNN 2.6.3, LibTorch 1.13.1": what figures belong to.
std::string machine();

}  // namespace calotype::bench
