// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/known_words.h"

#include <chrono>

#include "catalog/store/embedding_store.h"
#include "catalog/store/text_vector_store.h"
#include "model/text/clean.h"

namespace calotype::catalog {

namespace {

constexpr std::int64_t kAlone = 0;  // the words as they are, without sentences around them

/// No model tells apart what differs by this alone.
std::string keyOf(std::string_view words) {
  return model::lowerText(words, true);
}

Result<std::optional<std::vector<float>>> find(const Database& database, const IndexIdentity& model,
                                               std::string_view words) {
  CALOTYPE_TRY(const auto row, EmbeddingStore(database).findModel(model.model));
  if (!row) return std::optional<std::vector<float>>();
  return TextVectorStore(database).find(keyOf(words), row->id, kAlone);
}

}  // namespace

std::optional<std::vector<float>> vectorOfKnownWords(const Database& database,
                                                     const IndexIdentity& model,
                                                     std::string_view words) {
  auto found = find(database, model, words);
  if (!found || !*found || (*found)->size() != model.dims) return std::nullopt;
  return std::move(*found);
}

Status keepVectorOfWords(WriteToken& token, const IndexIdentity& model, std::string_view words,
                         std::span<const float> vector) {
  CALOTYPE_TRY(const auto row, EmbeddingStore(token.database()).findModel(model.model));
  if (!row) return {};
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  return TextVectorStore(token.database())
      .put(token, keyOf(words), row->id, kAlone, vector, now.count());
}

}  // namespace calotype::catalog
