// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "model/base/files.h"
#include "model/base/hash.h"
#include "model/base/result.h"
#include "model/score/agreement.h"

namespace calotype::model {

/// What was found when a model's vectors in a faster arithmetic were held against those in float32.
struct PrecisionCheck {
  std::string arithmetic;  // DeviceInfo::arithmetic
  Agreement agreement;
};

/// The file in a model's folder that keeps these checks. It belongs to the weights: beside others
/// it counts for nothing.
inline constexpr const char* kPrecisionRecordFile = "precision.json";

/// Empty when there is none, or when it is about other weights. Corrupt when it cannot be
/// understood.
Result<std::vector<PrecisionCheck>> readPrecisionRecord(const fs::path& folder,
                                                        const Sha256& weights);

/// Adds the check, in place of an earlier one of the same arithmetic. What was there and could not
/// be understood is replaced.
Status keepPrecisionCheck(const fs::path& folder, const Sha256& weights,
                          const PrecisionCheck& check);

}  // namespace calotype::model
