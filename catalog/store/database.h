// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/store/statement.h"
#include "catalog/store/statement_pool.h"
#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::catalog {

enum class Mode {
  ReadWrite,  // creates the file when there is none
  ReadOnly,
};

/// How hard a commit presses its bytes onto the disk.
enum class Durability {
  Full,   // what the user made: a commit survives a power cut
  Cache,  // what can be computed again: the last commits may go, the file stays sound
};

/// Compares equal while a database has not changed: what others did, and what this connection did.
struct DataVersion {
  std::int64_t others = 0, own = 0;
  friend bool operator==(const DataVersion&, const DataVersion&) = default;
};

/// One SQLite connection, opened with the flags of a careful program: foreign keys on, nothing in
/// the file is trusted to run (trusted_schema off, defensive), damaged cells are looked for, no
/// memory mapping, 5 s of patience with other connections. One thread at a time.
class Database {
 public:
  /// Opens a file as it is: for a catalog use openCatalog first, which checks and migrates it;
  /// further connections to the same catalog come here. ReadWrite creates the file with mode 0600
  /// and, outside network file systems, switches it to write-ahead logging.
  static Result<Database> open(const fs::path& path, Mode mode,
                               Durability durability = Durability::Full);
  /// For looking at a file that may be damaged: never created, never switched to another journal.
  static Result<Database> probe(const fs::path& path, Mode mode);
  /// A database in memory, for tests and for comparing schemas.
  static Result<Database> inMemory();

  Result<Statement> prepare(std::string_view sql) const;

  /// Prepares and binds ?1, ?2, …
  template <class... Values>
  Result<Statement> query(std::string_view sql, const Values&... values) const {
    CALOTYPE_TRY(auto statement, prepare(sql));
    statement.bind(values...);
    return statement;
  }
  /// Prepares, binds and runs to the end.
  template <class... Values>
  Status run(std::string_view sql, const Values&... values) const {
    CALOTYPE_TRY(auto statement, query(sql, values...));
    return statement.run();
  }
  /// The first column of the first row; empty when there is no row or it is NULL.
  template <class... Values>
  Result<std::optional<std::int64_t>> value(std::string_view sql, const Values&... values) const {
    CALOTYPE_TRY(auto statement, query(sql, values...));
    CALOTYPE_TRY(const bool row, statement.step());
    return row ? statement.optionalInteger(0) : std::nullopt;
  }

  /// Several statements without values, as in a schema file.
  Status execute(const std::string& sql) const;

  std::int64_t lastInsertedRow() const;
  std::int64_t changedRows() const;  // by the last INSERT, UPDATE or DELETE
  bool inTransaction() const;
  /// Another one as soon as somebody, on whatever connection, has changed the file.
  Result<DataVersion> dataVersion() const;
  /// Ends the statement that is running, which gives Cancelled. Any thread.
  void interrupt() const;

  const fs::path& path() const { return path_; }
  /// For the parts of SQLite that this class does not wrap; within catalog/store only.
  sqlite3* connection() const { return connection_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* connection) const;
  };

  Database() = default;
  static Result<Database> connect(const fs::path& path, int flags);
  Status harden() const;

  fs::path path_;
  std::unique_ptr<sqlite3, Close> connection_;
  std::unique_ptr<StatementPool> statements_ = std::make_unique<StatementPool>();
};

/// BEGIN IMMEDIATE until commit(); rolled back when it goes out of scope before.
class Transaction {
 public:
  static Result<Transaction> begin(const Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Status commit();

 private:
  explicit Transaction(const Database& database) : database_(&database) {}
  const Database* database_;
};

}  // namespace calotype::catalog
