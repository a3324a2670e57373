// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "catalog/index/photo_mask.h"
#include "catalog/index/rows.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// A photo and the cosine of its vector with the query.
struct Hit {
  PhotoId id{};
  float score = 0;

  friend bool operator==(const Hit&, const Hit&) = default;
};

/// The id of a row that is nobody's any more.
inline constexpr PhotoId kNobody{std::numeric_limits<std::int64_t>::min()};

struct Scan {
  const Rows& rows;
  std::span<const PhotoId> ids;  // by row; kNobody: left out
  const float* query = nullptr;  // rows.stride() numbers
  std::size_t k = 0;
  const PhotoMask* within = nullptr;  // null: all
};

/// The k best rows by product with the query, best first: every one is multiplied, on all cores
/// when there are many. Nothing: stopped before the end. Throws
/// std::bad_alloc.
std::optional<std::vector<Hit>> scanRows(const Scan& scan, const std::stop_token& stop);

}  // namespace calotype::catalog
