// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/labelled_photos.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "catalog/training/shard_picture.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kBatch = 32;
constexpr std::size_t kLongestName = 4;  // words
constexpr int kLeastNamed = 4;           // photos, for a concept to be one that is spoken of

/// How captions name persons; a guess at sex, age or calling is no more than "person" to us.
constexpr std::array<std::string_view, 30> kPersons = {
    "man",    "men",      "woman",    "women",     "boy",    "boys",    "girl", "girls",
    "child",  "children", "kid",      "kids",      "baby",   "toddler", "lady", "guy",
    "guys",   "player",   "players",  "rider",     "adult",  "adults",  "male", "female",
    "infant", "teen",     "teenager", "gentleman", "couple", "ladies"};

/// What was named in one photo, and in which kind of words.
struct Named {
  std::set<std::int32_t> concepts;
  bool byCaption = false;
};

void addWithBroader(const Vocabulary& vocabulary, std::int32_t index,
                    std::set<std::int32_t>& into) {
  for (; index >= 0; index = vocabulary.concepts()[std::size_t(index)].above) into.insert(index);
}

Named namedIn(const ShardPhoto& photo, const Vocabulary& vocabulary) {
  Named named;
  named.byCaption = photo.labels.empty();
  for (const auto& label : photo.labels)
    addWithBroader(vocabulary, vocabulary.find(label), named.concepts);
  for (const auto& caption : photo.captions)
    for (const auto index : conceptsIn(caption, vocabulary))
      addWithBroader(vocabulary, index, named.concepts);
  return named;
}

/// True for concepts below one of `named` that are not named themselves.
bool isNarrower(const Vocabulary& vocabulary, std::int32_t index,
                const std::set<std::int32_t>& named) {
  for (index = vocabulary.concepts()[std::size_t(index)].above; index >= 0;
       index = vocabulary.concepts()[std::size_t(index)].above)
    if (named.count(index) != 0 && !vocabulary.concepts()[std::size_t(index)].group) return true;
  return false;
}

void judge(const std::vector<Named>& photos, const Vocabulary& vocabulary, LabelledPhotos& out) {
  const std::size_t count = vocabulary.concepts().size();
  std::array<std::vector<int>, 2> named;  // by label, by caption: in how many photos
  for (auto& each : named) each.assign(count, 0);
  for (const auto& photo : photos)
    for (const auto index : photo.concepts)
      ++named[std::size_t(photo.byCaption)][std::size_t(index)];
  const auto occurs = [&](bool byCaption, std::size_t index) {
    return named[std::size_t(byCaption)][index] >= kLeastNamed;
  };
  out.tested.assign(count, false);
  out.truth.assign(photos.size() * count, model::Truth::Unknown);
  for (std::size_t i = 0; i < count; ++i)
    out.tested[i] = !vocabulary.concepts()[i].group && (occurs(false, i) || occurs(true, i));
  for (std::size_t photo = 0; photo < photos.size(); ++photo) {
    const auto& concepts = photos[photo].concepts;
    for (std::size_t i = 0; i < count; ++i) {
      auto& truth = out.truth[photo * count + i];
      if (concepts.count(std::int32_t(i)) != 0)
        truth = model::Truth::Yes;
      else if (occurs(photos[photo].byCaption, i) &&
               !isNarrower(vocabulary, std::int32_t(i), concepts))
        truth = model::Truth::No;
    }
  }
}

}  // namespace

std::vector<std::int32_t> conceptsIn(std::string_view caption, const Vocabulary& vocabulary) {
  std::vector<std::string> words(1);
  for (const char c : caption) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalpha(byte) != 0 || byte >= 0x80 || c == '\'')
      words.back() += char(std::tolower(byte));
    else if (c == '-')
      words.back() += ' ';
    else if (!words.back().empty())
      words.emplace_back();
  }
  std::vector<std::int32_t> found;
  for (std::size_t i = 0; i < words.size();) {
    std::size_t taken = 1;
    for (std::size_t length = std::min(kLongestName, words.size() - i); length > 0; --length) {
      std::string name;
      for (std::size_t j = i; j < i + length; ++j) name += (j > i ? " " : "") + words[j];
      auto index = name.empty() ? -1 : vocabulary.find(name);
      if (index < 0 && std::find(kPersons.begin(), kPersons.end(), name) != kPersons.end())
        index = vocabulary.find("person");
      if (index < 0) continue;
      found.push_back(index);
      taken = length;
      break;
    }
    i += taken;
  }
  return found;
}

Result<LabelledPhotos> readLabelledPhotos(std::span<const fs::path> shards,
                                          const Vocabulary& vocabulary, DecoderPool& decoders,
                                          const model::TransformSpec& transform,
                                          const EncodeImages& encode,
                                          const std::function<void(std::size_t)>& progress) {
  LabelledPhotos all;
  std::vector<Named> named;
  std::vector<Rgb8> crops;
  const auto encodeCrops = [&]() -> Status {
    if (crops.empty()) return {};
    CALOTYPE_TRY(auto vectors, encode(crops));
    std::move(vectors.begin(), vectors.end(), std::back_inserter(all.vectors));
    crops.clear();
    if (progress) progress(all.vectors.size());
    return {};
  };
  const auto use = [&](ShardPhoto photo) -> Status {
    DecodeRequest request;
    request.crop = transform;
    auto decoded = decodeShardPhoto(photo, request, decoders);
    if (!decoded) {
      all.problems.push_back(decoded.error().message);
      return {};
    }
    crops.push_back(std::move(decoded->crop));
    named.push_back(namedIn(photo, vocabulary));
    all.keys.push_back(std::move(photo.key));
    all.sources.push_back(std::move(photo.source));
    return crops.size() == kBatch ? encodeCrops() : Status();
  };
  for (const auto& shard : shards) {
    CALOTYPE_TRY(auto report, readShard(shard, use));
    std::move(report.problems.begin(), report.problems.end(), std::back_inserter(all.problems));
  }
  CALOTYPE_CHECK(encodeCrops());
  judge(named, vocabulary, all);
  return all;
}

}  // namespace calotype::catalog
