// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/index/rows.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// A navigable small-world graph (Malkov and Yashunin 2018) over rows that somebody else owns: it
/// keeps links and where the rows lie, not the rows, so they must stay where they are. Rows are
/// known by their slot (the index in `rows`). Nothing is ever removed from it; who forgets photos
/// leaves their rows in place and filters them from the answers.
///
/// `add` needs the graph for itself; any number of threads may call the const functions at once.
class Graph {
 public:
  static constexpr std::size_t kLinks = 32;  // a node and layer; twice that on the lowest
  static constexpr std::size_t kCandidatesBuild = 200;
  static constexpr std::size_t kCandidates = 800;  // 0.998 of the 50 best found (ecosystem.md 8)

  explicit Graph(const Rows& rows);
  ~Graph();

  /// Adds the row in this slot, which must not be in the graph. OutOfMemory, Internal: the graph is
  /// then in no good state and has to be thrown away.
  Status add(std::uint32_t slot);

  /// Up to kCandidates slots that lie close to the query (rows.stride() numbers), in no order.
  Result<std::vector<std::uint32_t>> near(const Half* query) const;

  std::size_t size() const;
  /// The slots in the order in which they were added.
  std::vector<std::uint32_t> slots() const;

  /// The links, by position in slots().
  std::string links() const;
  /// Rebuilds the graph whose slots() and links() these are. Corrupt when a length, a level or a
  /// link is out of bounds; nothing is trusted.
  static Result<std::unique_ptr<Graph>> fromLinks(const Rows& rows,
                                                  std::span<const std::uint32_t> slots,
                                                  std::string_view links);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace calotype::catalog
