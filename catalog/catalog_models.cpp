// SPDX-License-Identifier: GPL-3.0-or-later
// The facade's part about models: which one makes vectors, which one answers, and how one follows
// the other without a blind hour.
#include <utility>

#include "catalog/catalog_state.h"
#include "catalog/settings.h"
#include "catalog/store/embedding_store.h"
#include "catalog/store/setting_store.h"
#include "catalog/tags/vocabulary.h"
#include "model/base/log.h"

namespace calotype::catalog {
namespace {

using model::ModelStore;

model::WeightStamps stampsOf(const CatalogOptions& options) {
  return model::WeightStamps(options.paths.cache / "weights.json");
}

ModelStore storeOf(const CatalogOptions& options) {
  return {options.paths.models, options.starterModel, stampsOf(options)};
}

/// One of each concept.
std::vector<std::string> sentencesOf(const fs::path& vocabulary) {
  std::vector<std::string> sentences;
  if (const auto read = Vocabulary::read(vocabulary))
    for (const auto& one : read->concepts())
      if (!one.group) sentences.push_back(read->sentence(one));
  return sentences;
}

bool isMissing(const ModelsInUse::Encoder& encoder) {
  return encoder->status().state == ModelStatus::State::Missing;
}

}  // namespace

ModelsInUse::Encoder Catalog::State::makeEncoder(const fs::path& asked,
                                                 const std::string& remembered) {
  return std::make_shared<EncoderThread>(EncoderThreadOptions{
      .choose = [store = storeOf(options), asked,
                 remembered] { return store.choose(asked, remembered); },
      .open = options.openEncoder,
      .encoder = options.encoder,
      .sentences = [file = options.vocabulary] { return sentencesOf(file); },
      .proven =
          [stamps = stampsOf(options)](const model::InstalledModel& installed) {
            const auto kept = stamps.keep(installed.stamp, installed.weightsHash);
            if (!kept) logFor("catalog").debug("weights: {}", kept.error().message);
          },
      .statusChanged = [this](const ModelStatus& status) { modelChanged(status); }});
}

/// A model that was asked for answers itself; a change under way stays under way.
void Catalog::State::startModels() {
  const auto chosen = makeEncoder(options.model, rememberedModel);
  const bool changing = options.model.empty() && !formerModel.empty();
  models.use(chosen, changing ? makeEncoder(storeOf(options).folderOf(formerModel), {}) : chosen);
}

/// On an encoder's thread.
void Catalog::State::modelChanged(const ModelStatus& status) {
  if (status.state == ModelStatus::State::Ready || status.state == ModelStatus::State::Missing)
    reading->post([this](std::stop_token stop) {
      rememberModel();
      settleModelChange();
      if (const auto vectors = loadVectors(stop); !vectors)
        observer.tell([&](auto& o) { o.problem(vectors.error()); });
      tagging->wake();
    });
  observer.tell([](auto& o) { o.modelChanged(); });
}

/// What --model named and could be opened is the catalog's model from now on; and so is the first
/// one that was chosen by itself, or a better one, once installed, would silently take its place.
void Catalog::State::rememberModel() {
  const auto chosen = models.chosen();
  const auto now = chosen->chosenNow();
  const bool byItself = options.model.empty();
  if (!writer || !now || chosen->status().state != ModelStatus::State::Ready) return;
  if (byItself && !rememberedModel.empty()) return;
  const auto key = storeOf(options).keyOf(now->spec.folder);
  if (key == rememberedModel) return;
  auto former = formerModel.empty() ? rememberedModel : formerModel;
  const auto known = EmbeddingStore(*readerDatabase).any();
  if (former == key || !known || !*known) former.clear();
  if (const auto done = remember(key, former); !done)
    observer.tell([&](auto& o) { o.problem(done.error()); });
}

Status Catalog::State::remember(const std::string& model, const std::string& former) {
  CALOTYPE_TRY(const bool written, writer->run([&](WriteToken& token) -> Result<bool> {
    SettingStore edited(token.database());
    CALOTYPE_CHECK(edited.set(token, kModelSetting, model));
    CALOTYPE_CHECK(edited.set(token, kFormerModelSetting, former));
    return true;
  }));
  (void)written;
  rememberedModel = model;
  formerModel = former;
  return {};
}

std::optional<IndexIdentity> Catalog::State::identity() const {
  const auto answering = models.answering()->chosenNow();
  if (!answering) return std::nullopt;
  return identityOf(*answering);
}

Status Catalog::State::loadVectors(std::stop_token stop) {
  const auto answering = models.answering()->chosenNow();
  if (!answering) return {};
  const auto wanted = identityOf(*answering);
  if (loaded == wanted) return {};

  const EmbeddingStore embeddings(*readerDatabase);
  CALOTYPE_TRY(const auto row, embeddings.findModel(wanted.model));
  auto id = row ? std::optional(row->id) : std::nullopt;
  if (!id && writer) {
    CALOTYPE_TRY(id, writer->run([&](WriteToken& token) {
      return EmbeddingStore(token.database())
          .addModelOnce(token, wanted.model, answering->spec.name, wanted.dims);
    }));
  }
  if (!id) return {};  // nobody has made vectors of it yet, and we may not write
  CALOTYPE_TRY(const auto damaged, index->loadFrom(embeddings, *id, wanted, stop));
  loaded = wanted;
  if (!damaged.empty() && writer) {
    logFor("catalog").warn("{} vectors are damaged and will be made again", damaged.size());
    writer->post([damaged, id = *id, wanted](WriteToken& token) {
      return EmbeddingStore(token.database()).remove(token, damaged, id, wanted.transform);
    });
  }
  return {};
}

Status Catalog::State::useModel(const fs::path& asked) {
  CALOTYPE_CHECK(writing());
  const auto folder = storeOf(options).folderOf(asked);
  const auto key = storeOf(options).keyOf(folder);
  const auto known = readNow([&](const Database&, std::stop_token) -> Result<bool> {
    return key == formerModel || (key == rememberedModel && !isMissing(models.chosen()));
  });
  if (!known) return tl::make_unexpected(known.error());
  ModelsInUse::Encoder next;
  if (!*known) {
    next = makeEncoder(folder, {});
    if (const auto status = next->opened(); status.error) return tl::make_unexpected(*status.error);
  }
  if (indexer) {
    indexer->stop();
    indexer->wait();
  }
  return readNow([&](const Database&, std::stop_token) { return changeModel(next, key); });
}

Status Catalog::State::changeModel(const ModelsInUse::Encoder& next, const std::string& key) {
  const auto answering = models.answering();
  if (next) {
    CALOTYPE_TRY(const bool anySeen, EmbeddingStore(*readerDatabase).any());
    const auto former = formerModel.empty() ? rememberedModel : formerModel;
    const bool answers = anySeen && former != key && !former.empty() && !isMissing(answering);
    CALOTYPE_CHECK(remember(key, answers ? former : std::string()));
    models.use(next, answers ? answering : next);
  } else if (key == formerModel) {
    CALOTYPE_CHECK(remember(key, {}));
    models.use(answering, answering);
  } else {
    return {};
  }
  settleModelChange();
  CALOTYPE_CHECK(loadVectors({}));
  tagging->wake();
  observer.tell([](auto& o) { o.modelChanged(); });
  return {};
}

void Catalog::State::settleModelChange() {
  if (formerModel.empty() || !writer) return;
  const auto chosen = models.chosen()->chosenNow();
  const bool formerGone = models.changing() && isMissing(models.answering());
  bool whole = false;
  const auto key = chosen ? storeOf(options).keyOf(chosen->spec.folder) : std::string();
  if (models.changing() && key == formerModel) {  // the other one is gone from the disk
    if (const auto done = remember(key, {}); done)
      models.use(models.answering(), models.answering());
    return;
  }
  if (chosen && key == rememberedModel) {
    const auto wanted = identityOf(*chosen);
    const EmbeddingStore embeddings(*readerDatabase);
    const auto row = embeddings.findModel(wanted.model);
    if (row && *row) whole = embeddings.isWhole((*row)->id, wanted.transform).value_or(false);
  }
  if (!whole && !formerGone) return;
  if (const auto done = finishModelChange(); !done)
    observer.tell([&](auto& o) { o.problem(done.error()); });
}

Status Catalog::State::finishModelChange() {
  if (formerModel.empty()) return {};
  CALOTYPE_CHECK(remember(rememberedModel, {}));
  models.use(models.chosen(), models.chosen());
  models.answering()->warm();
  CALOTYPE_CHECK(loadVectors({}));
  tagging->wake();
  observer.tell([](auto& o) {
    o.modelChanged();
    o.photosChanged({});
  });
  return {};
}

Result<std::optional<ModelChange>> Catalog::State::modelChange(const Database& database) {
  if (formerModel.empty()) return std::nullopt;
  const auto store = storeOf(options);
  ModelChange change{store.folderOf(formerModel), store.folderOf(rememberedModel)};
  const auto chosen = models.chosen()->chosenNow();
  if (!chosen) return change;
  const auto wanted = identityOf(*chosen);
  const EmbeddingStore embeddings(database);
  CALOTYPE_TRY(const auto row, embeddings.findModel(wanted.model));
  CALOTYPE_TRY(const auto coverage,
               embeddings.coverage(row ? row->id : ModelId{}, wanted.transform));
  change.seen = coverage.seen;
  change.of = coverage.of;
  return change;
}

void Catalog::warmModel() {
  state_->models.answering()->warm();
}

ModelStatus Catalog::modelStatus() const {
  return state_->models.answering()->status();
}

ModelStatus Catalog::waitForModel() {
  return state_->models.answering()->opened();
}

Status Catalog::useModel(const fs::path& model) {
  return state_->useModel(model);
}

Status Catalog::finishModelChange() {
  CALOTYPE_CHECK(state_->writing());
  return state_->readNow(
      [this](const Database&, std::stop_token) { return state_->finishModelChange(); });
}

void Catalog::modelChange(std::function<void(Result<std::optional<ModelChange>>)> done) {
  state_->readLater(
      [state = state_.get()](const Database& database, std::stop_token) {
        return state->modelChange(database);
      },
      std::move(done));
}

Result<std::optional<ModelChange>> Catalog::modelChangeNow() {
  if (state_->models.changing()) state_->models.chosen()->chosen();
  return state_->readNow(
      [this](const Database& database, std::stop_token) { return state_->modelChange(database); });
}

}  // namespace calotype::catalog
