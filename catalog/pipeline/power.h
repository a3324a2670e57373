// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/files.h"

namespace calotype::catalog {

/// Does this machine live on its battery just now? As Linux tells it under /sys/class/power_supply
/// (Documentation/ABI/testing/sysfs-class-power): a battery of the machine itself is being emptied
/// and nothing that is plugged in is on. False where nothing is told.
bool runsOnBattery(const fs::path& supplies = "/sys/class/power_supply");

}  // namespace calotype::catalog
