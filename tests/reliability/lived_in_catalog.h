// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "catalog/store/database.h"

namespace calotype::test {

/// Makes a closed catalog at `path` as a person leaves one after a year: photos with ratings, tags
/// of their own and of a model, albums, vectors, an undo history.
void makeLivedInCatalog(const fs::path& path, int photos = 300);

/// Every row of every table but the words for full-text search and the journal's clock, as text, by
/// table. An error when any of it cannot be read.
Result<std::map<std::string, std::string>> everythingIn(const catalog::Database& database);
Result<std::map<std::string, std::string>> everythingIn(const fs::path& catalog);

std::string contentsOf(const fs::path& path);
void overwrite(const fs::path& path, const std::string& bytes);

}  // namespace calotype::test
