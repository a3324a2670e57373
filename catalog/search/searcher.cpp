// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/searcher.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "catalog/store/photo_store.h"
#include "catalog/store/text_index.h"

namespace calotype::catalog {

namespace {

tl::unexpected<Error> stopped() {
  return fail(Code::Cancelled, "the search was stopped");
}

}  // namespace

Result<SearchPage> Searcher::byVector(std::span<const float> vector, std::size_t limit,
                                      std::stop_token stop) const {
  const auto all = std::max<std::size_t>(index_.size(), 1);
  // A photo may have a vector and no file any more: then more hits are asked for than rows.
  for (std::size_t wanted = limit == 0 ? all : std::min(limit, all);;
       wanted = std::min(2 * wanted, all)) {
    CALOTYPE_TRY(const auto hits, index_.nearest(vector, wanted, nullptr, stop));
    CALOTYPE_TRY(auto page, pageOf(hits, stop));
    const bool enough = limit != 0 && page.rows.size() >= limit;
    if (enough) page.rows.resize(limit);
    if (enough || wanted >= all) return page;
  }
}

Result<SearchPage> Searcher::likePhoto(PhotoId id, std::size_t limit, std::stop_token stop) const {
  const auto vector = index_.vectorOf(id);
  if (!vector)
    return fail(Code::NotFound,
                "the photo cannot be compared with others yet: it has not been looked at with this "
                "model; index it first");
  CALOTYPE_TRY(auto page, byVector(*vector, limit, stop));
  // Photos with the very same vector may stand before it, or have pushed it off the page.
  const auto own = std::find_if(page.rows.begin(), page.rows.end(),
                                [&](const PhotoRow& row) { return row.id == id; });
  if (own != page.rows.end()) {
    std::rotate(page.rows.begin(), own, own + 1);
    return page;
  }
  const PhotoSet itself({id});
  CALOTYPE_TRY(const auto hit, index_.nearest(*vector, 1, &itself, stop));
  CALOTYPE_TRY(auto first, pageOf(hit, stop));
  page.rows.insert(page.rows.begin(), first.rows.begin(), first.rows.end());
  if (limit != 0 && page.rows.size() > limit) page.rows.resize(limit);
  return page;
}

Result<SearchPage> Searcher::byWords(std::string_view text, std::size_t limit,
                                     std::stop_token stop) const {
  const TextIndex words(database_);
  CALOTYPE_TRY(auto ids, words.find(text, limit));
  if (stop.stop_requested()) return stopped();
  if (ids.empty()) {
    CALOTYPE_TRY(ids, words.find(text, limit, TextIndex::Match::Any));
  }
  CALOTYPE_TRY(auto page, pageOf({}, stop));
  CALOTYPE_TRY(page.rows, rowsOf(ids, stop));
  page.byWords = true;
  return page;
}

Result<SearchPage> Searcher::browse(const fs::path& folder, std::stop_token stop) const {
  const PhotoStore photos(database_);
  if (stop.stop_requested()) return stopped();
  CALOTYPE_TRY(auto page, pageOf({}, stop));
  CALOTYPE_TRY(page.rows, folder.empty() ? photos.all() : photos.inFolder(folder));
  if (stop.stop_requested()) return stopped();
  return page;
}

Result<std::vector<PhotoRow>> Searcher::rowsOf(std::span<const PhotoId> ids,
                                               std::stop_token stop) const {
  const PhotoStore photos(database_);
  std::vector<PhotoRow> rows;
  rows.reserve(ids.size());
  for (std::size_t start = 0; start < ids.size(); start += PhotoStore::kMaxBatch) {
    if (stop.stop_requested()) return stopped();
    const auto count = std::min(PhotoStore::kMaxBatch, ids.size() - start);
    CALOTYPE_TRY(auto batch, photos.getMany(ids.subspan(start, count)));
    std::move(batch.begin(), batch.end(), std::back_inserter(rows));
  }
  return rows;
}

/// The hits' rows with their scores, and how much of the library could be found at all.
Result<SearchPage> Searcher::pageOf(std::span<const Hit> hits, std::stop_token stop) const {
  SearchPage page;
  page.searched = std::int64_t(index_.size());
  CALOTYPE_TRY(const auto photos,
               database_.value("SELECT count(*) FROM photo WHERE files > 0 AND hidden = 0"));
  page.photos = photos.value_or(0);

  std::vector<PhotoId> ids;
  ids.reserve(hits.size());
  for (const auto& hit : hits) ids.push_back(hit.id);
  CALOTYPE_TRY(page.rows, rowsOf(ids, stop));
  auto hit = hits.begin();
  for (auto& row : page.rows) {
    while (hit->id != row.id) ++hit;  // rows come in the order of hits, some are left out
    row.score = hit->score;
  }
  return page;
}

}  // namespace calotype::catalog
