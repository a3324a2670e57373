// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "catalog/store/writer.h"
#include "catalog/types.h"
#include "model/base/half.h"
#include "model/base/hash.h"

namespace calotype::catalog {

/// Some vectors of one model and transform: rows is [ids.size(), dims], row-major.
using TakeVectors = std::function<void(std::span<const PhotoId> ids, std::span<const Half> rows)>;

/// How far a model has come with the photos that another one has seen, without those that it can
/// never see: their files are gone, or it failed at them.
struct Coverage {
  std::int64_t seen = 0, of = 0;
};

struct VectorCheck {
  std::int64_t all = 0, damaged = 0;
};

struct ModelRow {
  ModelId id{};
  std::string name;
  std::size_t dims = 0;
};

/// Models by the hash of their weights, and the photos' vectors by model and version of the
/// transform.
class EmbeddingStore {
 public:
  explicit EmbeddingStore(const Database& database) : database_(database) {}

  Result<ModelId> addModelOnce(WriteToken&, const Sha256& weights, const std::string& name,
                               std::size_t dims);
  Result<std::optional<ModelRow>> findModel(const Sha256& weights) const;

  /// vector: unit length, as many values as the model has dimensions (else InvalidArgument).
  /// Replaces the one that is there.
  Status put(WriteToken&, PhotoId photo, ModelId model, std::uint32_t transform,
             std::span<const Half> vector);

  /// Gives all of them, some at a time, in the order in which they lie in the file. A row of the
  /// wrong length is damaged: it is left out, and its id comes back. What the values are is not
  /// looked at. Cancelled: stopped.
  Result<std::vector<PhotoId>> readAll(ModelId model, std::uint32_t transform,
                                       const TakeVectors& take, std::stop_token stop = {}) const;
  Result<std::optional<std::vector<Half>>> find(PhotoId photo, ModelId model,
                                                std::uint32_t transform) const;
  Result<std::int64_t> count(ModelId model, std::uint32_t transform) const;
  Result<Coverage> coverage(ModelId model, std::uint32_t transform) const;
  /// Whether `coverage` is whole; much cheaper while it is not.
  Result<bool> isWhole(ModelId model, std::uint32_t transform) const;
  /// Looks through the vectors of all models; damaged is also one that is not of unit length, which
  /// readAll does not take the time to see.
  Result<VectorCheck> check() const;
  /// Whether any photo has a vector of any model.
  Result<bool> any() const;
  /// Takes vectors away, so that the work query asks for them again.
  Status remove(WriteToken&, std::span<const PhotoId> photos, ModelId model,
                std::uint32_t transform);

 private:
  const Database& database_;
};

}  // namespace calotype::catalog
