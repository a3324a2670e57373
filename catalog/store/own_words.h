// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "catalog/store/database.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// A photo with the user's own words for it: what was written as its caption, and the tags that it
/// bears by the user's or the file's word.
struct OwnWords {
  PhotoId photo{};
  fs::path file;
  std::string caption;            // empty: none
  std::vector<std::string> tags;  // their own names, without the levels above
  std::int64_t day = 0;           // of the capture, counted from 1970
};

/// Photos of the library (no films) with words of the user's, and up to `others` without, spread
/// over the whole library.
struct OwnPhotos {
  std::vector<OwnWords> withWords, others;
};
Result<OwnPhotos> ownPhotos(const Database& database, std::size_t others);
/// How many photos `withWords` would be.
Result<std::int64_t> countOwnPhotos(const Database& database);

}  // namespace calotype::catalog
