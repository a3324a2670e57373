// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/power.h"

#include <fstream>
#include <string>
#include <system_error>

namespace calotype::catalog {

namespace {

/// The first word of a file of the kernel's; empty when there is none.
std::string wordOf(const fs::path& file) {
  std::string word;
  std::ifstream(file) >> word;
  return word;
}

}  // namespace

bool runsOnBattery(const fs::path& supplies) {
  bool emptied = false;
  std::error_code error;
  for (fs::directory_iterator entry(supplies, error), end; !error && entry != end;
       entry.increment(error)) {
    const auto& supply = entry->path();
    if (wordOf(supply / "scope") == "Device") continue;  // a mouse's or a headset's
    if (wordOf(supply / "type") == "Battery")
      emptied = emptied || wordOf(supply / "status") == "Discharging";
    else if (wordOf(supply / "online") == "1")
      return false;
  }
  return emptied;
}

}  // namespace calotype::catalog
