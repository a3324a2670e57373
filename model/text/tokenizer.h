// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/files/model_spec.h"

namespace calotype::model {

/// ids: as many as the model's context. CLIP's: start token, the text's, end token, zeros; end: the
/// position of the (first) end token, where the text tower pools. SigLIP's: the text's, end token,
/// padding; end: the last position, for there the tower pools.
struct Tokens {
  std::vector<std::int64_t> ids;
  std::size_t end = 0;
};

/// Texts as the model was taught to read them. CLIP's byte-level BPE, exact to the original:
/// whitespace cleaned, HTML entities unescaped twice, lower case. SigLIP's SentencePiece: lower
/// case, for the first SigLIP without punctuation. Cut at the context with the end token kept.
/// Immutable; any thread.
class Tokenizer {
 public:
  /// From the vocabulary that the spec names. Unsupported when the model has none.
  static Result<Tokenizer> open(const ModelSpec& spec);

  Tokens encode(std::string_view utf8) const;

 private:
  struct Tables;
  struct PairTables;
  struct PieceTables;
  explicit Tokenizer(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}
  std::shared_ptr<const Tables> tables_;
};

}  // namespace calotype::model
