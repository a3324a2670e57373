// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/tagging.h"

#include <chrono>
#include <cstring>
#include <utility>

#include "catalog/settings.h"
#include "catalog/store/embedding_store.h"
#include "catalog/store/setting_store.h"
#include "catalog/store/tag_store.h"
#include "catalog/store/text_index.h"
#include "catalog/tags/concept_vectors.h"
#include "model/base/log.h"

namespace calotype::catalog {

namespace {

constexpr std::int64_t kSome = 1000;   // photos looked at between two commits
constexpr std::size_t kMostOwn = 500;  // tags of the user's that are looked for

std::int64_t nowMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Result<double> readPrecision(const Database& database) {
  CALOTYPE_TRY(const auto value, SettingStore(database).find(kTagPrecision));
  return numberOf(*findSetting(kTagPrecision), value);
}

Result<bool> isAutomatic(const Database& database) {
  CALOTYPE_TRY(const auto value, SettingStore(database).find(kTagAutomatic));
  return numberOf(*findSetting(kTagAutomatic), value) != 0;
}

}  // namespace

Tagging::Tagging(TaggingParts parts)
    : parts_(std::move(parts)),
      thread_(std::make_unique<JobThread>(JobThread::Order::OldestFirst, 2)) {}

Tagging::~Tagging() {
  end();
}

void Tagging::end() {
  std::unique_ptr<JobThread> ending;
  {
    const std::scoped_lock lock(waking_);
    ending.swap(thread_);
  }
}

Result<Vocabulary> Tagging::vocabularyWithOwnTags(const fs::path& file) const {
  CALOTYPE_TRY(auto vocabulary, Vocabulary::read(file.empty() ? parts_.vocabulary : file));
  if (!file.empty()) return vocabulary;
  CALOTYPE_TRY(const auto database, Database::open(parts_.database, Mode::ReadOnly));
  CALOTYPE_TRY(auto rows, database.query("SELECT name FROM tag WHERE concept IS NULL ORDER BY id"
                                         " LIMIT ?1",
                                         kMostOwn));
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return vocabulary;
    vocabulary.addOwn(rows.text(0));
  }
}

model::Calibration Tagging::calibrationFor(const model::InstalledModel& model) const {
  const auto file = model.spec.folder / model::kCalibrationFile;
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return model::Calibration::cautious();
  auto calibration = model::Calibration::read(file);
  if (calibration) return std::move(*calibration);
  logFor("catalog").warn("the model's calibration cannot be used ({}), a cautious one is",
                         codeName(calibration.error().code));
  return model::Calibration::cautious();
}

Result<ModelTagger> Tagging::tagger(const fs::path& file, const Progress& progress,
                                    std::stop_token stop) {
  CALOTYPE_TRY(auto vocabulary, vocabularyWithOwnTags(file));
  const auto encoder = parts_.encoder();
  CALOTYPE_TRY(const auto chosen, encoder->chosen(stop));
  const auto model = identityOf(chosen);
  std::uint64_t modelKey = 0;
  std::memcpy(&modelKey, chosen.weightsHash.data(), sizeof modelKey);
  const auto key = vocabulary.hash() ^ modelKey;
  const std::scoped_lock lock(mutex_);
  if (usual_ && usualKey_ == key) return ModelTagger{usual_, model};

  const ConceptVectorFile kept(parts_.cache, chosen.weightsHash, vocabulary);
  auto vectors = kept.load(vocabulary);
  if (!vectors) {
    const auto status = encoder->opened(stop);
    if (status.error) return tl::make_unexpected(*status.error);
    const auto encode = [&](std::span<const std::string> texts) {
      return encoder->texts(texts, stop);
    };
    CALOTYPE_TRY(vectors, makeConceptVectors(vocabulary, encoder->logitScale(), encode, progress));
    if (parts_.writer != nullptr)
      if (const auto saved = kept.save(*vectors); !saved)
        logFor("catalog").warn("the vocabulary's vectors were not kept ({})",
                               codeName(saved.error().code));
  }
  auto made = std::make_shared<const Tagger>(std::move(vocabulary), std::move(*vectors),
                                             calibrationFor(chosen));
  if (file.empty()) {
    usual_ = made;
    usualKey_ = key;
  }
  return ModelTagger{std::move(made), model};
}

Result<TagPreview> Tagging::preview(std::span<const PhotoId> photos, const fs::path& vocabulary,
                                    double precision, const Progress& progress,
                                    std::stop_token stop) {
  CALOTYPE_TRY(const auto by, tagger(vocabulary, progress, stop));
  TagPreview preview{by.tagger, by.model, {}, precision};
  CALOTYPE_CHECK(parts_.loadVectors());
  CALOTYPE_TRY(const auto database, Database::open(parts_.database, Mode::ReadOnly));
  if (precision == 0) {
    CALOTYPE_TRY(preview.precision, readPrecision(database));
  }
  CALOTYPE_TRY(preview.plan, plan(database, by, photos, preview.precision, stop));
  return preview;
}

/// While it looks, the resident vectors stay those of its model.
Result<TagPlan> Tagging::plan(const Database& database, const ModelTagger& by,
                              std::span<const PhotoId> photos, double precision,
                              std::stop_token stop) const {
  const auto held = parts_.index.hold(by.model);
  if (!held && parts_.index.index().size() > 0)
    return fail(Code::Busy, "The model has just been changed. Try again.");
  return planTags(database, parts_.index.index(), photos, *by.tagger, precision, std::move(stop));
}

Result<ModelId> Tagging::modelId(const IndexIdentity& model) const {
  CALOTYPE_TRY(const auto database, Database::open(parts_.database, Mode::ReadOnly));
  CALOTYPE_TRY(const auto row, EmbeddingStore(database).findModel(model.model));
  if (!row) return fail(Code::ModelMissing, "No photo has been looked at with this model yet.");
  return row->id;
}

void Tagging::wake() {
  // A model that nobody needed so far is not opened for this.
  if (parts_.writer == nullptr || parts_.encoder()->status().state != ModelStatus::State::Ready)
    return;
  const std::scoped_lock lock(waking_);
  if (thread_) thread_->post([this](std::stop_token stop) { lookAtNew(stop); });
}

void Tagging::lookAtNew(std::stop_token stop) {
  const auto look = [&]() -> Status {
    CALOTYPE_TRY(const auto database, Database::open(parts_.database, Mode::ReadOnly));
    CALOTYPE_TRY(const bool automatic, isAutomatic(database));
    CALOTYPE_TRY(const auto any, database.value("SELECT 1 FROM embedding LIMIT 1"));
    if (!automatic || !any) return {};
    CALOTYPE_TRY(const double precision, readPrecision(database));
    CALOTYPE_TRY(const auto usual, tagger({}, {}, stop));
    CALOTYPE_CHECK(parts_.loadVectors());
    for (bool more = true; more && !stop.stop_requested();) {
      CALOTYPE_TRY(more, lookAtSome(database, usual, precision, stop));
    }
    return {};
  };
  const auto looked = stop.stop_requested() ? Status() : look();
  pending_ = 0;
  if (!looked && looked.error().code != Code::Cancelled && looked.error().code != Code::Busy)
    logFor("catalog").warn("no tags were proposed ({})", codeName(looked.error().code));
}

/// True when more are left.
Result<bool> Tagging::lookAtSome(const Database& database, const ModelTagger& usual,
                                 double precision, std::stop_token stop) {
  const auto& tagger = *usual.tagger;
  CALOTYPE_TRY(const auto model, modelId(usual.model));
  const auto fingerprint = tagger.fingerprint(precision);
  static constexpr const char* kLeft =
      " FROM embedding LEFT JOIN tagging ON tagging.photo_id = embedding.photo_id"
      " WHERE model_id = ?1 AND fingerprint IS NOT ?2";
  CALOTYPE_TRY(const auto left,
               database.value("SELECT count(*)" + std::string(kLeft), model, fingerprint));
  pending_ = left.value_or(0);
  CALOTYPE_TRY(auto rows, database.query("SELECT embedding.photo_id" + std::string(kLeft) +
                                             " ORDER BY embedding.photo_id DESC LIMIT ?3",
                                         model, fingerprint, kSome));
  std::vector<PhotoId> photos;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) break;
    photos.push_back(rows.id<PhotoId>(0));
  }
  rows.reset();
  if (photos.empty()) return false;
  CALOTYPE_TRY(const auto found, plan(database, usual, photos, precision, stop));
  CALOTYPE_TRY(const bool written, parts_.writer->run([&](WriteToken& token) -> Result<bool> {
    CALOTYPE_CHECK(applyPlan(token, found, tagger, {model, parts_.language, false, nowMs()}));
    for (const PhotoId photo : photos)
      CALOTYPE_CHECK(token.database().run(
          "INSERT INTO tagging (photo_id, fingerprint) SELECT id, ?2 FROM photo WHERE id = ?1"
          " ON CONFLICT (photo_id) DO UPDATE SET fingerprint = excluded.fingerprint",
          photo, fingerprint));
    return true;
  }));
  if (found.added + found.removed > 0) parts_.photosChanged(photos);
  return written;
}

}  // namespace calotype::catalog
