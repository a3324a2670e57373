// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/embedding_store.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace calotype::catalog {

static_assert(std::endian::native == std::endian::little, "vectors are stored little-endian");

namespace {

bool isFinite(Half half) {
  return (static_cast<std::uint16_t>(half) & 0x7c00u) != 0x7c00u;
}

/// The vector of a blob, if it has `dims` finite values.
bool readVector(std::span<const std::byte> blob, std::span<Half> into) {
  if (blob.size() != into.size_bytes()) return false;
  std::memcpy(into.data(), blob.data(), blob.size());
  return std::all_of(into.begin(), into.end(), isFinite);
}

/// Within what rounding to binary16 can do to it.
bool hasUnitLength(std::span<const Half> vector) {
  double square = 0;
  for (const Half value : vector) square += double(toFloat(value)) * double(toFloat(value));
  return std::abs(square - 1) < 0.01;
}

Result<std::size_t> dimsOf(const Database& database, ModelId model) {
  CALOTYPE_TRY(const auto dims, database.value("SELECT dims FROM model WHERE id = ?1", model));
  if (!dims) return fail(Code::NotFound, "The catalog does not know this model.");
  return std::size_t(*dims);
}

/// ?1: model, ?2: transform.
std::string seenByOthers() {
  return " FROM embedding AS other WHERE (model_id <> ?1 OR transform <> ?2)";
}

/// Of those, the ones that lack a vector and can get one: some file is there, or on a disk that is
/// not plugged in just now.
std::string seenByOthersOnly() {
  return seenByOthers() +
         " AND NOT EXISTS (SELECT 1 FROM embedding WHERE model_id = ?1 AND transform = ?2"
         " AND photo_id = other.photo_id)"
         " AND EXISTS (SELECT 1 FROM file WHERE photo_id = other.photo_id AND state = 'present'"
         " AND NOT EXISTS (SELECT 1 FROM failure WHERE file_id = file.id"
         " AND NOT (step = 'open' AND code = '" +
         std::string(codeName(Code::NotFound)) + "')))";
}

}  // namespace

Result<ModelId> EmbeddingStore::addModelOnce(WriteToken& token, const Sha256& weights,
                                             const std::string& name, std::size_t dims) {
  const Database& database = token.database();
  CALOTYPE_TRY(const auto known, EmbeddingStore(database).findModel(weights));
  if (known && known->dims != dims)
    return fail(Code::Corrupt, "The catalog knows this model with another number of dimensions (" +
                                   std::to_string(known->dims) + ", not " + std::to_string(dims) +
                                   ").");
  if (known) return known->id;
  CALOTYPE_CHECK(database.run("INSERT INTO model (name, weights_sha256, dims) VALUES (?1, ?2, ?3)",
                              name, toHex(weights), dims));
  return ModelId{database.lastInsertedRow()};
}

Result<std::optional<ModelRow>> EmbeddingStore::findModel(const Sha256& weights) const {
  CALOTYPE_TRY(auto row,
               database_.query("SELECT id, name, dims FROM model WHERE weights_sha256 = ?1",
                               toHex(weights)));
  CALOTYPE_TRY(const bool there, row.step());
  if (!there) return std::optional<ModelRow>();
  return std::optional(
      ModelRow{row.id<ModelId>(0), std::string(row.text(1)), std::size_t(row.integer(2))});
}

Status EmbeddingStore::put(WriteToken& token, PhotoId photo, ModelId model, std::uint32_t transform,
                           std::span<const Half> vector) {
  CALOTYPE_TRY(const auto dims, dimsOf(token.database(), model));
  if (vector.size() != dims || !std::all_of(vector.begin(), vector.end(), isFinite))
    return fail(Code::InvalidArgument, "The vector is not one of this model's.");
  return token.database().run(
      "INSERT INTO embedding (photo_id, model_id, transform, vector) VALUES (?1, ?2, ?3, ?4)"
      " ON CONFLICT (model_id, transform, photo_id) DO UPDATE SET vector = excluded.vector",
      photo, model, transform, vector);
}

Result<std::vector<PhotoId>> EmbeddingStore::readAll(ModelId model, std::uint32_t transform,
                                                     const TakeVectors& take,
                                                     std::stop_token stop) const {
  constexpr std::size_t kAtOnce = 1024;
  CALOTYPE_TRY(const auto dims, dimsOf(database_, model));
  // By way of the index every row would cost a search, and a cold disk a seek.
  CALOTYPE_TRY(auto rows, database_.query("SELECT photo_id, vector FROM embedding NOT INDEXED"
                                          " WHERE model_id = ?1 AND transform = ?2",
                                          model, transform));
  std::vector<PhotoId> ids, damaged;
  std::vector<Half> vectors(kAtOnce * dims);
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row || ids.size() == kAtOnce) {
      take(ids, std::span(vectors).first(ids.size() * dims));
      ids.clear();
      if (!row) return damaged;
      if (stop.stop_requested()) return fail(Code::Cancelled, "loading the vectors was stopped");
    }
    const auto blob = rows.blob(1);
    const auto into = std::span(vectors).subspan(ids.size() * dims, dims);
    if (blob.size() != into.size_bytes()) {
      damaged.push_back(rows.id<PhotoId>(0));
      continue;
    }
    std::memcpy(into.data(), blob.data(), blob.size());
    ids.push_back(rows.id<PhotoId>(0));
  }
}

Result<std::optional<std::vector<Half>>> EmbeddingStore::find(PhotoId photo, ModelId model,
                                                              std::uint32_t transform) const {
  CALOTYPE_TRY(const auto dims, dimsOf(database_, model));
  CALOTYPE_TRY(auto row, database_.query("SELECT vector FROM embedding WHERE photo_id = ?1"
                                         " AND model_id = ?2 AND transform = ?3",
                                         photo, model, transform));
  CALOTYPE_TRY(const bool there, row.step());
  std::vector<Half> vector(dims);
  if (!there || !readVector(row.blob(0), vector)) return std::optional<std::vector<Half>>();
  return std::optional(std::move(vector));
}

Result<VectorCheck> EmbeddingStore::check() const {
  CALOTYPE_TRY(auto rows, database_.query("SELECT vector, dims FROM embedding"
                                          " JOIN model ON model.id = model_id"));
  VectorCheck check;
  std::vector<Half> vector;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return check;
    vector.resize(std::size_t(rows.integer(1)));
    ++check.all;
    if (!readVector(rows.blob(0), vector) || !hasUnitLength(vector)) ++check.damaged;
  }
}

Result<std::int64_t> EmbeddingStore::count(ModelId model, std::uint32_t transform) const {
  CALOTYPE_TRY(const auto rows, database_.value("SELECT count(*) FROM embedding WHERE model_id = ?1"
                                                " AND transform = ?2",
                                                model, transform));
  return rows.value_or(0);
}

Result<Coverage> EmbeddingStore::coverage(ModelId model, std::uint32_t transform) const {
  CALOTYPE_TRY(
      const auto left,
      database_.value("SELECT count(DISTINCT photo_id)" + seenByOthersOnly(), model, transform));
  CALOTYPE_TRY(const auto seen,
               database_.value("SELECT count(DISTINCT photo_id)" + seenByOthers() +
                                   " AND EXISTS (SELECT 1 FROM embedding WHERE model_id = ?1 AND"
                                   " transform = ?2 AND photo_id = other.photo_id)",
                               model, transform));
  return Coverage{seen.value_or(0), seen.value_or(0) + left.value_or(0)};
}

Result<bool> EmbeddingStore::isWhole(ModelId model, std::uint32_t transform) const {
  CALOTYPE_TRY(const auto left,
               database_.value("SELECT 1" + seenByOthersOnly() + " LIMIT 1", model, transform));
  return !left.has_value();
}

Result<bool> EmbeddingStore::any() const {
  CALOTYPE_TRY(const auto row, database_.value("SELECT 1 FROM embedding LIMIT 1"));
  return row.has_value();
}

Status EmbeddingStore::remove(WriteToken& token, std::span<const PhotoId> photos, ModelId model,
                              std::uint32_t transform) {
  for (const PhotoId photo : photos)
    CALOTYPE_CHECK(token.database().run(
        "DELETE FROM embedding WHERE photo_id = ?1 AND model_id = ?2 AND transform = ?3", photo,
        model, transform));
  return {};
}

}  // namespace calotype::catalog
