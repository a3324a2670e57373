// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace calotype::catalog {

/// Conditions on a row of "photo". Everywhere but in the library's own views, what is missing is
/// shown too (R9).
inline constexpr const char* kMissing =
    "(files = 0 AND hidden = 0 AND forgotten_ms IS NULL AND EXISTS (SELECT 1 FROM file AS gone"
    " WHERE gone.photo_id = photo.id AND gone.state = 'missing'))";
inline std::string shown() {
  return std::string("((files > 0 AND hidden = 0) OR ") + kMissing + ')';
}

}  // namespace calotype::catalog
