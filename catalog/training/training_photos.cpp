// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/training_photos.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>

#include "catalog/training/prompts.h"
#include "catalog/training/shard_picture.h"
#include "model/base/hash.h"
#include "model/image/resample.h"
#include "model/text/clean.h"

namespace calotype::catalog {

namespace {

enum Kind : std::size_t { Captioned, Labelled };
/// What numbers are drawn for, so that none depends on another.
enum Draw : std::uint64_t { Order, Pair, Word, Patch };

constexpr double kRoom = 1.3;          // the shorter side in memory, as a multiple of the model's
constexpr double kSpecial = 0.5;       // chance of the most special of several labels
constexpr std::uint32_t kLongest = 4;  // times the model's side: what is decoded at all

std::uint64_t meaningOf(std::string_view text) {
  return xxh3(std::as_bytes(std::span(text)));
}

/// With the shorter side at most kRoom * size.
Rgb8 shrunk(Rgb8 picture, int size) {
  const double shorter = std::min(picture.width, picture.height);
  const double scale = kRoom * size / shorter;
  if (scale >= 1) return picture;
  const auto side = [&](int length) { return std::max(1, int(std::lround(length * scale))); };
  const int width = side(picture.width), height = side(picture.height);
  return model::resample(picture.view(), {width, height, 0, 0, width, height},
                         model::TransformSpec::Interpolation::Bicubic);
}

/// Without some of its words, so that a caption is no name of its photo that can be learnt by
/// heart. The whole text when nothing would be left.
std::string thinned(const std::string& caption, double dropout, Random& random) {
  if (dropout <= 0) return caption;
  std::istringstream words(caption);
  std::string kept, word;
  while (words >> word) {
    if (random.chance(dropout)) continue;
    if (!kept.empty()) kept += ' ';
    kept += word;
  }
  return kept.empty() ? caption : kept;
}

/// A teacher that saw only one of the two says nothing of both.
void mixTeachers(std::vector<float>& ours, const std::vector<float>& theirs, float area) {
  if (ours.size() != theirs.size()) ours.clear();
  for (std::size_t i = 0; i < ours.size(); ++i) ours[i] += area * (theirs[i] - ours[i]);
}

}  // namespace

TrainingPhotos::TrainingPhotos(const model::TrainingSpec& spec, model::Tokenizer tokenizer)
    : spec_(spec), tokenizer_(std::move(tokenizer)) {}

Status TrainingPhotos::add(const fs::path& shard, const fs::path& teacher, DecoderPool& decoders,
                           const std::function<void(std::size_t)>& progress) {
  if (!teacher.empty()) {
    const auto file = teacher / (shard.stem().native() + ".teacher.safetensors");
    std::error_code error;
    if (fs::exists(file, error)) CALOTYPE_CHECK(teacher_.add(file));
  }
  DecodeRequest request;
  request.pictureEdge = kLongest * std::uint32_t(spec_.model.transform.size);
  const auto use = [&](const ShardPhoto& photo) -> Status {
    auto decoded = decodeShardPhoto(photo, request, decoders);
    if (!decoded) {
      problems_.push_back(decoded.error().message);
      return {};
    }
    add(photo.key, std::move(decoded->picture), photo.labels, photo.captions);
    if (progress) progress(photos_.size());
    return {};
  };
  CALOTYPE_TRY(auto report, readShard(shard, use));
  std::move(report.problems.begin(), report.problems.end(), std::back_inserter(problems_));
  return {};
}

void TrainingPhotos::add(const std::string& key, Rgb8 picture,
                         const std::vector<std::string>& labels,
                         const std::vector<std::string>& captions) {
  Photo photo{key, shrunk(std::move(picture), spec_.model.transform.size), labels, captions, {}};
  photo.meanings.push_back(meaningOf("photo " + key));
  for (const auto& text : labels) photo.meanings.push_back(meaningOf(model::cleanText(text)));
  for (const auto& text : captions) photo.meanings.push_back(meaningOf(model::cleanText(text)));
  std::sort(photo.meanings.begin(), photo.meanings.end());
  decks_[captions.empty() ? Labelled : Captioned].photos.push_back(photos_.size());
  photos_.push_back(std::move(photo));
}

Status TrainingPhotos::addWords(const fs::path& folder) {
  CALOTYPE_TRY(words_, readTaughtWords(folder));
  return {};
}

Status TrainingPhotos::finish() {
  teacher_.centre();
  if (photos_.size() >= 2) return {};
  return fail(Code::InvalidArgument,
              "There is nothing to learn from: " + std::to_string(photos_.size()) +
                  " pictures with words were found. Name shards (NAME.tar with NAME.jsonl) or "
                  "folders with captions.json.");
}

/// The photo at a place of the endless sequence of rounds.
const TrainingPhotos::Photo& TrainingPhotos::draw(std::size_t kind, std::uint64_t place) {
  auto& deck = decks_[kind];
  const auto round = place / deck.photos.size();
  if (deck.round != round) {
    deck.round = round;
    deck.order = deck.photos;
    Random random{spec_.seed, Order, kind, round};
    for (std::size_t left = deck.order.size(); left > 1; --left)
      std::swap(deck.order[left - 1], deck.order[random.below(left)]);
  }
  return photos_[deck.order[place % deck.photos.size()]];
}

std::string TrainingPhotos::textFor(const Photo& photo, Random& random) const {
  if (!photo.captions.empty())
    return thinned(photo.captions[random.below(photo.captions.size())],
                   spec_.augmentation.wordDropout, random);
  const auto& label = random.chance(kSpecial) ? photo.labels.front()
                                              : photo.labels[random.below(photo.labels.size())];
  return promptFor(spec_.templates[random.below(spec_.templates.size())], label);
}

model::TrainingPair TrainingPhotos::pairOf(const Photo& photo, Random& random) const {
  model::TrainingPair pair;
  pair.text = tokenizer_.encode(textFor(photo, random));
  pair.meanings = photo.meanings;
  Box box;
  if (const auto views = teacher_.views(photo.key); views > 0) {
    const auto view = random.below(views);
    box = jitter(teacher_.box(photo.key, view), random);
    pair.teacher = teacher_.vector(photo.key, view);
  } else {
    box = drawBox(photo.picture.width, photo.picture.height, spec_.augmentation, random);
  }
  pair.crop =
      augment(photo.picture.view(), box, spec_.model.transform.size, spec_.augmentation, random);
  return pair;
}

void TrainingPhotos::patchSome(std::vector<model::TrainingPair>& pairs, std::int64_t step) const {
  const auto whole = pairs;
  Random random{spec_.seed, Patch, std::uint64_t(step)};
  for (auto& pair : pairs) {
    if (!random.chance(spec_.augmentation.patch)) continue;
    const auto& other = whole[random.below(whole.size())];
    const auto area = float(patch(pair.crop, other.crop.view(), random));
    mixTeachers(pair.teacher, other.teacher, area);
    std::vector<std::uint64_t> both;
    std::set_union(pair.meanings.begin(), pair.meanings.end(), other.meanings.begin(),
                   other.meanings.end(), std::back_inserter(both));
    pair.meanings = std::move(both);
  }
}

Result<std::vector<model::TrainingPair>> TrainingPhotos::pairs(std::int64_t step, int count) {
  auto captioned = int(std::lround(spec_.captionShare * count));
  if (decks_[Captioned].photos.empty()) captioned = 0;
  if (decks_[Labelled].photos.empty()) captioned = count;
  std::vector<model::TrainingPair> pairs;
  pairs.reserve(std::size_t(count));
  for (int i = 0; i < count; ++i) {
    const bool first = i < captioned;
    const auto kind = first ? Captioned : Labelled;
    const auto place = first ? step * captioned + i : step * (count - captioned) + (i - captioned);
    Random random{spec_.seed, Pair, std::uint64_t(step), std::uint64_t(i)};
    pairs.push_back(pairOf(draw(kind, std::uint64_t(place)), random));
  }
  if (spec_.augmentation.patch > 0) patchSome(pairs, step);
  return pairs;
}

Result<model::TrainingWords> TrainingPhotos::words(std::int64_t step, int count) {
  model::TrainingWords drawn;
  if (words_.words.empty()) return drawn;
  Random random{spec_.seed, Word, std::uint64_t(step)};
  for (int i = 0; i < count; ++i) {
    const auto at = random.below(words_.words.size());
    const auto& sentence = spec_.templates[random.below(spec_.templates.size())];
    drawn.texts.push_back(tokenizer_.encode(promptFor(sentence, words_.words[at])));
    const auto row = words_.vectors.begin() + std::ptrdiff_t(at * words_.dims);
    drawn.vectors.insert(drawn.vectors.end(), row, row + std::ptrdiff_t(words_.dims));
  }
  return drawn;
}

}  // namespace calotype::catalog
