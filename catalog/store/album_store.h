// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// Albums: lists of photos that a person put together, and saved searches.
class AlbumStore {
 public:
  static constexpr std::size_t kMaxBytes = 256;  // of a name

  explicit AlbumStore(const Database& database) : database_(database) {}

  /// query: a saved search; empty: a list. InvalidArgument: the name is no good or taken.
  Result<AlbumId> create(WriteToken&, std::string_view name, std::string_view query = {});
  Status rename(WriteToken&, AlbumId album, std::string_view name);
  Status setQuery(WriteToken&, AlbumId album, std::string_view query);
  Status remove(WriteToken&, AlbumId album);
  /// At the end, in their order; one that is in it stays where it is. InvalidArgument: a search.
  Status add(WriteToken&, AlbumId album, std::span<const PhotoId> photos);
  Status takeOut(WriteToken&, AlbumId album, std::span<const PhotoId> photos);

  /// In the order of names.
  Result<std::vector<Album>> all() const;
  Result<Album> get(AlbumId album) const;  // NotFound
  /// By its name, whatever its case.
  Result<std::optional<Album>> find(std::string_view name) const;
  /// In the album's order.
  Result<std::vector<PhotoRow>> photosOf(AlbumId album) const;

 private:
  Status mustBeFree(std::string_view name, std::int64_t except) const;
  const Database& database_;
};

}  // namespace calotype::catalog
