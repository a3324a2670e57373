// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "catalog/store/database.h"
#include "model/base/hash.h"

namespace calotype::catalog {

/// JPEGs of our own making, by content and edge, packed into one file. A cache: on any doubt the
/// file is deleted and begun anew. One thread at a time; several processes may share it.
class ThumbnailStore {
 public:
  static constexpr std::int64_t kDefaultBytes = std::int64_t(2) << 30;

  /// maxBytes: of the pictures; the longest unused go when there are more.
  static Result<ThumbnailStore> open(const fs::path& path, std::int64_t maxBytes = kDefaultBytes);

  /// Notes the use, at most once an hour.
  Result<std::optional<std::string>> find(const Sha256& content, int edge, std::int64_t nowMs);
  Status put(const Sha256& content, int edge, std::string_view jpeg, std::int64_t nowMs);
  /// Deletes what is kept of these contents, and the room they took.
  Status forget(std::span<const Sha256> contents);
  Result<std::int64_t> bytes() const;

 private:
  ThumbnailStore(Database database, std::int64_t maxBytes, std::int64_t bytes)
      : database_(std::move(database)), maxBytes_(maxBytes), bytes_(bytes) {}

  Status trim();
  /// After damage: deletes the file and begins anew.
  Status startAnew();

  Database database_;
  std::int64_t maxBytes_ = 0;
  std::int64_t bytes_ = 0;
};

}  // namespace calotype::catalog
