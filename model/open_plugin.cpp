// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/open_plugin.h"

#include <dlfcn.h>

#include "model/base/files.h"
#include "model/base/install_paths.h"

namespace calotype::model {

Result<void*> pluginSymbol(const char* file, const char* symbol) {
  const auto path = pluginFolder() / file;
  std::error_code error;
  if (!fs::exists(path, error)) return fail(Code::ModelMissing, path.string() + " is not there");
  void* const plugin = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (plugin == nullptr) return fail(Code::ModelMissing, ::dlerror());
  void* const found = ::dlsym(plugin, symbol);
  if (found == nullptr) return fail(Code::ModelMissing, path.string() + " is not a plug-in");
  return found;
}

}  // namespace calotype::model
