// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/index/vector_index.h"
#include "catalog/search/row_cache.h"
#include "catalog/types.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// Finds photos and puts them in order. Lives on the reader's thread, over its read-only
/// connection. limit 0: everything. Cancelled when `stop` is asked for, within a block of the scan
/// or a few thousand rows. Pages say how many photos have a vector (searched) out of how many
/// (photos).
class Searcher {
 public:
  Searcher(RowCache& rows, const VectorIndex& index) : rows_(rows), index_(index) {}

  /// What a search by vector is refined by.
  struct Within {
    const PhotoSet* photos = nullptr;           // only these; null: all
    std::vector<std::vector<float>> without{};  // vectors of what photos shall not show
  };

  /// By cosine with the vector (of unit length, of the model that is resident), best first, equal
  /// ones by id. What looks like one of `without` more than most photos do loses by how much more.
  Result<SearchPage> byVector(std::span<const float> vector, std::size_t limit,
                              const Within& within, std::stop_token stop = {}) const;
  Result<SearchPage> byVector(std::span<const float> vector, std::size_t limit,
                              std::stop_token stop = {}) const {
    return byVector(vector, limit, Within{}, std::move(stop));
  }

  /// Photos like this one, which comes first itself. NotFound: the photo has no vector (yet).
  Result<SearchPage> likePhoto(PhotoId id, std::size_t limit, const PhotoSet* photos = nullptr,
                               std::stop_token stop = {}) const;

  /// By name, folder, date, caption and keyword, without a model: photos that have all the words
  /// (the last may be the beginning of one), or, when there are none, those that have any. Best
  /// match first, then newest.
  Result<SearchPage> byWords(std::string_view text, std::size_t limit,
                             const PhotoSet* photos = nullptr, std::stop_token stop = {}) const;

  /// The photos of a place, in an order; `photos`: only these.
  Result<SearchPage> browse(const BrowseRequest& request, const PhotoSet* photos = nullptr,
                            std::stop_token stop = {}) const;
  /// Puts a page into another order than it has.
  Status arrange(SearchPage& page, Order order, bool reversed) const;

 private:
  Result<std::vector<Hit>> hitsWithout(std::span<const float> vector, const Within& within,
                                       std::stop_token stop) const;
  Result<std::vector<PhotoRow>> rowsIn(const Place& place, const PhotoSet* photos) const;
  Result<SearchPage> pageOf(std::span<const Hit> hits, std::stop_token stop) const;

  RowCache& rows_;
  const VectorIndex& index_;
};

}  // namespace calotype::catalog
