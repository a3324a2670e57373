// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/statement_pool.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <new>

namespace calotype::catalog {

namespace {

constexpr std::size_t kMostIdle = 100;
constexpr std::size_t kMostBytes = 4096;  // texts with lists of ids in them do not come again

/// Others may act while they are prepared, as some PRAGMAs do, and not when they are run.
bool isPlain(std::string_view sql) {
  constexpr std::array<std::string_view, 5> kPlain = {"SELECT ", "INSERT ", "UPDATE ", "DELETE ",
                                                      "WITH "};
  return std::any_of(kPlain.begin(), kPlain.end(),
                     [&](std::string_view word) { return sql.starts_with(word); });
}

}  // namespace

StatementPool::~StatementPool() {
  for (sqlite3_stmt* statement : idle_) sqlite3_finalize(statement);
}

sqlite3_stmt* StatementPool::take(std::string_view sql) {
  const auto found = bySql_.find(sql);
  if (found == bySql_.end()) return nullptr;
  sqlite3_stmt* const statement = *found->second;
  idle_.erase(found->second);
  bySql_.erase(found);
  return statement;
}

void StatementPool::give(sqlite3_stmt* statement) noexcept {
  sqlite3_reset(statement);
  const char* const text = sqlite3_sql(statement);
  const std::string_view sql = text == nullptr ? std::string_view() : text;
  if (sql.size() > kMostBytes || !isPlain(sql)) {
    sqlite3_finalize(statement);
    return;
  }
  sqlite3_clear_bindings(statement);
  try {
    if (idle_.size() == kMostIdle) sqlite3_finalize(take(sqlite3_sql(idle_.front())));
    idle_.push_back(statement);
  } catch (const std::bad_alloc&) {
    sqlite3_finalize(statement);
    return;
  }
  try {
    bySql_.emplace(sql, std::prev(idle_.end()));
  } catch (const std::bad_alloc&) {
    idle_.pop_back();
    sqlite3_finalize(statement);
  }
}

}  // namespace calotype::catalog
