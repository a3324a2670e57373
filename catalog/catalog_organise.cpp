// SPDX-License-Identifier: GPL-3.0-or-later
// The facade's half that changes what the user makes of photos.
#include <algorithm>
#include <memory>
#include <utility>

#include "catalog/catalog_state.h"
#include "catalog/decoder_process.h"
#include "catalog/edit/journal.h"
#include "catalog/edit/trash.h"
#include "catalog/pipeline/clock.h"
#include "catalog/settings.h"
#include "catalog/store/album_store.h"
#include "catalog/store/file_store.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/photo_tag_store.h"
#include "catalog/store/root_store.h"
#include "catalog/store/setting_store.h"
#include "catalog/store/sidecar_store.h"
#include "catalog/store/tag_store.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kBestByWords = 200;

}  // namespace

/// Runs a change on the writer's thread and tells the observer which photos it concerned.
Result<EditDone> Catalog::State::change(
    std::size_t photos, const std::function<Result<EditDone>(WriteToken&, Journal&)>& work) {
  CALOTYPE_TRY(auto* const writing_, writing());
  snapshots->beforeChanging(photos);
  CALOTYPE_TRY(auto done, writing_->run([&](WriteToken& token) {
    Journal journal(token.database());
    return work(token, journal);
  }));
  if (done.changed) observer.tell([&](auto& o) { o.photosChanged(done.photos); });
  wordWriter->wake();
  return done;
}

Result<EditDone> Catalog::edit(Edit edit) {
  return state_->change(edit.photos.size(), [&](WriteToken& token, Journal& journal) {
    return journal.apply(token, edit, nowMs());
  });
}

Result<EditDone> Catalog::undo() {
  return state_->change(
      0, [](WriteToken& token, Journal& journal) { return journal.undo(token, nowMs()); });
}

Result<EditDone> Catalog::redo() {
  return state_->change(
      0, [](WriteToken& token, Journal& journal) { return journal.redo(token, nowMs()); });
}

Result<EditDone> Catalog::trash(std::vector<PhotoId> photos) {
  return state_->change(photos.size(), [&](WriteToken& token, Journal& journal) {
    return journal.trash(token, photos, nowMs());
  });
}

Result<EditDone> Catalog::restore(std::vector<PhotoId> photos) {
  return state_->change(photos.size(), [&](WriteToken& token, Journal& journal) {
    return journal.restore(token, photos, nowMs());
  });
}

Result<JournalState> Catalog::journal() {
  return state_->readNow(
      [](const Database& database, std::stop_token) { return Journal(database).state(); });
}

Result<WordsState> Catalog::wordsState(PhotoId photo) {
  return state_->readNow([&](const Database& database, std::stop_token) {
    return SidecarStore(database).stateOf(photo);
  });
}

Result<std::vector<WordsTrouble>> Catalog::wordTroubles() {
  return state_->surveyNow(
      [&](const Database& database, std::stop_token) { return SidecarStore(database).troubles(); });
}

Result<EditDone> Catalog::decideWords(PhotoId photo, Word word) {
  auto decided = state_->change(1, [&](WriteToken& token, Journal& journal) {
    return journal.record(token, nowMs(), [&](EditDone& done) {
      done.name = {"sidecar", "", 1};
      return SidecarStore(token.database()).decide(token, photo, word == Word::Sidecar);
    });
  });
  if (decided && !decided->changed)
    state_->observer.tell([&](auto& o) { o.photosChanged(std::span(&photo, 1)); });
  return decided;
}

Status Catalog::setEmbeds(const fs::path& folder, bool embeds) {
  CALOTYPE_TRY(auto* const writer, state_->writing());
  const auto set = writer->run([&](WriteToken& token) -> Status {
    CALOTYPE_CHECK(RootStore(token.database()).setEmbeds(token, folder, embeds));
    return embeds ? SidecarStore(token.database()).queueAll(token) : Status();
  });
  CALOTYPE_CHECK(set);
  state_->wordWriter->wake();
  return {};
}

Status Catalog::retryWords() {
  CALOTYPE_TRY(auto* const writer, state_->writing());
  CALOTYPE_CHECK(
      writer->run([](WriteToken& token) { return SidecarStore(token.database()).retry(token); }));
  state_->wordWriter->wake();
  return {};
}

void Catalog::settleWords() {
  if (state_->wordWriter) state_->wordWriter->settle();
}

Status Catalog::keepDailyCopy() {
  return state_->snapshots ? state_->snapshots->takeNow() : Status();
}

Result<std::vector<TagNode>> Catalog::tags() {
  return state_->surveyNow(
      [](const Database& database, std::stop_token) { return TagStore(database).all(); });
}

Result<std::string> Catalog::tagPath(TagId tag) {
  return state_->readNow([&](const Database& database, std::stop_token) {
    return TagStore(database).writtenPathOf(tag);
  });
}

Result<std::vector<Album>> Catalog::albums() {
  return state_->surveyNow(
      [](const Database& database, std::stop_token) { return AlbumStore(database).all(); });
}

Result<std::vector<SharedTag>> Catalog::tagsOf(std::vector<PhotoId> photos) {
  return state_->surveyNow([&](const Database& database, std::stop_token) {
    return PhotoTagStore(database).of(photos);
  });
}

Result<std::vector<ProposalCard>> Catalog::proposals() {
  return state_->surveyNow([](const Database& database, std::stop_token) {
    return PhotoTagStore(database).proposals();
  });
}

Result<std::vector<ProposedPhoto>> Catalog::proposedPhotos(TagId tag) {
  return state_->surveyNow([&](const Database& database, std::stop_token) {
    return PhotoTagStore(database).proposedPhotos(tag);
  });
}

Result<OwnPhotos> Catalog::ownPhotos(std::size_t others) {
  return state_->surveyNow([others](const Database& database, std::stop_token) {
    return catalog::ownPhotos(database, others);
  });
}

Result<std::int64_t> Catalog::countOwnPhotos() {
  return state_->surveyNow(
      [](const Database& database, std::stop_token) { return catalog::countOwnPhotos(database); });
}

Result<std::vector<TrashedPhoto>> Catalog::trashed() {
  return state_->surveyNow(
      [](const Database& database, std::stop_token) { return Trash(database).all(); });
}

Result<std::vector<Completion>> Catalog::complete(std::string query, std::size_t cursor) {
  return state_->surveyNow([&](const Database& database, std::stop_token) {
    return completions(database, query, cursor);
  });
}

Result<PhotoId> Catalog::photoAt(const fs::path& file) {
  std::error_code failed;
  const auto path = fs::canonical(file, failed);
  CALOTYPE_TRY(const auto photo, state_->readNow([&](const Database& database, std::stop_token) {
    return FileStore(database).photoAt(failed ? file : path);
  }));
  if (!photo)
    return fail(Code::NotFound,
                displayPath(file) + " is no photo of the catalog. Index its folder first.");
  return *photo;
}

Result<std::vector<PhotoId>> Catalog::photosIn(Place place) {
  CALOTYPE_TRY(const auto page, state_->readNow([&](const Database&, std::stop_token stop) {
    return Searcher(*state_->rows, state_->index->index())
        .browse({place, Order::Relevance, false}, nullptr, stop);
  }));
  std::vector<PhotoId> ids;
  for (const auto& row : page.rows) ids.push_back(row.id);
  return ids;
}

Result<std::vector<PhotoId>> Catalog::photosFor(const std::string& query) {
  const bool words = !parseQuery(query).text.empty();
  CALOTYPE_TRY(const auto page, searchNow({query, words ? kBestByWords : 0}));
  std::vector<PhotoId> ids;
  for (const auto& row : page.rows) ids.push_back(row.id);
  return ids;
}

Result<std::shared_ptr<const TagPreview>> Catalog::previewTags(TagRequest request,
                                                               const TagProgress& progress,
                                                               std::stop_token stop) {
  CALOTYPE_TRY(auto preview,
               state_->tagging->preview(request.photos, request.vocabulary, request.precision,
                                        progress, std::move(stop)));
  return std::make_shared<const TagPreview>(std::move(preview));
}

Result<EditDone> Catalog::applyTags(const TagPreview& preview, bool accept) {
  CALOTYPE_TRY(const auto model, state_->tagging->modelId(preview.model));
  return state_->change(std::size_t(preview.plan.photos), [&](WriteToken& token, Journal& journal) {
    return journal.record(token, nowMs(), [&](EditDone& done) {
      done.name = {"tag.run", "", preview.plan.photos};
      return applyPlan(token, preview.plan, *preview.tagger,
                       {model, state_->options.tagLanguage, accept, nowMs()});
    });
  });
}

Result<std::string> Catalog::setting(const std::string& key) {
  const auto* const known = findSetting(key);
  if (known == nullptr) return tl::make_unexpected(checkSetting(key, "").error());
  CALOTYPE_TRY(auto value, state_->readNow([&](const Database& database, std::stop_token) {
    return SettingStore(database).find(key);
  }));
  return value.value_or(known->fallback);
}

Result<std::string> Catalog::decoderConfinement() const {
  return confinementOfDecoder(state_->options.decoderProgram);
}

Status Catalog::setSetting(const std::string& key, const std::string& value) {
  CALOTYPE_CHECK(checkSetting(key, value));
  CALOTYPE_TRY(auto* const writer, state_->writing());
  const auto set = writer->run([&](WriteToken& token) -> Status {
    CALOTYPE_CHECK(SettingStore(token.database()).set(token, key, value));
    if (key != kSidecars) return {};
    CALOTYPE_TRY(const bool writes, SidecarStore(token.database()).writes());
    return writes ? SidecarStore(token.database()).queueAll(token) : Status();
  });
  CALOTYPE_CHECK(set);
  state_->tagging->wake();
  state_->wordWriter->wake();
  if (key != kWatch) return {};
  state_->watchRoots();
  return value == "0" ? Status() : state_->beginIndexing({}, false);  // what happened meanwhile
}

}  // namespace calotype::catalog
