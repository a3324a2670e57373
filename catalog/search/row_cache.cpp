// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/row_cache.h"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "catalog/store/photo_store.h"

namespace calotype::catalog {

Status RowCache::refresh() {
  CALOTYPE_TRY(const auto version, database_.dataVersion());
  if (version_ == version) return {};
  version_.reset();
  nameRanks_.clear();
  CALOTYPE_TRY(rows_, PhotoStore(database_).all());
  CALOTYPE_TRY(const auto missing, PhotoStore(database_).missing());
  pictures_ =
      std::count_if(rows_.begin(), rows_.end(), [](const PhotoRow& row) { return !row.isFilm(); });
  const auto present = std::ptrdiff_t(rows_.size());
  rows_.insert(rows_.end(), missing.begin(), missing.end());
  std::inplace_merge(rows_.begin(), rows_.begin() + present, rows_.end(),
                     [](const PhotoRow& a, const PhotoRow& b) {
                       return a.sortMs != b.sortMs ? a.sortMs > b.sortMs : a.id < b.id;
                     });
  placeById();
  version_ = version;
  return {};
}

/// Ids are given one after the other, so a table by id is hardly larger than one by position, and
/// is found in without a search; but a catalog from elsewhere may hold any number.
void RowCache::placeById() {
  constexpr std::size_t kMostEmpty = 16;
  byId_.clear();
  places_.clear();
  std::int64_t least = 0, most = 0;
  for (const auto& row : rows_) {
    least = std::min(least, std::int64_t(row.id));
    most = std::max(most, std::int64_t(row.id));
  }
  if (least >= 0 && std::size_t(most) < kMostEmpty * (rows_.size() + 64)) {
    places_.resize(std::size_t(most) + 1, kNowhere);
    for (std::size_t i = 0; i < rows_.size(); ++i) places_[std::size_t(rows_[i].id)] = Position(i);
    return;
  }
  byId_.reserve(rows_.size());
  for (const auto& row : rows_) byId_.emplace_back(row.id, Position(byId_.size()));
  std::sort(byId_.begin(), byId_.end());
}

std::optional<RowCache::Position> RowCache::find(PhotoId id) const {
  if (!places_.empty()) {
    const auto place = std::uint64_t(std::int64_t(id));
    if (place >= places_.size() || places_[place] == kNowhere) return std::nullopt;
    return places_[place];
  }
  const auto at = std::lower_bound(byId_.begin(), byId_.end(), std::pair(id, Position(0)));
  if (at == byId_.end() || at->first != id) return std::nullopt;
  return at->second;
}

Result<std::span<const PhotoRow>> RowCache::all() {
  CALOTYPE_CHECK(refresh());
  return std::span<const PhotoRow>(rows_);
}

Result<std::int64_t> RowCache::pictures() {
  CALOTYPE_CHECK(refresh());
  return pictures_;
}

Result<std::vector<PhotoRow>> RowCache::of(std::span<const PhotoId> ids) {
  CALOTYPE_CHECK(refresh());
  std::vector<PhotoRow> rows;
  rows.reserve(ids.size());
  for (const PhotoId id : ids)
    if (const auto at = find(id)) rows.push_back(rows_[*at]);
  return rows;
}

Result<std::vector<PhotoRow>> RowCache::of(const PhotoSet& photos) {
  CALOTYPE_CHECK(refresh());
  std::vector<Position> positions;
  positions.reserve(photos.ids().size());
  for (const PhotoId id : photos.ids())
    if (const auto at = find(id)) positions.push_back(*at);
  std::sort(positions.begin(), positions.end());
  std::vector<PhotoRow> rows;
  rows.reserve(positions.size());
  for (const Position at : positions) rows.push_back(rows_[at]);
  return rows;
}

Status RowCache::sortByName(std::vector<PhotoRow>& rows) {
  CALOTYPE_CHECK(refresh());
  if (nameRanks_.empty() && !rows_.empty()) {
    CALOTYPE_TRY(const auto names, PhotoStore(database_).namesOfAll());
    std::vector<std::pair<std::string_view, PhotoId>> keys(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto name = names.find(std::int64_t(rows_[i].id));
      keys[i] = {name == names.end() ? std::string_view() : name->second, rows_[i].id};
    }
    std::vector<Position> order(rows_.size());
    std::iota(order.begin(), order.end(), Position(0));
    std::sort(order.begin(), order.end(),
              [&](Position a, Position b) { return keys[a] < keys[b]; });
    nameRanks_.resize(rows_.size());
    for (std::size_t rank = 0; rank < order.size(); ++rank)
      nameRanks_[order[rank]] = std::uint32_t(rank);
  }
  std::vector<std::pair<std::uint32_t, PhotoRow>> ranked;
  ranked.reserve(rows.size());
  for (const auto& row : rows) {
    const auto at = find(row.id);
    ranked.emplace_back(at ? nameRanks_[*at] : std::uint32_t(rows_.size()), row);
  }
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.id < b.second.id;
  });
  std::transform(ranked.begin(), ranked.end(), rows.begin(),
                 [](const auto& each) { return each.second; });
  return {};
}

}  // namespace calotype::catalog
