// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/index/index_file.h"
#include "catalog/store/writer.h"

namespace calotype::catalog {

/// The vectors, of unit length, of words that were searched for before: they are found again
/// without the model. Any thread.
class KnownWords {
 public:
  /// As it was added, or as the catalog has it. None when the words are new, or the catalog cannot
  /// say.
  std::optional<std::vector<float>> find(const Database& database, const IndexIdentity& model,
                                         std::string_view words);
  void add(const IndexIdentity& model, std::string_view words, std::vector<float> vector);

  /// Keeps what was added or found. For the end: after each change of the catalog searches read its
  /// rows anew. A model whose vectors are not in the catalog keeps none.
  Status save(WriteToken& token);

 private:
  std::mutex mutex_;
  std::map<std::pair<Sha256, std::string>, std::vector<float>> used_;  // by model and key
};

}  // namespace calotype::catalog
