// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "model/base/files.h"

namespace calotype::test {

/// Writes a folder that reads as a model (OpenCLIP layout, 32 pixels, a vocabulary of single bytes)
/// for the fake encoder: its weights are a few bytes made from `seed`, which is enough to tell one
/// model from another. The test ends when it cannot be written.
void writeFakeModel(const fs::path& folder, std::uint32_t seed, int dims = 16);

}  // namespace calotype::test
