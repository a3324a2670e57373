// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

enum class TagId : std::int64_t {};

/// Tags and which photos bear them.
class TagStore {
 public:
  static constexpr std::size_t kMaxKeywords = 1000;  // of one photo; the rest is left out (R38)
  static constexpr std::size_t kMaxBytes = 256;      // of one name; longer ones are left out

  explicit TagStore(const Database& database) : database_(database) {}

  /// Finds the tag below `parent` whose name differs at most in case or composition, or adds it.
  /// InvalidArgument for a name that is empty or too long.
  Result<TagId> addOnce(WriteToken&, std::string_view name, std::optional<TagId> parent = {});

  /// The photo's tags of origin "file" become exactly these keywords, accepted.
  Status setFileKeywords(WriteToken&, PhotoId photo, std::span<const std::string> keywords,
                         std::int64_t nowMs);

  /// Names of the photo's accepted tags, in the order of their keys, each once.
  Result<std::vector<std::string>> acceptedOf(PhotoId photo) const;

 private:
  const Database& database_;
};

/// Composed (NFC) and without white space at either end; bytes that are not UTF-8 become U+FFFD.
std::string tagName(std::string_view name);
/// What two names have in common that mean the same tag: folded for case, composed.
std::string tagKey(std::string_view name);

}  // namespace calotype::catalog
