// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/statement.h"

#include <sqlite3.h>

#include "catalog/store/statement_pool.h"
#include "model/base/assert.h"
#include "model/base/files.h"

namespace calotype::catalog {

namespace {

Code codeOf(int sqliteCode) {
  switch (sqliteCode & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return Code::Corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Code::Busy;
    case SQLITE_FULL:
      return Code::NoSpace;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      return Code::Permission;
    case SQLITE_IOERR:
    case SQLITE_NOLFS:
      return Code::Io;
    case SQLITE_NOMEM:
      return Code::OutOfMemory;
    case SQLITE_TOOBIG:
      return Code::TooLarge;
    case SQLITE_INTERRUPT:
      return Code::Cancelled;
    default:
      return Code::Internal;
  }
}

}  // namespace

Error sqliteError(sqlite3* connection, int code, std::string_view what) {
  std::string message(what);
  message += ": ";
  const bool told = connection != nullptr && sqlite3_errcode(connection) == (code & 0xff);
  message += told ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  // What the disk does has a place and something to do about it.
  const char* const file =
      connection == nullptr ? nullptr : sqlite3_db_filename(connection, "main");
  if (file != nullptr && *file != '\0') {
    const auto place = displayPath(file);
    if ((code & 0xff) == SQLITE_FULL)
      message = place + ": there is no room left on its disk. Free some and try again.";
    if ((code & 0xff) == SQLITE_IOERR)
      message = place + ": its disk is full or fails (" + message +
                "). Free some room, or have the " + "disk checked.";
  }
  return {codeOf(code), std::move(message)};
}

void Statement::Return::operator()(sqlite3_stmt* statement) const {
  pool->give(statement);
}

void Statement::note(int code) {
  if (code != SQLITE_OK && bindError_ == SQLITE_OK) bindError_ = code;
}

void Statement::bindNull(int index) {
  note(sqlite3_bind_null(statement_.get(), index));
}

void Statement::bindInteger(int index, std::int64_t value) {
  note(sqlite3_bind_int64(statement_.get(), index, value));
}

void Statement::bindReal(int index, double value) {
  note(sqlite3_bind_double(statement_.get(), index, value));
}

void Statement::bindText(int index, std::string_view value) {
  const char* text = value.data() == nullptr ? "" : value.data();
  note(sqlite3_bind_text64(statement_.get(), index, text, value.size(), SQLITE_TRANSIENT,
                           SQLITE_UTF8));
}

void Statement::bindBlob(int index, std::span<const std::byte> value) {
  if (value.empty())
    note(sqlite3_bind_zeroblob(statement_.get(), index, 0));
  else
    note(
        sqlite3_bind_blob64(statement_.get(), index, value.data(), value.size(), SQLITE_TRANSIENT));
}

Statement& Statement::bindRow(const Statement& row, int count) {
  for (int column = 0; column < count; ++column)
    note(sqlite3_bind_value(statement_.get(), column + 1,
                            sqlite3_column_value(row.statement_.get(), column)));
  return *this;
}

Result<bool> Statement::step() {
  sqlite3* connection = sqlite3_db_handle(statement_.get());
  if (bindError_ != SQLITE_OK)
    return tl::make_unexpected(
        sqliteError(nullptr, bindError_, "The catalog was given a value it cannot hold"));
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return tl::make_unexpected(sqliteError(connection, sqlite3_extended_errcode(connection),
                                         "The catalog's database refused"));
}

Status Statement::run() {
  while (true) {
    auto row = step();
    if (!row) {
      reset();
      return tl::make_unexpected(std::move(row).error());
    }
    if (!*row) break;
  }
  reset();
  return {};
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  bindError_ = SQLITE_OK;
}

bool Statement::isNull(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double Statement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  const int length = sqlite3_column_bytes(statement_.get(), column);
  return data == nullptr ? std::string_view() : std::string_view(data, std::size_t(length));
}

std::span<const std::byte> Statement::blob(int column) const {
  const auto* data = static_cast<const std::byte*>(sqlite3_column_blob(statement_.get(), column));
  const int length = sqlite3_column_bytes(statement_.get(), column);
  return data == nullptr ? std::span<const std::byte>()
                         : std::span<const std::byte>(data, std::size_t(length));
}

std::string Statement::bytes(int column) const {
  const auto value = blob(column);
  return {reinterpret_cast<const char*>(value.data()), value.size()};
}

std::optional<std::int64_t> Statement::optionalInteger(int column) const {
  return isNull(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<double> Statement::optionalReal(int column) const {
  return isNull(column) ? std::nullopt : std::optional(real(column));
}

}  // namespace calotype::catalog
