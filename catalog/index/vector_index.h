// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/index/graph.h"
#include "catalog/index/photo_set.h"
#include "catalog/index/rows.h"
#include "catalog/index/scan.h"
#include "catalog/types.h"
#include "model/base/half.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// Up to this many photos every query scans all vectors; above, unfiltered queries for a few photos
/// walk a graph. The default of the setting "index.exactLimit".
inline constexpr std::size_t kExactLimit = 1'000'000;

/// The vectors of one model over all photos, as a matrix of binary16 in memory. Exact by default:
/// a scan that multiplies every vector with the query. Holds nothing that is not in the catalog.
///
/// Any number of threads may read while others add or remove; a change waits for the queries that
/// are running. Scores, and so the order, are the same to the last bit on every processor; equal
/// scores are ordered by photo id.
class VectorIndex {
 public:
  explicit VectorIndex(std::size_t exactLimit = kExactLimit) : exactLimit_(exactLimit) {}
  VectorIndex(const VectorIndex&) = delete;
  VectorIndex& operator=(const VectorIndex&) = delete;

  /// Forgets everything; from now on vectors have `dims` numbers.
  void reset(std::size_t dims);

  std::size_t dims() const;
  std::size_t size() const;  // photos that can be found

  /// rows: [ids.size(), dims], row-major, unit length. A photo that is there already gets the new
  /// vector. A row that is not of unit length (within 5 %) is left out, since only damage makes
  /// one; gives the photos that were left out.
  std::vector<PhotoId> add(std::span<const PhotoId> ids, std::span<const Half> rows);

  /// Ids that are not there are ignored.
  void remove(std::span<const PhotoId> ids);

  /// The k best photos by cosine, best first; k = size() or more ranks everything. query: dims
  /// numbers of unit length. within: only these photos; null: all. InvalidArgument: the query has
  /// other dimensions or a number that is not finite. Cancelled: stopped between two blocks.
  Result<std::vector<Hit>> nearest(std::span<const float> query, std::size_t k,
                                   const PhotoSet* within = nullptr,
                                   std::stop_token stop = {}) const;

  /// The photo's vector, if it has one.
  std::optional<std::vector<float>> vectorOf(PhotoId id) const;

  // --- the graph. Until it is there, and while it grows, exact search answers ---

  /// There are more photos than the exact limit, and some are not in the graph yet.
  bool graphBehind() const;
  /// Puts up to `atMost` photos into the graph: about a millisecond each, during which `add` and
  /// `remove` wait, but no query. True when more are left. A failure drops the graph and is
  /// returned.
  Result<bool> growGraph(std::size_t atMost);
  /// Vectors that the graph covers, removed ones included.
  std::size_t graphSize() const;

  /// The graph for index.bin; empty when there is none.
  std::string saveGraph() const;
  /// Takes over what saveGraph gave, if it fits the vectors that are here now: every photo of it
  /// must be here with the same vector, every link must lead to a vector. Corrupt, and no graph,
  /// otherwise.
  Status restoreGraph(std::string_view saved);

 private:
  using Slot = std::uint32_t;

  struct Reading {
    std::shared_lock<std::shared_mutex> rows, graph;  // graph: not owned while it grows
  };
  enum class GraphLock { IfFree, Wait };
  Reading lockToRead(GraphLock graph) const;
  std::unique_lock<std::shared_mutex> lockToChange() const;

  std::optional<Slot> slotOf(PhotoId id) const;
  void kill(Slot slot);
  void dropGraph();
  void compactIfWasteful();
  bool usesGraph(std::size_t k) const;

  const std::size_t exactLimit_;
  // Every lock is taken behind the door, so that neither readers nor the building of the graph can
  // keep a change waiting by overtaking it. Nobody goes back to the door with a lock in his hands.
  mutable std::mutex door_;
  mutable std::shared_mutex mutex_;    // exclusively: everything may change
  mutable std::shared_mutex growing_;  // after mutex_. Exclusively: graph_ and outside_ grow
  Rows rows_;                          // by slot
  std::vector<PhotoId> ids_;           // by slot; kNobody: removed, the row stays for now
  std::unordered_map<std::int64_t, Slot> slots_;
  std::unique_ptr<Graph> graph_;
  std::vector<Slot> outside_;  // living slots that are not in the graph
};

}  // namespace calotype::catalog
