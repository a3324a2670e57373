// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/precision_trial.h"

#include <algorithm>
#include <utility>

#include "model/score/vectors.h"

namespace calotype::model {

namespace {

/// Adds the rows that both have, at unit length.
Status addPairs(const Embeddings& one, const Embeddings& other, UnitRows& ones, UnitRows& others) {
  if (one.dims != other.dims || one.count() != other.count())
    return fail(Code::Internal, "the faster arithmetic gave vectors of another shape");
  ones.dims = others.dims = one.dims;
  for (std::size_t i = 0; i < one.count(); ++i) {
    std::vector<float> a(one.row(i).begin(), one.row(i).end());
    std::vector<float> b(other.row(i).begin(), other.row(i).end());
    if (!normalise(a)) continue;
    if (!normalise(b)) return fail(Code::Corrupt, "the faster arithmetic gave no usable numbers");
    ones.values.insert(ones.values.end(), a.begin(), a.end());
    others.values.insert(others.values.end(), b.begin(), b.end());
  }
  return {};
}

}  // namespace

PrecisionTrial::PrecisionTrial(std::unique_ptr<Encoder> candidate,
                               std::span<const Tokens> sentences)
    : candidate_(std::move(candidate)) {
  const auto count = std::min(sentences.size(), kSentences);
  for (std::size_t i = 0; i < count; ++i)
    sentences_.push_back(sentences[i * sentences.size() / count]);
}

Status PrecisionTrial::see(std::span<const Rgb8> crops, const Embeddings& vectors,
                           Encoder& reference) {
  CALOTYPE_TRY(const auto faster, candidate_->images(crops));
  CALOTYPE_CHECK(addPairs(vectors, faster, reference_.photos, faster_.photos));
  const auto seen = std::min(reference_.photos.count(), kPhotos);
  return seeSentences(sentences_.size() * seen / kPhotos, reference);
}

Status PrecisionTrial::seeSentences(std::size_t upTo, Encoder& reference) {
  if (upTo <= sentencesSeen_) return {};
  const auto some = std::span(sentences_).subspan(sentencesSeen_, upTo - sentencesSeen_);
  CALOTYPE_TRY(const auto slow, reference.texts(some));
  CALOTYPE_TRY(const auto fast, candidate_->texts(some));
  sentencesSeen_ = upTo;
  return addPairs(slow, fast, reference_.sentences, faster_.sentences);
}

bool PrecisionTrial::isDone() const {
  return reference_.photos.count() >= kPhotos && sentencesSeen_ == sentences_.size();
}

PrecisionCheck PrecisionTrial::judge() const {
  return {candidate_->device().arithmetic, agreementOf(reference_, faster_)};
}

}  // namespace calotype::model
