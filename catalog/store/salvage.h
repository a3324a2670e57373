// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "catalog/store/database.h"

namespace calotype::catalog {

/// What could be read of a damaged catalog.
struct Salvaged {
  std::map<std::string, std::int64_t> rows;  // by table
  std::int64_t fromCopy = 0;                 // rows that only a copy still had
  std::int64_t dropped = 0;                  // rows that pointed to rows which are lost
  bool whole = true;                         // no table ended in damage
};

/// Reads what can be read of a damaged catalog, table by table around the bad pages, into a new one
/// at `fresh`, which is sound afterwards. What is missing of a table is taken from a copy of the
/// catalog, if there is one. `damaged` is only read. Corrupt: it is no catalog, or not even its
/// list of tables can be read.
Result<Salvaged> salvage(const fs::path& damaged, const fs::path& fresh,
                         const std::optional<fs::path>& snapshot);

}  // namespace calotype::catalog
