// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "model/base/result.h"
#include "model/encoder.h"
#include "model/files/precision_record.h"

namespace calotype::model {

/// Does a model keep its quality in a faster arithmetic? Two of its encoders see the same photos
/// and sentences, and what they make of them is compared. On the encoders' thread.
class PrecisionTrial {
 public:
  static constexpr std::size_t kPhotos = 512, kSentences = 200;

  /// sentences: such as people search for; of more than kSentences some are taken, evenly. None:
  /// the model cannot read.
  PrecisionTrial(std::unique_ptr<Encoder> candidate, std::span<const Tokens> sentences);

  /// crops: photos that `reference` has just made `vectors` of. The candidate sees them too, and
  /// both see as large a part of the sentences. A photo with numbers that are no good is left out.
  Status see(std::span<const Rgb8> crops, const Embeddings& vectors, Encoder& reference);

  /// Both have seen all that they are to see.
  bool isDone() const;
  PrecisionCheck judge() const;
  /// As Encoder::rest.
  void rest() { candidate_->rest(); }
  std::unique_ptr<Encoder> takeCandidate() { return std::move(candidate_); }

 private:
  Status seeSentences(std::size_t upTo, Encoder& reference);

  std::unique_ptr<Encoder> candidate_;
  std::vector<Tokens> sentences_;
  TowerRows reference_, faster_;
  std::size_t sentencesSeen_ = 0;
};

}  // namespace calotype::model
