// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace calotype::catalog {

using TagLevels = std::vector<std::string>;  // of one tag, from the top

/// ACDSee keeps a photo's tags as XML within one text: <Categories> with nested <Category
/// Assigned="1">. Gives the assigned ones; nothing for a text that is not that.
std::vector<TagLevels> readCategories(const std::string& xml);
std::string writeCategories(const std::vector<TagLevels>& tags);

}  // namespace calotype::catalog
