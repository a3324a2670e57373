// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/search/query.h"
#include "catalog/store/database.h"

namespace calotype::catalog {

struct Completion {
  std::string insert;  // replaces `at`
  std::string detail;  // how many photos, or the key's example
  Span at;
};

/// What could stand at the cursor (a byte of the text): keys for a begun word, values behind
/// "key:", those of most photos first.
Result<std::vector<Completion>> completions(const Database& database, std::string_view text,
                                            std::size_t cursor, std::size_t limit = 12);

}  // namespace calotype::catalog
