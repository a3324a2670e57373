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

Result<std::optional<std::vector<float>>> read(const Database& database, const Sha256& model,
                                               const std::string& key) {
  CALOTYPE_TRY(const auto row, EmbeddingStore(database).findModel(model));
  if (!row) return std::optional<std::vector<float>>();
  return TextVectorStore(database).find(key, row->id, kAlone);
}

}  // namespace

std::optional<std::vector<float>> KnownWords::find(const Database& database,
                                                   const IndexIdentity& model,
                                                   std::string_view words) {
  const auto key = keyOf(words);
  {
    const std::scoped_lock lock(mutex_);
    if (const auto used = used_.find({model.model, key}); used != used_.end()) return used->second;
  }
  auto found = read(database, model.model, key);
  if (!found || !*found || (*found)->size() != model.dims) return std::nullopt;
  add(model, words, **found);
  return std::move(*found);
}

void KnownWords::add(const IndexIdentity& model, std::string_view words,
                     std::vector<float> vector) {
  const std::scoped_lock lock(mutex_);
  if (used_.size() < std::size_t(TextVectorStore::kKept))
    used_.insert_or_assign({model.model, keyOf(words)}, std::move(vector));
}

Status KnownWords::save(WriteToken& token) {
  const std::scoped_lock lock(mutex_);
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::system_clock::now().time_since_epoch());
  for (const auto& [key, vector] : used_) {
    CALOTYPE_TRY(const auto row, EmbeddingStore(token.database()).findModel(key.first));
    if (row)
      CALOTYPE_CHECK(TextVectorStore(token.database())
                         .put(token, key.second, row->id, kAlone, vector, now.count()));
  }
  return {};
}

}  // namespace calotype::catalog
