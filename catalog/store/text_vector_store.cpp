// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/text_vector_store.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace calotype::catalog {

Result<std::optional<std::vector<float>>> TextVectorStore::find(std::string_view text,
                                                                ModelId model,
                                                                std::int64_t prompts) const {
  CALOTYPE_TRY(auto row, database_.query("SELECT vector, dims FROM text_vector"
                                         " JOIN model ON model.id = model_id"
                                         " WHERE text = ?1 AND model_id = ?2 AND prompts = ?3",
                                         text, model, prompts));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return std::optional<std::vector<float>>();
  const auto blob = row.blob(0);
  std::vector<float> vector(std::size_t(row.integer(1)));
  if (blob.size() != vector.size() * sizeof(float)) return std::optional<std::vector<float>>();
  std::memcpy(vector.data(), blob.data(), blob.size());
  const bool sound =
      std::all_of(vector.begin(), vector.end(), [](float value) { return std::isfinite(value); });
  return sound ? std::optional(std::move(vector)) : std::nullopt;
}

Status TextVectorStore::put(WriteToken& token, std::string_view text, ModelId model,
                            std::int64_t prompts, std::span<const float> vector,
                            std::int64_t nowMs) {
  const Database& database = token.database();
  CALOTYPE_CHECK(
      database.run("INSERT INTO text_vector (text, model_id, prompts, vector, used_ms) VALUES (?1, "
                   "?2, ?3, ?4, ?5)"
                   " ON CONFLICT (text, model_id, prompts) DO UPDATE SET vector = excluded.vector,"
                   " used_ms = excluded.used_ms",
                   text, model, prompts, vector, nowMs));
  return database.run(
      "DELETE FROM text_vector WHERE rowid NOT IN"
      " (SELECT rowid FROM text_vector ORDER BY used_ms DESC, rowid DESC LIMIT ?1)",
      kKept);
}

}  // namespace calotype::catalog
