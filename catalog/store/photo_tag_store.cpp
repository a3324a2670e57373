// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/photo_tag_store.h"

#include <algorithm>
#include <map>

#include "catalog/store/photo_store.h"
#include "catalog/store/tag_store.h"

namespace calotype::catalog {

namespace {

template <class Each>
Status forEach(std::span<const PhotoId> photos, Each each) {
  for (const PhotoId photo : photos) CALOTYPE_CHECK(each(photo));
  return {};
}

}  // namespace

Status PhotoTagStore::add(WriteToken& token, std::span<const PhotoId> photos, TagId tag,
                          std::int64_t nowMs) {
  const Database& database = token.database();
  return forEach(photos, [&](PhotoId photo) -> Status {
    CALOTYPE_TRY(const auto state, PhotoTagStore(database).stateOf(photo, tag));
    if (state == TagState::Accepted) return {};
    // What a proposal or the file says too keeps its origin.
    CALOTYPE_CHECK(
        database.run("UPDATE photo_tag SET state = 'accepted', at_ms = ?3"
                     " WHERE photo_id = ?1 AND tag_id = ?2 AND (origin = 'file'"
                     " OR state = 'proposed')",
                     photo, tag, nowMs));
    if (database.changedRows() > 0) return {};
    return database.run(
        "INSERT INTO photo_tag (photo_id, tag_id, origin, state, at_ms)"
        " SELECT id, ?2, 'user', 'accepted', ?3 FROM photo WHERE id = ?1"
        " ON CONFLICT (photo_id, tag_id, origin) DO UPDATE SET state = 'accepted', at_ms = ?3",
        photo, tag, nowMs);
  });
}

Status PhotoTagStore::takeAway(WriteToken& token, std::span<const PhotoId> photos, TagId tag,
                               std::int64_t nowMs) {
  const Database& database = token.database();
  return forEach(photos, [&](PhotoId photo) -> Status {
    CALOTYPE_CHECK(
        database.run("DELETE FROM photo_tag WHERE photo_id = ?1 AND tag_id = ?2"
                     " AND origin = 'user'",
                     photo, tag));
    return database.run(
        "UPDATE photo_tag SET state = 'rejected', at_ms = ?3 WHERE photo_id = ?1"
        " AND tag_id = ?2 AND state <> 'rejected'",
        photo, tag, nowMs);
  });
}

Status PhotoTagStore::accept(WriteToken& token, std::span<const PhotoId> photos, TagId tag,
                             std::int64_t nowMs) {
  return forEach(photos, [&](PhotoId photo) {
    return token.database().run(
        "UPDATE photo_tag SET state = 'accepted', at_ms = ?3 WHERE photo_id = ?1 AND tag_id = ?2"
        " AND state = 'proposed'",
        photo, tag, nowMs);
  });
}

Status PhotoTagStore::reject(WriteToken& token, std::span<const PhotoId> photos, TagId tag,
                             std::int64_t nowMs) {
  return forEach(photos, [&](PhotoId photo) {
    return token.database().run(
        "UPDATE photo_tag SET state = 'rejected', at_ms = ?3 WHERE photo_id = ?1 AND tag_id = ?2"
        " AND state = 'proposed'",
        photo, tag, nowMs);
  });
}

Status PhotoTagStore::propose(WriteToken& token, const TagProposal& proposal, ModelId model,
                              std::string_view prompt, bool accepted, std::int64_t nowMs) {
  const Database& database = token.database();
  CALOTYPE_TRY(const auto state, PhotoTagStore(database).stateOf(proposal.photo, proposal.tag));
  if (state == TagState::Accepted || state == TagState::Rejected) return {};
  return database.run(
      "INSERT INTO photo_tag (photo_id, tag_id, origin, state, score, probability, prompt, at_ms,"
      " model_id) SELECT id, ?2, 'model', ?3, ?4, ?5, ?6, ?7, ?8 FROM photo WHERE id = ?1"
      " ON CONFLICT (photo_id, tag_id, origin) DO UPDATE SET state = excluded.state,"
      " score = excluded.score, probability = excluded.probability, prompt = excluded.prompt,"
      " at_ms = excluded.at_ms, model_id = excluded.model_id",
      proposal.photo, proposal.tag, accepted ? "accepted" : "proposed", proposal.score,
      proposal.probability, prompt, nowMs, model);
}

Status PhotoTagStore::withdraw(WriteToken& token, PhotoId photo, TagId tag) {
  return token.database().run(
      "DELETE FROM photo_tag WHERE photo_id = ?1 AND tag_id = ?2 AND origin = 'model'"
      " AND state = 'proposed'",
      photo, tag);
}

Result<TagState> PhotoTagStore::stateOf(PhotoId photo, TagId tag) const {
  CALOTYPE_TRY(auto row, database_.query("SELECT max(CASE state WHEN 'accepted' THEN 3"
                                         " WHEN 'rejected' THEN 2 ELSE 1 END)"
                                         " FROM photo_tag WHERE photo_id = ?1 AND tag_id = ?2",
                                         photo, tag));
  CALOTYPE_CHECK(row.step());
  return TagState(row.integer(0));  // no row: NULL, which reads as 0
}

Result<std::vector<TagId>> PhotoTagStore::proposedFor(PhotoId photo) const {
  CALOTYPE_TRY(auto rows, database_.query("SELECT tag_id FROM photo_tag WHERE photo_id = ?1"
                                          " AND state = 'proposed' AND origin = 'model'",
                                          photo));
  std::vector<TagId> tags;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return tags;
    tags.push_back(rows.id<TagId>(0));
  }
}

Result<std::vector<SharedTag>> PhotoTagStore::of(std::span<const PhotoId> photos) const {
  std::map<TagId, SharedTag> tags;
  CALOTYPE_TRY(auto rows, database_.prepare("SELECT tag_id, max(state = 'accepted'),"
                                            " max(origin = 'file' AND state = 'accepted'),"
                                            " max(iif(state = 'proposed', probability, 0))"
                                            " FROM photo_tag WHERE photo_id = ?1"
                                            " AND state <> 'rejected' GROUP BY tag_id"));
  for (const PhotoId photo : photos) {
    rows.bind(photo);
    while (true) {
      CALOTYPE_TRY(const bool row, rows.step());
      if (!row) break;
      auto& tag = tags[rows.id<TagId>(0)];
      if (rows.integer(1) != 0) {
        ++tag.accepted;
      } else {
        ++tag.proposed;
        tag.probability += rows.real(3);
      }
      tag.fromFile = tag.fromFile || rows.integer(2) != 0;
    }
    rows.reset();
  }
  std::vector<SharedTag> sorted;
  const TagStore names(database_);
  for (auto& [id, tag] : tags) {
    tag.tag = id;
    if (tag.proposed > 0) tag.probability /= double(tag.proposed);
    CALOTYPE_TRY(tag.path, names.pathOf(id));
    const auto last = tag.path.rfind(" / ");
    tag.name = last == std::string::npos ? tag.path : tag.path.substr(last + 3);
    sorted.push_back(std::move(tag));
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const SharedTag& a, const SharedTag& b) {
    if (a.accepted != b.accepted) return a.accepted > b.accepted;
    if (a.probability != b.probability) return a.probability > b.probability;
    return a.path < b.path;
  });
  return sorted;
}

Result<std::vector<ProposalCard>> PhotoTagStore::proposals() const {
  CALOTYPE_TRY(auto rows,
               database_.prepare("SELECT tag_id, count(*), avg(probability) FROM photo_tag"
                                 " JOIN photo ON photo.id = photo_id WHERE state = 'proposed'"
                                 " AND files > 0 AND hidden = 0 GROUP BY tag_id"
                                 " ORDER BY avg(probability) DESC, tag_id"));
  std::vector<ProposalCard> cards;
  const TagStore names(database_);
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return cards;
    ProposalCard card{rows.id<TagId>(0), {}, {}, rows.integer(1), rows.real(2)};
    CALOTYPE_TRY(card.path, names.pathOf(card.tag));
    const auto last = card.path.rfind(" / ");
    card.name = last == std::string::npos ? card.path : card.path.substr(last + 3);
    cards.push_back(std::move(card));
  }
}

Result<std::vector<ProposedPhoto>> PhotoTagStore::proposedPhotos(TagId tag) const {
  CALOTYPE_TRY(auto rows, database_.query("SELECT photo_id, probability FROM photo_tag"
                                          " WHERE tag_id = ?1 AND state = 'proposed'"
                                          " ORDER BY probability DESC, photo_id",
                                          tag));
  std::vector<ProposedPhoto> photos;
  const PhotoStore store(database_);
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return photos;
    const PhotoId id = rows.id<PhotoId>(0);
    CALOTYPE_TRY(const auto found, store.getMany(std::span(&id, 1)));
    if (!found.empty()) photos.push_back({found.front(), rows.real(1)});
  }
}

}  // namespace calotype::catalog
