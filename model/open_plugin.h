// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/result.h"

namespace calotype::model {

/// The symbol of a plug-in of this program's, or why there is none (ModelMissing). Never closed:
/// LibTorch's threads and registrations do not survive it.
Result<void*> pluginSymbol(const char* file, const char* symbol);

template <class Function>
Result<Function> openPlugin(const char* file, const char* symbol) {
  CALOTYPE_TRY(void* const found, pluginSymbol(file, symbol));
  return reinterpret_cast<Function>(found);
}

}  // namespace calotype::model
