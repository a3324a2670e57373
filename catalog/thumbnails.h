// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "catalog/store/thumbnail_store.h"
#include "model/base/files.h"
#include "model/base/hash.h"
#include "model/base/image.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// The longest edge of the one thumbnail kept of each photo. The window scales it down for smaller
/// cells: a second size would save it little and cost a second encoding and row per photo.
inline constexpr std::uint32_t kThumbnailEdge = 512;

/// A baseline JPEG (quality 85, 4:2:0) of raw pixels a decoder process gave us.
Result<std::string> encodeThumbnail(const Rgb8& picture);

/// The thumbnails at hand, by content of the photo. Any thread. A cache: without a file to keep
/// them in, everything is a miss.
class Thumbnails {
 public:
  explicit Thumbnails(const fs::path& file);

  /// The JPEG; empty when there is none.
  std::optional<std::string> find(const Sha256& content);
  bool has(const Sha256& content) { return find(content).has_value(); }
  Status put(const Sha256& content, std::string_view jpeg);
  /// Nothing of these contents is left in the file.
  Status forget(std::span<const Sha256> contents);

 private:
  std::mutex mutex_;
  Result<ThumbnailStore> store_;
};

}  // namespace calotype::catalog
