// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/database.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <cerrno>
#include <system_error>

#include "model/base/log.h"

namespace calotype::catalog {

namespace {

constexpr int kPatienceMs = 5000;
constexpr int kMaxValueBytes = 64 << 20;

/// SQLite would create the file with the rights that the umask leaves.
Status createPrivately(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (file) return {};
  const int reason = errno;
  return fail(codeOfErrno(reason), displayPath(path) + ": the database cannot be opened: " +
                                       std::generic_category().message(reason));
}

}  // namespace

void Database::Close::operator()(sqlite3* connection) const {
  sqlite3_close_v2(connection);
}

Result<Database> Database::connect(const fs::path& path, int flags) {
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &connection,
                                   flags | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Database database;
  database.path_ = path;
  database.connection_.reset(connection);
  if (code != SQLITE_OK)
    return tl::make_unexpected(
        sqliteError(connection, code, displayPath(path) + ": the database cannot be opened"));
  CALOTYPE_CHECK(database.harden());
  return database;
}

Status Database::harden() const {
  sqlite3* connection = connection_.get();
  sqlite3_busy_timeout(connection, kPatienceMs);
  sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, kMaxValueBytes);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
  sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  return execute("PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY");
}

Result<Database> Database::open(const fs::path& path, Mode mode, Durability durability) {
  if (mode == Mode::ReadOnly) return connect(path, SQLITE_OPEN_READONLY);
  CALOTYPE_CHECK(createPrivately(path));
  CALOTYPE_TRY(auto database, connect(path, SQLITE_OPEN_READWRITE));
  const bool shared = onSharedFileSystem(path);
  if (shared)
    logFor("catalog.store")
        .warn(
            "The catalog lies on a network or user-space file system: using a rollback journal, "
            "which is slower.");
  CALOTYPE_CHECK(
      database.run(shared ? "PRAGMA journal_mode = DELETE" : "PRAGMA journal_mode = WAL"));
  CALOTYPE_CHECK(database.run(durability == Durability::Full ? "PRAGMA synchronous = FULL"
                                                             : "PRAGMA synchronous = NORMAL"));
  return database;
}

Result<Database> Database::probe(const fs::path& path, Mode mode) {
  return connect(path, mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
}

Result<Database> Database::inMemory() {
  return connect(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY);
}

Result<Statement> Database::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = statements_->take(sql);
  if (statement != nullptr) return Statement(statement, *statements_);
  const int code =
      sqlite3_prepare_v2(connection_.get(), sql.data(), int(sql.size()), &statement, nullptr);
  if (code != SQLITE_OK)
    return tl::make_unexpected(
        sqliteError(connection_.get(), code, "The catalog's database refused"));
  return Statement(statement, *statements_);
}

Status Database::execute(const std::string& sql) const {
  const int code = sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  return tl::make_unexpected(
      sqliteError(connection_.get(), code, "The catalog's database refused"));
}

std::int64_t Database::lastInsertedRow() const {
  return sqlite3_last_insert_rowid(connection_.get());
}

std::int64_t Database::changedRows() const {
  return sqlite3_changes64(connection_.get());
}

Result<DataVersion> Database::dataVersion() const {
  CALOTYPE_TRY(const auto others, value("PRAGMA data_version"));
  return DataVersion{others.value_or(0), sqlite3_total_changes64(connection_.get())};
}

bool Database::inTransaction() const {
  return sqlite3_get_autocommit(connection_.get()) == 0;
}

void Database::interrupt() const {
  sqlite3_interrupt(connection_.get());
}

Result<Transaction> Transaction::begin(const Database& database) {
  CALOTYPE_CHECK(database.execute("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr && database_->inTransaction()) {
    if (auto undone = database_->execute("ROLLBACK"); !undone)
      logFor("catalog.store")
          .error("A transaction could not be rolled back: {}", undone.error().message);
  }
}

Status Transaction::commit() {
  CALOTYPE_CHECK(database_->execute("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace calotype::catalog
