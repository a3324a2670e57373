// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "catalog/index/index_keeper.h"
#include "catalog/job_thread.h"
#include "catalog/pipeline/encoder_thread.h"
#include "catalog/store/writer.h"
#include "catalog/tags/tag_plan.h"
#include "catalog/tags/tagger.h"

namespace calotype::catalog {

struct TaggingParts {
  fs::path database;
  Writer* writer = nullptr;                                 // null: read-only
  std::function<std::shared_ptr<EncoderThread>()> encoder;  // whose vectors are resident
  IndexKeeper& index;
  fs::path cache;
  fs::path vocabulary;  // the one that comes with the program
  Language language = Language::English;
  std::function<Status()> loadVectors;  // waits for the reader's thread
  std::function<void(std::span<const PhotoId>)> photosChanged;
};

/// A tagger, and the model for whose vectors it was made.
struct ModelTagger {
  std::shared_ptr<const Tagger> tagger;
  IndexIdentity model;
};

/// What would change, and by which tagger.
struct TagPreview {
  std::shared_ptr<const Tagger> tagger;
  IndexIdentity model;
  TagPlan plan;
  double precision = 0;
};

/// Looks at photos for tags: when somebody asks, and by itself at new ones.
class Tagging {
 public:
  using Progress = std::function<void(std::size_t done, std::size_t of)>;

  explicit Tagging(TaggingParts parts);
  ~Tagging();

  /// Ends the thread, after the piece of work in hand; wake() does nothing from then on.
  void end();

  /// vocabulary: a file, or empty for the usual one with the user's own tags. Waits for the model
  /// and, the first time, for the vocabulary's sentences to be encoded.
  Result<ModelTagger> tagger(const fs::path& vocabulary, const Progress& progress,
                             std::stop_token stop);
  /// precision 0: the setting's.
  Result<TagPreview> preview(std::span<const PhotoId> photos, const fs::path& vocabulary,
                             double precision, const Progress& progress, std::stop_token stop);
  /// The model's id in the catalog.
  Result<ModelId> modelId(const IndexIdentity& model) const;

  /// Looks for photos that have a vector and were not yet looked at for tags, and at those that
  /// were with other settings. Returns at once.
  void wake();
  /// Photos still to be looked at by itself; 0 when it rests.
  std::int64_t pending() const { return pending_.load(); }

 private:
  void lookAtNew(std::stop_token stop);
  Result<bool> lookAtSome(const Database& database, const ModelTagger& usual, double precision,
                          std::stop_token stop);
  Result<TagPlan> plan(const Database& database, const ModelTagger& by,
                       std::span<const PhotoId> photos, double precision,
                       std::stop_token stop) const;
  Result<Vocabulary> vocabularyWithOwnTags(const fs::path& file) const;
  model::Calibration calibrationFor(const model::InstalledModel& model) const;

  const TaggingParts parts_;
  std::mutex mutex_;  // guards the next two
  std::shared_ptr<const Tagger> usual_;
  std::uint64_t usualKey_ = 0;
  std::atomic<std::int64_t> pending_ = 0;
  std::mutex waking_;  // guards the next
  std::unique_ptr<JobThread> thread_;
};

}  // namespace calotype::catalog
