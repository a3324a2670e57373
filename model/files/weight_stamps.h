// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>

#include "model/base/files.h"
#include "model/base/hash.h"
#include "model/base/result.h"

namespace calotype::model {

/// Remembers which weights files were read whole and found good, and their hash, so that a start
/// need not read hundreds of megabytes to know which model it has. A cache: without it, or when it
/// cannot be understood, the files are read. Any thread; a copy knows the same file.
class WeightStamps {
 public:
  static constexpr std::size_t kMost = 64;

  /// file: in the cache folder; empty: nothing is remembered.
  explicit WeightStamps(fs::path file = {}) : file_(std::move(file)) {}

  /// What tells these files, in this order, from any other and from themselves after a change:
  /// device, inode, size, times of both kinds. Empty when one is missing, or was changed less than
  /// two seconds before `now`: a later change might leave no trace.
  static std::string stampOf(
      std::span<const fs::path> weights,
      std::chrono::system_clock::time_point now = std::chrono::system_clock::now());

  std::optional<Sha256> find(const std::string& stamp) const;
  /// An empty stamp is not kept. Of more than kMost the oldest is forgotten.
  Status keep(const std::string& stamp, const Sha256& hash) const;

 private:
  fs::path file_;
};

}  // namespace calotype::model
