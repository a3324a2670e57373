// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/evaluation.h"

#include <algorithm>
#include <array>
#include <set>

#include "catalog/training/shard.h"
#include "catalog/training/shard_picture.h"
#include "model/files/json.h"
#include "model/score/vectors.h"
#include "model/text/tokenizer.h"

namespace calotype::catalog {

namespace {

using model::Embeddings;
using model::UnitRows;
using Photo = EvaluationPhotos::Photo;

constexpr std::size_t kBatch = 64;
/// Sentences around a label; their vectors' mean is the concept's (Radford et al. 2021, 3.1.4).
constexpr std::array<std::string_view, 3> kSentences = {"a photo of a ", "a picture of the ", ""};

void append(Embeddings rows, UnitRows& all) {
  all.dims = rows.dims;
  for (std::size_t i = 0; i < rows.count(); ++i)
    model::normalise(std::span(rows.rows).subspan(i * rows.dims, rows.dims));
  all.values.insert(all.values.end(), rows.rows.begin(), rows.rows.end());
}

Result<UnitRows> textRows(model::Encoder& encoder, const model::Tokenizer& tokenizer,
                          std::span<const std::string> texts) {
  UnitRows rows;
  for (std::size_t first = 0; first < texts.size(); first += kBatch) {
    std::vector<model::Tokens> tokens;
    for (const auto& text : texts.subspan(first, std::min(kBatch, texts.size() - first)))
      tokens.push_back(tokenizer.encode(text));
    CALOTYPE_TRY(auto encoded, encoder.texts(tokens));
    append(std::move(encoded), rows);
  }
  return rows;
}

Result<UnitRows> photoRows(model::Encoder& encoder, std::span<const Photo* const> photos) {
  UnitRows rows;
  for (std::size_t first = 0; first < photos.size(); first += kBatch) {
    std::vector<Rgb8> crops;
    for (const auto* photo : photos.subspan(first, std::min(kBatch, photos.size() - first)))
      crops.push_back(photo->crop);
    CALOTYPE_TRY(auto encoded, encoder.images(crops));
    append(std::move(encoded), rows);
  }
  return rows;
}

Status evaluateCaptions(model::Encoder& encoder, const model::Tokenizer& tokenizer,
                        const EvaluationPhotos& all, Evaluation& result) {
  std::vector<const Photo*> photos;
  std::vector<std::string> texts;
  std::vector<std::vector<std::size_t>> photoOf, captionsOf;
  for (const auto& photo : all.photos) {
    if (photo.captions.empty()) continue;
    captionsOf.emplace_back();
    for (const auto& caption : photo.captions) {
      captionsOf.back().push_back(texts.size());
      photoOf.push_back({photos.size()});
      texts.push_back(caption);
    }
    photos.push_back(&photo);
  }
  if (photos.empty()) return {};
  CALOTYPE_TRY(const auto images, photoRows(encoder, photos));
  CALOTYPE_TRY(const auto captions, textRows(encoder, tokenizer, texts));
  result.captionedPhotos = photos.size();
  result.captions = texts.size();
  result.photosByCaption = model::recallOf(model::ranksOf(captions, images, photoOf));
  result.captionsByPhoto = model::recallOf(model::ranksOf(images, captions, captionsOf));
  return {};
}

Result<UnitRows> conceptRows(model::Encoder& encoder, const model::Tokenizer& tokenizer,
                             const std::vector<std::string>& concepts) {
  UnitRows sum;
  for (const auto sentence : kSentences) {
    std::vector<std::string> texts;
    texts.reserve(concepts.size());
    for (const auto& name : concepts) texts.push_back(std::string(sentence) + name);
    CALOTYPE_TRY(auto rows, textRows(encoder, tokenizer, texts));
    sum.dims = rows.dims;
    sum.values.resize(rows.values.size());
    for (std::size_t i = 0; i < rows.values.size(); ++i) sum.values[i] += rows.values[i];
  }
  for (std::size_t i = 0; i < concepts.size(); ++i)
    model::normalise(std::span(sum.values).subspan(i * sum.dims, sum.dims));
  return sum;
}

Status evaluateLabels(model::Encoder& encoder, const model::Tokenizer& tokenizer,
                      const EvaluationPhotos& all, std::vector<std::string> concepts,
                      Evaluation& result) {
  if (concepts.empty()) {
    std::set<std::string> labels;
    for (const auto& photo : all.photos) labels.insert(photo.labels.begin(), photo.labels.end());
    concepts.assign(labels.begin(), labels.end());
  }
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < concepts.size(); ++i) place[concepts[i]] = i;
  std::vector<const Photo*> photos;
  std::vector<std::vector<std::size_t>> right;
  for (const auto& photo : all.photos) {
    std::vector<std::size_t> known;
    for (const auto& label : photo.labels)
      if (const auto found = place.find(label); found != place.end())
        known.push_back(found->second);
    if (known.empty()) continue;
    photos.push_back(&photo);
    right.push_back(std::move(known));
  }
  if (photos.empty()) return {};
  CALOTYPE_TRY(const auto images, photoRows(encoder, photos));
  CALOTYPE_TRY(const auto names, conceptRows(encoder, tokenizer, concepts));
  const auto ranks = model::ranksOf(images, names, right);
  ZeroShot zeroShot{
      concepts.size(), photos.size(), model::partAtMost(ranks, 1), model::partAtMost(ranks, 5), {}};
  std::map<std::string, std::vector<std::int64_t>> bySource;
  for (std::size_t i = 0; i < photos.size(); ++i) bySource[photos[i]->source].push_back(ranks[i]);
  for (const auto& [source, some] : bySource)
    zeroShot.bySource[source] = {model::partAtMost(some, 1), model::partAtMost(some, 5)};
  result.zeroShot = std::move(zeroShot);
  return {};
}

}  // namespace

Result<EvaluationPhotos> readEvaluationPhotos(std::span<const fs::path> shards,
                                              DecoderPool& decoders,
                                              const model::TransformSpec& transform) {
  EvaluationPhotos all;
  DecodeRequest request;
  request.crop = transform;
  const auto use = [&](ShardPhoto photo) -> Status {
    auto decoded = decodeShardPhoto(photo, request, decoders);
    if (!decoded) {
      all.problems.push_back(decoded.error().message);
      return {};
    }
    all.photos.push_back({std::move(decoded->crop), std::move(photo.labels),
                          std::move(photo.captions), std::move(photo.source)});
    return {};
  };
  for (const auto& shard : shards) {
    CALOTYPE_TRY(auto report, readShard(shard, use));
    std::move(report.problems.begin(), report.problems.end(), std::back_inserter(all.problems));
  }
  return all;
}

Result<Evaluation> evaluate(model::Encoder& encoder, const EvaluationPhotos& photos,
                            const std::vector<std::string>& concepts) {
  CALOTYPE_TRY(const auto tokenizer, model::Tokenizer::open(encoder.spec()));
  Evaluation result;
  CALOTYPE_CHECK(evaluateCaptions(encoder, tokenizer, photos, result));
  CALOTYPE_CHECK(evaluateLabels(encoder, tokenizer, photos, concepts, result));
  return result;
}

Result<std::vector<std::string>> readConcepts(const fs::path& file, int least) {
  CALOTYPE_TRY(const auto json, model::readJson(file));
  if (!json.is_object())
    return fail(Code::Corrupt, displayPath(file) + ": is no object of labels and counts.");
  std::vector<std::string> concepts;
  for (const auto& [label, value] : json.items()) {
    const auto& count = value.is_object() && value.contains("train") ? value["train"] : value;
    if (count.is_number_integer() && count.get<std::int64_t>() >= least) concepts.push_back(label);
  }
  return concepts;
}

}  // namespace calotype::catalog
