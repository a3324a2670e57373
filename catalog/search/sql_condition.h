// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalog/search/query.h"
#include "catalog/store/database.h"

namespace calotype::catalog {

/// A condition on a row of "photo" as it grows: SQL without any value in it, and the values.
class SqlCondition {
 public:
  using Value = std::variant<std::int64_t, double, std::string, fs::path>;

  SqlCondition(const Database& database, std::int64_t nowWallMs, int depth)
      : database_(database), nowWallMs_(nowWallMs), depth_(depth) {}

  const Database& database() const { return database_; }
  std::int64_t nowWallMs() const { return nowWallMs_; }
  int depth() const { return depth_; }  // of saved searches inside saved searches

  void add(std::string_view sql) { sql_ += sql; }
  void addValue(Value value) {
    values_.push_back(std::move(value));
    sql_ += '?' + std::to_string(values_.size());
  }
  /// Lets nothing pass, and says why.
  void addFault(Fault fault, const std::string& word) {
    faults_.push_back({fault, {}, word, {}});
    sql_ += '0';
  }
  void fail(Error error) {
    sql_ += '0';
    if (!error_) error_ = std::move(error);
  }

  const std::string& sql() const { return sql_; }
  const std::vector<Value>& values() const { return values_; }
  const std::vector<QueryFault>& faults() const { return faults_; }
  const std::optional<Error>& error() const { return error_; }

 private:
  const Database& database_;
  std::int64_t nowWallMs_;
  int depth_;
  std::string sql_;
  std::vector<Value> values_;
  std::vector<QueryFault> faults_;
  std::optional<Error> error_;
};

}  // namespace calotype::catalog
