// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <vector>

#include "catalog/index/photo_set.h"
#include "catalog/search/query.h"
#include "catalog/store/database.h"

namespace calotype::catalog {

struct QueryClock {
  std::int64_t nowWallMs = 0;  // the wall clock, for "today"
};

/// The photos that pass the filters; nullopt when the query has none. A name that nothing bears
/// lets nothing pass and becomes one more fault, at its chip.
Result<std::optional<PhotoSet>> photosPassing(const Database& database, const Query& query,
                                              const QueryClock& clock,
                                              std::vector<QueryFault>& faults, int depth = 0);

}  // namespace calotype::catalog
