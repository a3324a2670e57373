// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "model/precision.h"

namespace calotype::model::onednn {

/// Can this processor multiply so? Bf16 wants AVX-512 with BF16; Fp16 none can.
bool supports(Precision precision);
/// Those that are faster here than Float32, the fastest first.
std::vector<Precision> faster();
/// DeviceInfo::arithmetic.
const char* arithmetic(Precision precision);
/// Are sums of two products of u8 and s8 cut off at 16 bits, as without VNNI? Then weights must
/// stay within 7 bits.
bool pairsSaturate();
/// Has it less than AVX2?
bool isSlow();
/// "AVX2", "AVX-512 with BF16", …: what the products are made with.
const char* instructionSet();

}  // namespace calotype::model::onednn
