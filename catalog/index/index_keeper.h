// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <stop_token>
#include <thread>
#include <vector>

#include "catalog/index/index_file.h"
#include "catalog/index/vector_index.h"
#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::catalog {

class EmbeddingStore;

/// Keeps the resident vectors in step with the catalog, and, when there are more photos than the
/// exact limit, builds the graph over them on a thread of the lowest priority and saves it every
/// five minutes of change and at the end. All methods may be called from any thread; none but
/// loadFrom and the destructor waits for a disk.
class IndexKeeper {
 public:
  /// file: Paths::index(). exactLimit: the setting "index.exactLimit".
  explicit IndexKeeper(fs::path file, std::size_t exactLimit = kExactLimit);
  /// Stops building; saves what is new.
  ~IndexKeeper();
  IndexKeeper(const IndexKeeper&) = delete;
  IndexKeeper& operator=(const IndexKeeper&) = delete;

  /// Forgets what is resident and takes every vector of this model and transform from the store (a
  /// reading connection of the calling thread), then the saved graph if it is beyond doubt. Photos
  /// given to `add` meanwhile are kept. Call it when the model in use is known, and when it
  /// changes. Gives the photos whose stored vector is damaged: EmbeddingStore::remove should take
  /// them away, so that they are made again.
  Result<std::vector<PhotoId>> loadFrom(const EmbeddingStore& store, ModelId model,
                                        const IndexIdentity& identity, std::stop_token stop = {});

  /// After the commit that stored them (WriteToken::afterCommit). rows: [ids.size(), dims]. Vectors
  /// of another identity than the one loaded are ignored: they are in the catalog, which is enough.
  void add(const IndexIdentity& identity, std::span<const PhotoId> ids, std::span<const Half> rows);
  /// After the commit that deleted them.
  void remove(std::span<const PhotoId> ids);

  /// Keeps the resident vectors those of `identity` as long as it is held; nothing when they are
  /// another's.
  std::optional<std::shared_lock<std::shared_mutex>> hold(const IndexIdentity& identity);

  const VectorIndex& index() const { return index_; }

 private:
  void work(std::stop_token stop);
  void grow();
  void save();
  void restore(const IndexIdentity& identity);

  const fs::path file_;
  VectorIndex index_;

  std::shared_mutex residency_;  // exclusive: what is resident becomes another model's
  std::mutex mutex_;             // of what follows
  std::condition_variable_any changed_;
  IndexIdentity identity_;
  std::size_t loads_ = 0;  // begun so far: a graph of an older one is not saved
  bool loading_ = false;
  bool failed_ = false;   // the graph could not grow; scans answer until the next load
  bool unsaved_ = false;  // the graph has changed since saved_
  std::chrono::steady_clock::time_point saved_;

  std::jthread thread_;  // last: ends before what it uses
};

}  // namespace calotype::catalog
