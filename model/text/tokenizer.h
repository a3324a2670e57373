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

/// ids: start token, the text's, end token, zeros up to the model's context. end: position of the
/// (first) end token, where the text tower pools.
struct Tokens {
  std::vector<std::int64_t> ids;
  std::size_t end = 0;
};

/// CLIP's byte-level BPE, exact to the original: whitespace cleaned, HTML entities unescaped twice,
/// lower case, cut at the context with the end token kept. Immutable; any thread.
class Tokenizer {
 public:
  /// From vocab.json + merges.txt, merges.txt alone, or tokenizer.json. Unsupported when the model
  /// has no vocabulary.
  static Result<Tokenizer> open(const ModelSpec& spec);

  Tokens encode(std::string_view utf8) const;

 private:
  struct Tables;
  explicit Tokenizer(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}
  std::shared_ptr<const Tables> tables_;
};

}  // namespace calotype::model
