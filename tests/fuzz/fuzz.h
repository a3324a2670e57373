// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// libFuzzer's entry: must not crash, hang or leak, whatever the bytes are. Returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace calotype::fuzz {

/// Sound inputs of one target, from which mutations start. Each target defines it.
std::vector<std::string> seeds();

}  // namespace calotype::fuzz
