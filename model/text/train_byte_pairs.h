// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/files.h"
#include "model/text/byte_pairs.h"

namespace calotype::model {

/// Counts the pieces of texts (splitText) and learns which symbols to merge: again and again the
/// most frequent pair of neighbours, the first in order among equals (Sennrich et al. 2016,
/// algorithm 1), over bytes, with CLIP's mark for a word's end.
class BytePairTrainer {
 public:
  void add(std::string_view text);

  /// The merges of a vocabulary of `size` entries (bytes, bytes at a word's end, start and end
  /// token are entries too), or of a smaller one when no pair occurs twice any more. Symbols are
  /// written as in vocabulary files.
  std::vector<BytePairs::Pair> merges(int size) const;

 private:
  std::map<std::string, std::int64_t> pieces_;
};

/// Writes FOLDER/merges.txt and FOLDER/vocab.json, with ids in CLIP's order. Gives the number of
/// entries.
Result<std::size_t> writeVocabulary(const fs::path& folder,
                                    const std::vector<BytePairs::Pair>& merges);

}  // namespace calotype::model
