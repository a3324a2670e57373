// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/tags/tag_plan.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "catalog/store/tag_store.h"

namespace calotype::catalog {

namespace {

/// Which tag stands for which concept: by the concept's id, else by one of its names.
class TagsOfConcepts {
 public:
  static Result<TagsOfConcepts> read(const Database& database, const Vocabulary& vocabulary) {
    TagsOfConcepts known(vocabulary.concepts().size());
    std::unordered_map<std::string_view, std::int32_t> byId;
    for (std::size_t i = 0; i < vocabulary.concepts().size(); ++i)
      byId[vocabulary.concepts()[i].id] = std::int32_t(i);
    CALOTYPE_TRY(auto rows, database.prepare("SELECT id, name, coalesce(concept, '') FROM tag"
                                             " ORDER BY concept IS NULL, parent_id IS NOT NULL,"
                                             " id"));
    while (true) {
      CALOTYPE_TRY(const bool row, rows.step());
      if (!row) return known;
      const auto byConcept = byId.find(rows.text(2));
      const auto index =
          byConcept != byId.end()
              ? byConcept->second
              : (rows.text(2).empty() ? vocabulary.find(rows.text(1)) : std::int32_t(-1));
      if (index < 0) continue;
      known.conceptOf_[rows.integer(0)] = index;
      auto& tag = known.tags_[std::size_t(index)];
      if (!tag) tag = rows.id<TagId>(0);
    }
  }
  std::optional<TagId> tagOf(std::int32_t index) const { return tags_[std::size_t(index)]; }
  void set(std::int32_t index, TagId tag) { tags_[std::size_t(index)] = tag; }
  std::int32_t conceptOf(TagId tag) const {
    const auto found = conceptOf_.find(std::int64_t(tag));
    return found == conceptOf_.end() ? -1 : found->second;
  }

 private:
  explicit TagsOfConcepts(std::size_t count) : tags_(count) {}
  std::vector<std::optional<TagId>> tags_;
  std::unordered_map<std::int64_t, std::int32_t> conceptOf_;
};

struct State {
  bool decided = false;   // accepted or rejected by anybody
  bool proposed = false;  // by the model
};

Result<std::map<TagId, State>> statesOf(Statement& rows, PhotoId photo) {
  std::map<TagId, State> states;
  rows.reset();
  rows.bind(photo);
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return states;
    auto& state = states[rows.id<TagId>(0)];
    const bool proposed = rows.text(1) == "proposed";
    state.decided = state.decided || !proposed;
    state.proposed = state.proposed || proposed;
  }
}

void planPhoto(PhotoId photo, const std::vector<Guess>& guesses,
               const std::map<TagId, State>& states, const TagsOfConcepts& known, TagPlan& plan) {
  std::map<TagId, bool> still;
  for (const auto& guess : guesses) {
    const auto tag = known.tagOf(guess.concept_);
    const auto state = tag ? states.find(*tag) : states.end();
    if (tag) still[*tag] = true;
    if (state != states.end() && state->second.decided) continue;
    const bool there = state != states.end() && state->second.proposed;
    ++(there ? plan.kept : plan.added);
    plan.changes.push_back({there ? TagChange::Kind::Keep : TagChange::Kind::Add, photo,
                            guess.concept_, tag, guess.score, guess.probability});
  }
  for (const auto& [tag, state] : states) {
    const auto index = known.conceptOf(tag);
    if (!state.proposed || state.decided || index < 0 || still.count(tag) != 0) continue;
    ++plan.removed;
    plan.changes.push_back({TagChange::Kind::Remove, photo, index, tag, 0, 0});
  }
}

/// The concept's tag, made below those of broader concepts if there is none.
Result<TagId> tagFor(WriteToken& token, TagsOfConcepts& known, const Vocabulary& vocabulary,
                     std::int32_t index, Language language) {
  const Database& database = token.database();
  const auto& one = vocabulary.concepts()[std::size_t(index)];
  auto tag = known.tagOf(index);
  if (!tag) {
    std::optional<TagId> parent;
    if (one.above >= 0) {
      CALOTYPE_TRY(parent, tagFor(token, known, vocabulary, one.above, language));
    }
    CALOTYPE_TRY(tag, TagStore(database).addOnce(token, Vocabulary::nameOf(one, language), parent));
    known.set(index, *tag);
  }
  if (!one.id.starts_with("own:"))
    CALOTYPE_CHECK(
        database.run("UPDATE tag SET concept = ?2 WHERE id = ?1 AND concept IS NULL"
                     " AND NOT EXISTS (SELECT 1 FROM tag WHERE concept = ?2)",
                     *tag, one.id));
  return *tag;
}

}  // namespace

Result<TagPlan> planTags(const Database& database, const VectorIndex& index,
                         std::span<const PhotoId> photos, const Tagger& tagger, double precision,
                         std::stop_token stop) {
  CALOTYPE_TRY(const auto known, TagsOfConcepts::read(database, tagger.vocabulary()));
  CALOTYPE_TRY(auto rows,
               database.prepare("SELECT tag_id, state FROM photo_tag WHERE photo_id = ?1"));
  TagPlan plan;
  for (const PhotoId photo : photos) {
    if (stop.stop_requested()) return fail(Code::Cancelled, "Tagging was stopped.");
    const auto vector = index.vectorOf(photo);
    if (!vector || vector->size() != tagger.vectors().dims) {
      ++plan.withoutVector;
      continue;
    }
    ++plan.photos;
    CALOTYPE_TRY(const auto states, statesOf(rows, photo));
    planPhoto(photo, tagger.guess(*vector, precision), states, known, plan);
  }
  return plan;
}

Status applyPlan(WriteToken& token, const TagPlan& plan, const Tagger& tagger, const TagRun& run) {
  const Database& database = token.database();
  CALOTYPE_TRY(auto known, TagsOfConcepts::read(database, tagger.vocabulary()));
  PhotoTagStore tags(database);
  const auto& vocabulary = tagger.vocabulary();
  std::map<std::int32_t, std::string> prompts;
  for (const auto& change : plan.changes) {
    if (change.kind == TagChange::Kind::Remove) {
      CALOTYPE_CHECK(tags.withdraw(token, change.photo, *change.tag));
      continue;
    }
    CALOTYPE_TRY(const auto tag, tagFor(token, known, vocabulary, change.concept_, run.language));
    auto& prompt = prompts[change.concept_];
    if (prompt.empty())
      prompt = vocabulary.sentence(vocabulary.concepts()[std::size_t(change.concept_)]);
    CALOTYPE_CHECK(tags.propose(token, {change.photo, tag, change.score, change.probability},
                                run.model, prompt, run.accept, run.nowMs));
  }
  return {};
}

}  // namespace calotype::catalog
