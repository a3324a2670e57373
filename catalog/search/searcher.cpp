// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/searcher.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "catalog/index/best.h"
#include "catalog/store/album_store.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/text_index.h"

namespace calotype::catalog {

namespace {

tl::unexpected<Error> stopped() {
  return fail(Code::Cancelled, "the search was stopped");
}

}  // namespace

Result<SearchPage> Searcher::byVector(std::span<const float> vector, std::size_t limit,
                                      const Within& within, std::stop_token stop) const {
  const auto all = std::max<std::size_t>(index_.size(), 1);
  // A photo may have a vector and no file any more: then more hits are asked for than rows.
  for (std::size_t wanted = limit == 0 || !within.without.empty() ? all : std::min(limit, all);;
       wanted = std::min(2 * wanted, all)) {
    CALOTYPE_TRY(const auto hits, within.without.empty()
                                      ? index_.nearest(vector, wanted, within.photos, stop)
                                      : hitsWithout(vector, within, stop));
    CALOTYPE_TRY(auto page, pageOf(hits, stop));
    page.ranked = true;
    page.order = Order::Relevance;
    const bool enough = limit != 0 && page.rows.size() >= limit;
    if (enough) page.rows.resize(limit);
    if (enough || wanted >= all) return page;
  }
}

/// CLIP encodes "no people" nearly as "people" (NegBench, arXiv 2501.09425), so what shall not be
/// there is scored apart: photos more than a standard deviation above the library's mean for it
/// lose what they are above.
Result<std::vector<Hit>> Searcher::hitsWithout(std::span<const float> vector, const Within& within,
                                               std::stop_token stop) const {
  CALOTYPE_TRY(auto hits, index_.nearest(vector, index_.size(), within.photos, stop));
  for (const auto& unwanted : within.without) {
    CALOTYPE_TRY(const auto likeness, index_.nearest(unwanted, index_.size(), nullptr, stop));
    if (likeness.empty()) continue;
    double sum = 0, squares = 0;
    std::unordered_map<std::int64_t, float> scores;
    for (const auto& hit : likeness) {
      sum += double(hit.score);
      squares += double(hit.score) * double(hit.score);
      scores[std::int64_t(hit.id)] = hit.score;
    }
    const double mean = sum / double(likeness.size());
    const double deviation =
        std::sqrt(std::max(0.0, squares / double(likeness.size()) - mean * mean));
    for (auto& hit : hits) {
      const auto found = scores.find(std::int64_t(hit.id));
      if (found == scores.end()) continue;
      hit.score -= std::max(0.0f, found->second - float(mean + deviation));
    }
  }
  rank(hits);
  return hits;
}

Result<SearchPage> Searcher::likePhoto(PhotoId id, std::size_t limit, const PhotoSet* photos,
                                       std::stop_token stop) const {
  const auto vector = index_.vectorOf(id);
  if (!vector)
    return fail(Code::NotFound,
                "the photo cannot be compared with others yet: it has not been looked at with this "
                "model; index it first");
  CALOTYPE_TRY(auto page, byVector(*vector, limit, Within{photos, {}}, stop));
  // Photos with the very same vector may stand before it, or have pushed it off the page.
  const auto own = std::find_if(page.rows.begin(), page.rows.end(),
                                [&](const PhotoRow& row) { return row.id == id; });
  if (own != page.rows.end()) {
    std::rotate(page.rows.begin(), own, own + 1);
    return page;
  }
  if (photos != nullptr && !photos->contains(id)) return page;
  const PhotoSet itself({id});
  CALOTYPE_TRY(const auto hit, index_.nearest(*vector, 1, &itself, stop));
  CALOTYPE_TRY(auto first, pageOf(hit, stop));
  page.rows.insert(page.rows.begin(), first.rows.begin(), first.rows.end());
  if (limit != 0 && page.rows.size() > limit) page.rows.resize(limit);
  return page;
}

Result<SearchPage> Searcher::byWords(std::string_view text, std::size_t limit,
                                     const PhotoSet* photos, std::stop_token stop) const {
  const TextIndex words(rows_.database());
  const auto most = photos == nullptr ? limit : 0;
  CALOTYPE_TRY(auto ids, words.find(text, most));
  if (stop.stop_requested()) return stopped();
  if (ids.empty()) {
    CALOTYPE_TRY(ids, words.find(text, most, TextIndex::Match::Any));
  }
  if (photos != nullptr)
    ids.erase(
        std::remove_if(ids.begin(), ids.end(), [&](PhotoId id) { return !photos->contains(id); }),
        ids.end());
  if (limit != 0 && ids.size() > limit) ids.resize(limit);
  CALOTYPE_TRY(auto page, pageOf({}, stop));
  if (stop.stop_requested()) return stopped();
  CALOTYPE_TRY(page.rows, rows_.of(ids));
  page.byWords = true;
  page.order = Order::Relevance;
  return page;
}

Result<std::vector<PhotoRow>> Searcher::rowsIn(const Place& place, const PhotoSet* only) const {
  if (std::holds_alternative<Everywhere>(place)) {
    if (only != nullptr) return rows_.of(*only);
    CALOTYPE_TRY(const auto all, rows_.all());
    std::vector<PhotoRow> present;
    present.reserve(all.size());
    std::copy_if(all.begin(), all.end(), std::back_inserter(present),
                 [](const PhotoRow& row) { return !row.missing; });
    return present;
  }
  const PhotoStore photos(rows_.database());
  auto rows = [&]() -> Result<std::vector<PhotoRow>> {
    if (const auto* folder = std::get_if<fs::path>(&place)) return photos.inFolder(*folder);
    if (const auto* album = std::get_if<AlbumId>(&place))
      return AlbumStore(rows_.database()).photosOf(*album);
    if (const auto* tag = std::get_if<TagId>(&place)) return photos.withTag(*tag);
    if (std::holds_alternative<MissingPhotos>(place)) return photos.missing();
    return photos.recent();
  }();
  if (rows && only != nullptr)
    std::erase_if(*rows, [&](const PhotoRow& row) { return !only->contains(row.id); });
  return rows;
}

Result<SearchPage> Searcher::browse(const BrowseRequest& request, const PhotoSet* photos,
                                    std::stop_token stop) const {
  if (stop.stop_requested()) return stopped();
  CALOTYPE_TRY(auto page, pageOf({}, stop));
  CALOTYPE_TRY(page.rows, rowsIn(request.place, photos));
  if (stop.stop_requested()) return stopped();
  const bool ownOrder = std::holds_alternative<AlbumId>(request.place);
  page.order = ownOrder ? Order::Relevance : Order::Date;
  if (request.order != page.order && !(request.order == Order::Relevance && !ownOrder))
    CALOTYPE_CHECK(arrange(page, request.order, request.reversed));
  else if (request.reversed)
    std::reverse(page.rows.begin(), page.rows.end());
  return page;
}

Status Searcher::arrange(SearchPage& page, Order order, bool reversed) const {
  page.order = order;
  auto& rows = page.rows;
  const auto newest = [](const PhotoRow& a, const PhotoRow& b) {
    return a.sortMs != b.sortMs ? a.sortMs > b.sortMs : a.id < b.id;
  };
  if (order == Order::Date) {
    std::sort(rows.begin(), rows.end(), newest);
  } else if (order == Order::Rating) {
    std::sort(rows.begin(), rows.end(), [&](const PhotoRow& a, const PhotoRow& b) {
      return a.rating != b.rating ? a.rating > b.rating : newest(a, b);
    });
  } else if (order == Order::Name) {
    CALOTYPE_CHECK(rows_.sortByName(rows));
  }
  if (reversed) std::reverse(rows.begin(), rows.end());
  return {};
}

/// The hits' rows with their scores, and how much of the library could be found at all.
Result<SearchPage> Searcher::pageOf(std::span<const Hit> hits, std::stop_token stop) const {
  SearchPage page;
  page.searched = std::int64_t(index_.size());
  CALOTYPE_TRY(page.photos, rows_.pictures());

  std::vector<PhotoId> ids;
  ids.reserve(hits.size());
  for (const auto& hit : hits) ids.push_back(hit.id);
  if (stop.stop_requested()) return stopped();
  CALOTYPE_TRY(page.rows, rows_.of(ids));
  auto hit = hits.begin();
  for (auto& row : page.rows) {
    while (hit->id != row.id) ++hit;  // rows come in the order of hits, some are left out
    row.score = hit->score;
  }
  return page;
}

}  // namespace calotype::catalog
