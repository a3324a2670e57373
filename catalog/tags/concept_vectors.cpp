// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/tags/concept_vectors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "model/score/vectors.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kPiece = 32;  // sentences encoded at a time
constexpr std::array<char, 8> kMagic = {'C', 'a', 'l', 'o', 'V', 'o', 'c', '1'};

struct Header {
  std::array<char, 8> magic = kMagic;
  Sha256 model{};
  std::uint64_t vocabulary = 0;
  std::uint64_t concepts = 0, dims = 0;
  float logitScale = 0;
  std::uint32_t reserved = 0;
  std::uint64_t checksum = 0;  // XXH3 of what follows
};

/// Adds up the vectors of the sentences that belong together.
class Means {
 public:
  explicit Means(std::size_t count) : sums_(count), counts_(count, 0) {}

  bool add(std::size_t at, std::span<const float> vector) {
    auto& sum = sums_[at];
    if (sum.empty()) sum.assign(vector.size(), 0);
    if (sum.size() != vector.size()) return false;
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += vector[i];
    ++counts_[at];
    return true;
  }
  std::vector<float> mean(std::size_t at) const {
    auto mean = sums_[at];
    for (float& value : mean) value /= float(counts_[at]);
    return mean;
  }

 private:
  std::vector<std::vector<float>> sums_;
  std::vector<int> counts_;
};

}  // namespace

Result<model::ConceptVectors> makeConceptVectors(
    const Vocabulary& vocabulary, float logitScale, const EncodeTexts& encode,
    const std::function<void(std::size_t, std::size_t)>& progress) {
  const auto& concepts = vocabulary.concepts();
  std::vector<std::string> sentences;
  std::vector<std::size_t> owner;
  for (std::size_t i = 0; i < concepts.size(); ++i)
    for (auto& sentence : vocabulary.sentences(concepts[i])) {
      sentences.push_back(std::move(sentence));
      owner.push_back(i);
    }
  for (const auto& sentence : vocabulary.neutral()) {
    sentences.push_back(sentence);
    owner.push_back(concepts.size());
  }
  Means means(concepts.size() + 1);
  for (std::size_t first = 0; first < sentences.size(); first += kPiece) {
    const auto count = std::min(kPiece, sentences.size() - first);
    CALOTYPE_TRY(const auto vectors, encode(std::span(sentences).subspan(first, count)));
    for (std::size_t i = 0; i < count; ++i)
      if (!means.add(owner[first + i], vectors[i]))
        return fail(Code::Internal, "The model gave vectors of different lengths for texts.");
    if (progress) progress(first + count, sentences.size());
  }

  model::ConceptVectors result;
  result.logitScale = logitScale;
  result.neutral = means.mean(concepts.size());
  result.dims = result.neutral.size();
  for (std::size_t i = 0; i < concepts.size(); ++i) {
    auto row = means.mean(i);
    if (!model::normalise(row))
      return fail(Code::Corrupt, "The model gives no usable numbers for \"" +
                                     displayText(concepts[i].english.front()) + "\".");
    result.rows.insert(result.rows.end(), row.begin(), row.end());
    result.above.push_back(concepts[i].above);
  }
  return result;
}

ConceptVectorFile::ConceptVectorFile(const fs::path& cacheFolder, const Sha256& model,
                                     const Vocabulary& vocabulary)
    : model_(model), vocabulary_(vocabulary.hash()) {
  std::uint64_t key = 0;
  std::memcpy(&key, model.data(), sizeof key);
  std::array<char, 64> name{};
  std::snprintf(name.data(), name.size(), "vocabulary-%016llx.bin",
                static_cast<unsigned long long>(key ^ vocabulary_));
  path_ = cacheFolder / name.data();
}

std::optional<model::ConceptVectors> ConceptVectorFile::load(const Vocabulary& vocabulary) const {
  constexpr std::uint64_t kMost = std::uint64_t(1) << 30;
  const auto bytes = readFile(path_, kMost);
  Header header;
  if (!bytes || bytes->size() < sizeof header) return std::nullopt;
  std::memcpy(&header, bytes->data(), sizeof header);
  const auto body = std::as_bytes(std::span(*bytes)).subspan(sizeof header);
  if (header.magic != kMagic || header.model != model_ || header.vocabulary != vocabulary_ ||
      header.concepts != vocabulary.concepts().size() || header.dims == 0 || header.dims > 65'536 ||
      body.size() != (header.concepts + 1) * header.dims * sizeof(float) ||
      header.checksum != xxh3(body) || !std::isfinite(header.logitScale))
    return std::nullopt;
  model::ConceptVectors vectors;
  vectors.dims = header.dims;
  vectors.logitScale = header.logitScale;
  vectors.rows.resize(header.concepts * header.dims);
  vectors.neutral.resize(header.dims);
  std::memcpy(vectors.rows.data(), body.data(), vectors.rows.size() * sizeof(float));
  std::memcpy(vectors.neutral.data(), body.data() + vectors.rows.size() * sizeof(float),
              vectors.neutral.size() * sizeof(float));
  for (const auto& one : vocabulary.concepts()) vectors.above.push_back(one.above);
  return vectors;
}

Status ConceptVectorFile::save(const model::ConceptVectors& vectors) const {
  std::string body(reinterpret_cast<const char*>(vectors.rows.data()),
                   vectors.rows.size() * sizeof(float));
  body.append(reinterpret_cast<const char*>(vectors.neutral.data()),
              vectors.neutral.size() * sizeof(float));
  Header header;
  header.model = model_;
  header.vocabulary = vocabulary_;
  header.concepts = vectors.count();
  header.dims = vectors.dims;
  header.logitScale = vectors.logitScale;
  header.checksum = xxh3(std::as_bytes(std::span(body)));
  std::string file(reinterpret_cast<const char*>(&header), sizeof header);
  file += body;
  return writeFileAtomically(path_, std::as_bytes(std::span(file)));
}

}  // namespace calotype::catalog
