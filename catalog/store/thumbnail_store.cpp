// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/thumbnail_store.h"

#include <unistd.h>

#include <bit>
#include <vector>

#include "model/base/hash.h"
#include "model/base/log.h"

namespace calotype::catalog {

namespace {

constexpr std::int64_t kFormat = 0x43610001;  // user_version: "Ca", version 1
constexpr std::int64_t kHourMs = 3'600'000;

constexpr const char* kSchema =
    "CREATE TABLE thumbnail (content BLOB NOT NULL, edge INTEGER NOT NULL, bytes INTEGER NOT NULL,"
    " sum INTEGER NOT NULL, used_ms INTEGER NOT NULL, jpeg BLOB NOT NULL, PRIMARY KEY (content,"
    " edge)) STRICT;"
    "CREATE INDEX thumbnail_used ON thumbnail (used_ms, bytes);";

std::int64_t sumOf(std::string_view jpeg) {
  return std::bit_cast<std::int64_t>(xxh3(std::as_bytes(std::span(jpeg))));
}

Result<Database> openFile(const fs::path& path) {
  CALOTYPE_CHECK(createPrivateFolder(path.parent_path()));
  CALOTYPE_TRY(auto database, Database::open(path, Mode::ReadWrite, Durability::Cache));
  CALOTYPE_TRY(auto transaction, Transaction::begin(database));
  CALOTYPE_TRY(const auto version, database.value("PRAGMA user_version"));
  CALOTYPE_TRY(const auto tables, database.value("SELECT count(*) FROM sqlite_schema"));
  if (tables == 0)
    CALOTYPE_CHECK(database.execute(kSchema + std::string("PRAGMA user_version = ") +
                                    std::to_string(kFormat)));
  else if (version != kFormat)
    return fail(Code::Corrupt, "The store of thumbnails has another format.");
  CALOTYPE_CHECK(transaction.commit());
  return database;
}

Result<std::int64_t> bytesIn(const Database& database) {
  CALOTYPE_TRY(const auto bytes, database.value("SELECT sum(bytes) FROM thumbnail"));
  return bytes.value_or(0);
}

bool isDamage(const Error& error) {
  return error.code == Code::Corrupt || error.code == Code::Internal;
}

void deleteFile(const fs::path& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"})
    ::unlink((path.native() + suffix).c_str());
}

}  // namespace

Result<ThumbnailStore> ThumbnailStore::open(const fs::path& path, std::int64_t maxBytes) {
  const auto tryOnce = [&]() -> Result<ThumbnailStore> {
    CALOTYPE_TRY(auto database, openFile(path));
    CALOTYPE_TRY(const auto bytes, bytesIn(database));
    return ThumbnailStore(std::move(database), maxBytes, bytes);
  };
  auto store = tryOnce();
  if (store || !isDamage(store.error())) return store;
  logFor("catalog.store").warn("The store of thumbnails is damaged and begun anew.");
  deleteFile(path);
  return tryOnce();
}

Result<std::optional<std::string>> ThumbnailStore::find(const Sha256& content, int edge,
                                                        std::int64_t nowMs) {
  const auto read = [&]() -> Result<std::optional<std::string>> {
    CALOTYPE_TRY(auto row, database_.query("SELECT jpeg, sum, used_ms FROM thumbnail"
                                           " WHERE content = ?1 AND edge = ?2",
                                           content, edge));
    CALOTYPE_TRY(const bool there, row.step());
    if (!there) return std::optional<std::string>();
    auto jpeg = row.bytes(0);
    const bool sound = row.integer(1) == sumOf(jpeg), old = row.integer(2) < nowMs - kHourMs;
    row.reset();
    if (!sound) {
      CALOTYPE_CHECK(
          database_.run("DELETE FROM thumbnail WHERE content = ?1 AND edge = ?2", content, edge));
      return std::optional<std::string>();
    }
    if (old)
      CALOTYPE_CHECK(
          database_.run("UPDATE thumbnail SET used_ms = ?3 WHERE content = ?1 AND edge = ?2",
                        content, edge, nowMs));
    return std::optional(std::move(jpeg));
  };
  auto found = read();
  if (found || !isDamage(found.error())) return found;
  CALOTYPE_CHECK(startAnew());
  return std::optional<std::string>();
}

Status ThumbnailStore::put(const Sha256& content, int edge, std::string_view jpeg,
                           std::int64_t nowMs) {
  const auto write = [&] {
    return database_.run(
        "INSERT OR REPLACE INTO thumbnail (content, edge, bytes, sum, used_ms, jpeg)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        content, edge, jpeg.size(), sumOf(jpeg), nowMs, asBlob(jpeg));
  };
  auto status = write();
  if (!status && isDamage(status.error())) {
    CALOTYPE_CHECK(startAnew());
    status = write();
  }
  CALOTYPE_CHECK(status);
  bytes_ += std::int64_t(jpeg.size());
  return bytes_ > maxBytes_ ? trim() : Status();
}

Status ThumbnailStore::forget(std::span<const Sha256> contents) {
  for (const auto& content : contents)
    CALOTYPE_CHECK(database_.run("DELETE FROM thumbnail WHERE content = ?1", content));
  CALOTYPE_TRY(bytes_, bytesIn(database_));
  CALOTYPE_CHECK(database_.execute("VACUUM"));
  return database_.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

Result<std::int64_t> ThumbnailStore::bytes() const {
  return bytesIn(database_);
}

Status ThumbnailStore::trim() {
  CALOTYPE_TRY(bytes_, bytesIn(database_));  // others may have written or replaced
  const std::int64_t wanted = maxBytes_ - maxBytes_ / 10;
  if (bytes_ <= maxBytes_) return {};
  std::int64_t freed = 0;
  std::vector<std::int64_t> oldest;
  {
    CALOTYPE_TRY(auto rows,
                 database_.query("SELECT rowid, bytes FROM thumbnail ORDER BY used_ms, bytes"));
    while (bytes_ - freed > wanted) {
      CALOTYPE_TRY(const bool row, rows.step());
      if (!row) break;
      oldest.push_back(rows.integer(0));
      freed += rows.integer(1);
    }
  }
  CALOTYPE_TRY(auto transaction, Transaction::begin(database_));
  for (const auto row : oldest)
    CALOTYPE_CHECK(database_.run("DELETE FROM thumbnail WHERE rowid = ?1", row));
  CALOTYPE_CHECK(transaction.commit());
  bytes_ -= freed;
  return {};
}

Status ThumbnailStore::startAnew() {
  logFor("catalog.store").warn("The store of thumbnails is damaged and begun anew.");
  const fs::path path = database_.path();
  {
    CALOTYPE_TRY(auto nothing, Database::inMemory());
    database_ = std::move(nothing);  // lets go of the file
  }
  deleteFile(path);
  CALOTYPE_TRY(database_, openFile(path));
  bytes_ = 0;
  return {};
}

}  // namespace calotype::catalog
