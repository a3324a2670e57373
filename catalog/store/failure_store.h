// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// Which part of the work failed; the names are those of the table.
enum class Step { Open, Decode, Encode };
const char* stepName(Step step);

/// `not_before` of a file that is left alone until its bytes change.
inline constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

/// When a file that failed `attempts` times is tried again (ms since 1970 UTC). Contents that are
/// wrong stay wrong: never. A decoder that died or hung: at the next run, twice in all (R18). What
/// may be better next time (rights, device, memory): at the next run. "The next run" is any moment
/// after `nowMs`, since a run asks the work query as of its own start.
std::int64_t retryAt(Code code, int attempts, std::int64_t nowMs);

/// Files that could not become photos. One row a file and step; a success or a change of the file
/// takes it away.
class FailureStore {
 public:
  explicit FailureStore(const Database& database) : database_(database) {}

  /// Counts one more attempt and marks the file as unreadable, but for Step::Encode.
  Status record(WriteToken&, FileId file, Step step, const Error& error, std::int64_t nowMs);
  Status clear(WriteToken&, FileId file);
  Status clear(WriteToken&, FileId file, Step step);
  /// All are due again, on request of the user.
  Status retryAll(WriteToken&);

  /// In the order of paths; files that are missing are left out.
  Result<std::vector<Failure>> all() const;

 private:
  const Database& database_;
};

}  // namespace calotype::catalog
