// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/decoder_pool.h"
#include "catalog/training/shard.h"
#include "catalog/training/teacher.h"
#include "model/text/tokenizer.h"
#include "model/training.h"

namespace calotype::catalog {

/// Photos in memory, with what is said of them, as a run's source of pairs.
///
/// Photos with captions and photos with labels take turns by `captionShare`; each kind is gone
/// through in a new order every time. Of several captions one is drawn; a label gets one of the
/// spec's sentences around it. Two photos that share a label or a caption have a meaning in common.
/// Where a teacher saw parts of a picture, one of these parts is trained on, moved a little.
/// By the chance `patch` a part of another picture lies over it: the text stays, what a teacher
/// says is mixed by area, and neither picture's text is a negative.
class TrainingPhotos final : public model::TrainingSource {
 public:
  TrainingPhotos(const model::TrainingSpec& spec, model::Tokenizer tokenizer);

  /// Reads a shard or folder (shard.h) and decodes its pictures through the pool; those that cannot
  /// be read are problems and left out. teacher: an empty path, or a folder with
  /// NAME.teacher.safetensors; a shard without one is not taught.
  Status add(const fs::path& shard, const fs::path& teacher, DecoderPool& decoders,
             const std::function<void(std::size_t photos)>& progress = {});
  /// One photo of which all is known.
  void add(const std::string& key, Rgb8 picture, const std::vector<std::string>& labels,
           const std::vector<std::string>& captions);
  Status addWords(const fs::path& folder);
  /// Call it once, when everything was added. InvalidArgument when there is nothing to learn from.
  Status finish();

  std::size_t photos() const { return photos_.size(); }
  const std::vector<std::string>& problems() const { return problems_; }

  Result<std::vector<model::TrainingPair>> pairs(std::int64_t step, int count) override;
  Result<model::TrainingWords> words(std::int64_t step, int count) override;
  int teacherDims() const override { return int(teacher_.dims()); }
  int wordDims() const override { return int(words_.dims); }

 private:
  struct Photo {
    std::string key;
    Rgb8 picture;
    std::vector<std::string> labels, captions;
    std::vector<std::uint64_t> meanings;
  };
  /// Photos of one kind, and the order of the present round.
  struct Deck {
    std::vector<std::size_t> photos, order;
    std::optional<std::uint64_t> round;
  };

  const Photo& draw(std::size_t kind, std::uint64_t place);
  model::TrainingPair pairOf(const Photo& photo, Random& random) const;
  std::string textFor(const Photo& photo, Random& random) const;
  void patchSome(std::vector<model::TrainingPair>& pairs, std::int64_t step) const;

  const model::TrainingSpec& spec_;
  model::Tokenizer tokenizer_;
  Teacher teacher_;
  TaughtWords words_;
  std::vector<Photo> photos_;
  std::array<Deck, 2> decks_;  // with captions, with labels only
  std::vector<std::string> problems_;
};

}  // namespace calotype::catalog
