// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <list>
#include <string_view>
#include <unordered_map>

struct sqlite3_stmt;

namespace calotype::catalog {

/// Prepared statements of one connection that nobody uses just now, by their text: to read SQL
/// takes longer than most statements run. The longest unused ones go first. The thread of its
/// connection.
class StatementPool {
 public:
  StatementPool() = default;
  ~StatementPool();
  StatementPool(const StatementPool&) = delete;
  StatementPool& operator=(const StatementPool&) = delete;

  /// As freshly prepared; null when there is none with this text.
  sqlite3_stmt* take(std::string_view sql);
  /// Keeps it, reset and without values, or ends it.
  void give(sqlite3_stmt* statement) noexcept;

 private:
  using Idle = std::list<sqlite3_stmt*>;  // the longest unused first

  Idle idle_;
  std::unordered_multimap<std::string_view, Idle::iterator> bySql_;  // the statements own the texts
};

}  // namespace calotype::catalog
