// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/searcher.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/text_index.h"
namespace calotype::catalog {
Result<SearchPage> Searcher::byVector(std::span<const float> v, std::size_t limit,
                                      std::stop_token stop) const {
  if (index_.size() == 0) return pageOf({}, stop);
  CALOTYPE_TRY(auto hits, index_.nearest(v, limit ? limit : index_.size(), nullptr, stop));
  return pageOf(hits, stop);
}
Result<SearchPage> Searcher::likePhoto(PhotoId id, std::size_t limit, std::stop_token stop) const {
  auto v = index_.vectorOf(id);
  if (!v) return fail(Code::NotFound, "no vector");
  return byVector(*v, limit, stop);
}
Result<SearchPage> Searcher::byWords(std::string_view text, std::size_t limit,
                                     std::stop_token stop) const {
  CALOTYPE_TRY(auto ids, TextIndex(database_).find(text, limit));
  SearchPage page;
  CALOTYPE_TRY(page.rows, rowsOf(ids, stop));
  CALOTYPE_TRY(auto n, database_.value("SELECT count(*) FROM photo WHERE files > 0"));
  page.photos = *n;
  page.byWords = true;
  return page;
}
Result<SearchPage> Searcher::browse(const fs::path& folder, std::stop_token) const {
  SearchPage page;
  if (folder.empty()) {
    CALOTYPE_TRY(page.rows, PhotoStore(database_).all());
  } else {
    CALOTYPE_TRY(page.rows, PhotoStore(database_).inFolder(folder));
  }
  return page;
}
Result<std::vector<PhotoRow>> Searcher::rowsOf(std::span<const PhotoId> ids,
                                               std::stop_token stop) const {
  if (stop.stop_requested()) return fail(Code::Cancelled, "");
  return PhotoStore(database_).getMany(ids);
}
Result<SearchPage> Searcher::pageOf(std::span<const Hit> hits, std::stop_token stop) const {
  std::vector<PhotoId> ids;
  for (auto& h : hits) ids.push_back(h.id);
  SearchPage page;
  CALOTYPE_TRY(page.rows, rowsOf(ids, stop));
  for (auto& row : page.rows)
    for (auto& h : hits)
      if (h.id == row.id) row.score = h.score;
  page.searched = std::int64_t(index_.size());
  CALOTYPE_TRY(auto n, database_.value("SELECT count(*) FROM photo WHERE files > 0"));
  page.photos = *n;
  return page;
}
}  // namespace calotype::catalog
