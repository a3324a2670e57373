// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/evaluation.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <set>
#include <sstream>

#include "catalog/training/prompts.h"
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
constexpr std::size_t kLeastCaptions = 20;  // of a slice: fewer say nothing

/// Whom captions name, by guess: a model that serves some of them worse is to be seen.
struct Group {
  const char* name;
  std::array<std::string_view, 10> words;
};
constexpr Group kGroups[] = {
    {"women and girls", {"woman", "women", "girl", "girls", "lady", "ladies", "female"}},
    {"men and boys", {"man", "men", "boy", "boys", "guy", "guys", "male"}},
    {"children",
     {"child", "children", "kid", "kids", "baby", "toddler", "boy", "boys", "girl", "girls"}},
    // Not "black" and "white", which are said of dogs and shirts.
    {"people of a named origin",
     {"asian", "african", "indian", "hispanic", "chinese", "japanese", "arab", "european"}},
};

bool names(const Group& group, std::string_view caption) {
  const auto inWord = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; };
  std::string word;
  for (std::size_t i = 0; i <= caption.size(); ++i) {
    if (i < caption.size() && inWord(caption[i])) {
      word += char(std::tolower(static_cast<unsigned char>(caption[i])));
    } else {
      if (!word.empty() &&
          std::find(group.words.begin(), group.words.end(), word) != group.words.end())
        return true;
      word.clear();
    }
  }
  return false;
}

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
  const auto ranks = model::ranksOf(captions, images, photoOf);
  result.photosByCaption = model::recallOf(ranks);
  for (const auto& group : kGroups) {
    std::vector<std::int64_t> some;
    for (std::size_t i = 0; i < texts.size(); ++i)
      if (names(group, texts[i])) some.push_back(ranks[i]);
    if (some.size() >= kLeastCaptions) result.slices.push_back({group.name, model::recallOf(some)});
  }
  result.captionsByPhoto = model::recallOf(model::ranksOf(images, captions, captionsOf));
  return {};
}

/// Of each class the mean of its sentences.
Result<UnitRows> classRows(model::Encoder& encoder, const model::Tokenizer& tokenizer,
                           const std::vector<std::string>& classes, std::size_t sentences) {
  UnitRows sum;
  for (const auto sentence : prompts().first(std::min(sentences, prompts().size()))) {
    std::vector<std::string> texts;
    texts.reserve(classes.size());
    for (const auto& name : classes) texts.push_back(promptFor(sentence, name));
    CALOTYPE_TRY(auto rows, textRows(encoder, tokenizer, texts));
    sum.dims = rows.dims;
    sum.values.resize(rows.values.size());
    for (std::size_t i = 0; i < rows.values.size(); ++i) sum.values[i] += rows.values[i];
  }
  for (std::size_t i = 0; i < classes.size(); ++i)
    model::normalise(std::span(sum.values).subspan(i * sum.dims, sum.dims));
  return sum;
}

std::vector<std::string> allLabels(const EvaluationPhotos& all) {
  std::set<std::string> labels;
  for (const auto& photo : all.photos) labels.insert(photo.labels.begin(), photo.labels.end());
  return {labels.begin(), labels.end()};
}

/// Photos with labels among the classes, and which.
struct Labelled {
  std::vector<const Photo*> photos;
  std::vector<std::vector<std::size_t>> right;
};

Labelled labelledAmong(const EvaluationPhotos& all, const std::vector<std::string>& classes) {
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < classes.size(); ++i) place[classes[i]] = i;
  Labelled labelled;
  for (const auto& photo : all.photos) {
    std::vector<std::size_t> known;
    for (const auto& label : photo.labels)
      if (const auto found = place.find(label); found != place.end())
        known.push_back(found->second);
    if (known.empty()) continue;
    labelled.photos.push_back(&photo);
    labelled.right.push_back(std::move(known));
  }
  return labelled;
}

double calibrationErrorOf(const UnitRows& images, const UnitRows& classes,
                          std::span<const std::int64_t> ranks, double scale) {
  std::vector<double> probabilities;
  std::vector<bool> right;
  for (std::size_t i = 0; i < images.count(); ++i) {
    std::vector<double> logits(classes.count());
    for (std::size_t c = 0; c < logits.size(); ++c)
      logits[c] = scale * double(model::dot(images.row(i), classes.row(c)));
    const double most = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const double logit : logits) sum += std::exp(logit - most);
    probabilities.push_back(1 / sum);
    right.push_back(ranks[i] == 1);
  }
  return model::expectedCalibrationError(probabilities, right);
}

/// A photo's other labels do not stand before the one that is asked for.
std::vector<ZeroShot::Class> countClasses(const std::vector<std::string>& names,
                                          const UnitRows& images, const UnitRows& rows,
                                          const Labelled& labelled) {
  std::vector<ZeroShot::Class> classes(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) classes[i].name = names[i];
  const auto ranks = model::ranksOfEach(images, rows, labelled.right);
  auto rank = ranks.begin();
  for (const auto& own : labelled.right)
    for (const auto label : own) {
      ++classes[label].photos;
      classes[label].top1 += *rank <= 1 ? 1 : 0;
      classes[label].top5 += *rank <= 5 ? 1 : 0;
      ++rank;
    }
  std::erase_if(classes, [](const auto& one) { return one.photos == 0; });
  return classes;
}

Status evaluateLabels(model::Encoder& encoder, const model::Tokenizer& tokenizer,
                      const EvaluationPhotos& all, const EvaluationOptions& options,
                      Evaluation& result) {
  const auto classes = options.classes.empty() ? allLabels(all) : options.classes;
  const auto labelled = labelledAmong(all, classes);
  if (labelled.photos.empty()) return {};
  CALOTYPE_TRY(const auto images, photoRows(encoder, labelled.photos));
  CALOTYPE_TRY(const auto rows,
               classRows(encoder, tokenizer, classes, std::size_t(options.prompts)));
  const auto ranks = model::ranksOf(images, rows, labelled.right);
  ZeroShot zeroShot;
  zeroShot.classes = classes.size();
  zeroShot.photos = labelled.photos.size();
  zeroShot.prompts = std::size_t(options.prompts);
  zeroShot.top1 = model::partAtMost(ranks, 1);
  zeroShot.top5 = model::partAtMost(ranks, 5);
  zeroShot.expectedCalibrationError =
      calibrationErrorOf(images, rows, ranks, double(encoder.logitScale()));
  std::map<std::string, std::vector<std::int64_t>> bySource;
  for (std::size_t i = 0; i < ranks.size(); ++i)
    bySource[labelled.photos[i]->source].push_back(ranks[i]);
  for (const auto& [source, some] : bySource)
    zeroShot.bySource[source] = {model::partAtMost(some, 1), model::partAtMost(some, 5)};
  zeroShot.byClass = countClasses(classes, images, rows, labelled);
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
                            const EvaluationOptions& options) {
  CALOTYPE_TRY(const auto tokenizer, model::Tokenizer::open(encoder.spec()));
  Evaluation result;
  result.photos = photos.photos.size();
  CALOTYPE_CHECK(evaluateCaptions(encoder, tokenizer, photos, result));
  CALOTYPE_CHECK(evaluateLabels(encoder, tokenizer, photos, options, result));
  return result;
}

Result<std::vector<std::string>> readClasses(const fs::path& file) {
  static constexpr std::size_t kMostBytes = 16 << 20;
  CALOTYPE_TRY(const auto text, readFile(file, kMostBytes));
  std::vector<std::string> classes;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())) != 0)
      line.pop_back();
    if (!line.empty() && std::find(classes.begin(), classes.end(), line) == classes.end())
      classes.push_back(line);
  }
  if (classes.empty())
    return fail(Code::InvalidArgument, displayPath(file) + ": names no class. Write one a line.");
  return classes;
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
