// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "catalog/index/photo_set.h"
#include "catalog/store/database.h"
#include "catalog/types.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// The rows of all photos that can be seen, kept between two questions and read anew only when the
/// catalog has changed: reading 100,000 takes half of the time that a filter may take. 44 bytes a
/// photo. Lives on the thread of its connection.
class RowCache {
 public:
  explicit RowCache(const Database& database) : database_(database) {}

  const Database& database() const { return database_; }

  /// Newest first, ties by id; what is missing among them. Until the next call.
  Result<std::span<const PhotoRow>> all();
  /// Pictures that are there.
  Result<std::int64_t> pictures();
  /// In the order of `ids`; a photo that is gone is left out.
  Result<std::vector<PhotoRow>> of(std::span<const PhotoId> ids);
  /// Newest first.
  Result<std::vector<PhotoRow>> of(const PhotoSet& photos);
  /// Sorts by file name, numbers in it by their value.
  Status sortByName(std::vector<PhotoRow>& rows);

 private:
  using Position = std::uint32_t;

  static constexpr Position kNowhere = 0xffffffff;

  Status refresh();
  void placeById();
  std::optional<Position> find(PhotoId id) const;

  const Database& database_;
  std::optional<DataVersion> version_;
  std::vector<PhotoRow> rows_;
  std::int64_t pictures_ = 0;
  std::vector<Position> places_;                    // by id; empty: byId_ has them
  std::vector<std::pair<PhotoId, Position>> byId_;  // sorted
  std::vector<std::uint32_t> nameRanks_;  // by position; empty until somebody asks for names
};

}  // namespace calotype::catalog
