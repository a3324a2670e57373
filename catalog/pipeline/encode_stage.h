// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "catalog/pipeline/run_context.h"

namespace calotype::catalog {

/// The third stage: collects crops into batches, has the encoder's thread turn them into vectors,
/// and has these written; the resident index gets them after the commit, never before.
class EncodeStage {
 public:
  explicit EncodeStage(RunContext& run) : run_(run) {}

  void work(BoundedQueue<Crop>& crops);

 private:
  std::vector<Crop> collect(BoundedQueue<Crop>& crops, Crop first) const;
  void encode(std::vector<Crop> batch);
  void store(const Crop& crop, const UnitVector& vector);

  RunContext& run_;
};

}  // namespace calotype::catalog
