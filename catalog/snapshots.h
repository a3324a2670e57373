// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "catalog/store/database.h"

namespace calotype::catalog {

/// Why a copy of the catalog was made, which says how long it is kept.
enum class Occasion { Daily, BeforeManyChanges, ByHand };

struct Snapshot {
  fs::path path;
  std::int64_t atMs = 0;  // ms since 1970 UTC
  Occasion occasion = Occasion::Daily;
  std::uint64_t bytes = 0;
};

/// Whole, checked copies of catalog.db in a folder of their own (R29). The newest has everything;
/// older ones leave out vectors, which can be computed again. Names tell time and occasion, so the
/// folder needs no list. Kept: of the daily ones the newest of each of 7 days and of 4 weeks (in
/// UTC); 3 from before many changes; those made by hand until somebody deletes them.
class Snapshots {
 public:
  explicit Snapshots(fs::path folder) : folder_(std::move(folder)) {}

  /// Newest first. Files of other names are none of them.
  std::vector<Snapshot> all() const;
  /// Copies an open catalog, then thins out. NoSpace: less than twice its size would be left free.
  Result<Snapshot> take(const Database& catalog, std::int64_t nowMs, Occasion occasion) const;
  /// The catalog has changed since the newest copy, which is of another day.
  bool isDue(const fs::path& catalog, std::int64_t nowMs) const;

 private:
  Status thinOut() const;

  fs::path folder_;
};

/// Those of `snapshots` (newest first) that nothing asks to keep; at most `mostBytes` stay, but the
/// newest stays always.
std::vector<Snapshot> superfluous(const std::vector<Snapshot>& snapshots, std::uint64_t mostBytes);

/// "2026-11-29 16:37 UTC"
std::string displayTime(std::int64_t ms);

}  // namespace calotype::catalog
