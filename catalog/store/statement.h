// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "model/base/files.h"
#include "model/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace calotype::catalog {

class StatementPool;

/// The Error that fits SQLite's result `code` on `connection`; `what` begins the sentence.
Error sqliteError(sqlite3* connection, int code, std::string_view what);

/// One prepared SQL statement. Same thread as its Database, which must outlive it.
///
///     CALOTYPE_TRY(auto rows, database.query("SELECT id FROM photo WHERE rating >= ?1", 4));
///     while (true) {
///       CALOTYPE_TRY(const bool row, rows.step());
///       if (!row) break;
///       use(rows.integer(0));
///     }
class Statement {
 public:
  /// pool: where it goes when it is no longer used.
  Statement(sqlite3_stmt* statement, StatementPool& pool) : statement_(statement, Return{&pool}) {}

  /// Values for ?1, ?2, … Integers, enumerations, floating point numbers, text (UTF-8), paths and
  /// ranges of bytes (as BLOB), optionals of these and nullptr (NULL). Copied. A failure is told by
  /// the next step().
  template <class... Values>
  Statement& bind(const Values&... values) {
    int index = 0;
    (bindAt(++index, values), ...);
    return *this;
  }
  template <class Value>
  void bindAt(int index, const Value& value);
  /// Columns 0 to count - 1 of another statement's row, of whatever kind, for ?1, ?2, …
  Statement& bindRow(const Statement& row, int count);

  /// True: a row is there to be read. False: done.
  Result<bool> step();
  /// Steps to the end, then makes the statement ready for new values.
  Status run();
  void reset();

  /// Columns of the row, from 0. What text() and blob() give lives until the next step().
  bool isNull(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;
  std::span<const std::byte> blob(int column) const;
  std::string bytes(int column) const;  // a copy of the blob: paths
  std::optional<std::int64_t> optionalInteger(int column) const;
  std::optional<double> optionalReal(int column) const;

  template <class Id>
  Id id(int column) const {
    return Id{integer(column)};
  }

 private:
  struct Return {
    StatementPool* pool;
    void operator()(sqlite3_stmt* statement) const;
  };

  void bindNull(int index);
  void bindInteger(int index, std::int64_t value);
  void bindReal(int index, double value);
  void bindText(int index, std::string_view value);
  void bindBlob(int index, std::span<const std::byte> value);
  void note(int code);

  std::unique_ptr<sqlite3_stmt, Return> statement_;
  int bindError_ = 0;
};

template <class T>
inline constexpr bool kIsOptional = false;
template <class T>
inline constexpr bool kIsOptional<std::optional<T>> = true;

template <class Value>
void Statement::bindAt(int index, const Value& value) {
  if constexpr (std::is_same_v<Value, std::nullptr_t>) {
    bindNull(index);
  } else if constexpr (kIsOptional<Value>) {
    if (value)
      bindAt(index, *value);
    else
      bindNull(index);
  } else if constexpr (std::is_integral_v<Value> || std::is_enum_v<Value>) {
    bindInteger(index, static_cast<std::int64_t>(value));
  } else if constexpr (std::is_floating_point_v<Value>) {
    bindReal(index, double(value));
  } else if constexpr (std::is_same_v<Value, fs::path>) {
    bindBlob(index, std::as_bytes(std::span(value.native())));
  } else if constexpr (std::is_convertible_v<const Value&, std::string_view>) {
    bindText(index, value);
  } else {
    bindBlob(index, std::as_bytes(std::span(value)));
  }
}

/// The bytes of a string, to be bound as BLOB: relative paths.
inline std::span<const std::byte> asBlob(std::string_view bytes) {
  return std::as_bytes(std::span(bytes));
}

}  // namespace calotype::catalog
