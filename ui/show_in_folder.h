// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/files.h"

namespace calotype::ui {

/// Opens the desktop's file manager with the file marked; without one that can, its folder. Does
/// not wait.
void showInFolder(const fs::path& file);

}  // namespace calotype::ui
