// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/files.h"

namespace calotype::test {

/// The system forgets what it holds in memory of the files below, as it does of files that nobody
/// has read for hours.
void forgetCached(const fs::path& folder);

}  // namespace calotype::test
