// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/paths.h"

#include <cstdlib>

namespace calotype::catalog {

namespace {

fs::path xdgFolder(const char* variable, const char* underHome) {
  if (const char* value = std::getenv(variable); value != nullptr && value[0] == '/')
    return fs::path(value) / "calotype";
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr && home[0] == '/' ? home : "/") / underHome / "calotype";
}

}  // namespace

Paths Paths::standard() {
  Paths paths;
  paths.data = xdgFolder("XDG_DATA_HOME", ".local/share");
  paths.cache = xdgFolder("XDG_CACHE_HOME", ".cache");
  paths.state = xdgFolder("XDG_STATE_HOME", ".local/state");
  paths.models = paths.data / "models";
  return paths;
}

Paths Paths::inside(const fs::path& folder) {
  return {folder, folder / "cache", folder, folder / "models"};
}

}  // namespace calotype::catalog
