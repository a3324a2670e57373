// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/catalog_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <system_error>
#include <utility>

#include "catalog/store/migration.h"

namespace calotype::catalog {

namespace {

constexpr const char* kKept =
    " Nothing in it was changed. \"calotype-cli catalog restore\" brings its newest copy back, "
    "\"calotype-cli catalog rebuild\" saves what can be read of it; both keep this file.";

tl::unexpected<Error> damaged(const fs::path& path, const std::string& reason) {
  return fail(Code::Corrupt,
              displayPath(path) + ": the catalog cannot be used: " + reason + "." + kKept);
}

enum class Found { Nothing, Empty, Database };

std::uint32_t bigEndian32(const std::byte* bytes) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | std::to_integer<std::uint32_t>(bytes[i]);
  return value;
}

/// The header counts the pages (at 28, valid when 24 and 92 agree). A file that a write-ahead log
/// belongs to may be shorter for now: SQLite completes it.
bool endsTooEarly(const fs::path& path, std::span<const std::byte> header, std::uint64_t size,
                  unsigned pageBytes) {
  std::error_code error;
  const auto log = fs::file_size(path.native() + "-wal", error);
  if (!error && log > 0) return false;
  if (bigEndian32(&header[24]) != bigEndian32(&header[92])) return false;
  return size < std::uint64_t(bigEndian32(&header[28])) * pageBytes;
}

/// Looks at the first 100 bytes (the SQLite file format, section 1.3) before SQLite does.
Result<Found> lookAtHeader(const fs::path& path) {
  constexpr std::size_t kHeaderBytes = 100;
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file && errno == ENOENT) return Found::Nothing;
  if (!file) {
    const int reason = errno;
    return fail(codeOfErrno(reason), displayPath(path) + ": the catalog cannot be opened: " +
                                         std::generic_category().message(reason));
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode))
    return damaged(path, "it is not a regular file");
  if (status.st_size == 0) return Found::Empty;

  std::array<std::byte, kHeaderBytes> header{};
  if (std::size_t(status.st_size) < header.size() || !readExactly(file.get(), 0, header))
    return damaged(path, "it ends before the header of a database does");
  if (std::memcmp(header.data(), "SQLite format 3", 16) != 0)
    return damaged(path, "it is not a database");
  const unsigned stored =
      std::to_integer<unsigned>(header[16]) << 8 | std::to_integer<unsigned>(header[17]);
  const unsigned pageBytes = stored == 1 ? 65536 : stored;
  if (pageBytes < 512 || !std::has_single_bit(pageBytes))
    return damaged(path, "its header is damaged");
  if (endsTooEarly(path, header, std::uint64_t(status.st_size), pageBytes))
    return damaged(path, "it ends too early");
  return Found::Database;
}

/// Kind, name -> SQL of everything in the schema. SQLite's own tables are left out, and the text of
/// the tables that full-text search keeps for itself, which may change with SQLite's version.
using Schema = std::map<std::pair<std::string, std::string>, std::string>;

Result<Schema> schemaOf(const Database& database) {
  Schema schema;
  CALOTYPE_TRY(auto rows, database.query("SELECT type, name, sql FROM sqlite_schema"));
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return schema;
    const std::string name(rows.text(1));
    if (name.starts_with("sqlite_")) continue;
    const bool shadow = name.starts_with("photo_text_");
    schema[{std::string(rows.text(0)), name}] = shadow ? std::string() : std::string(rows.text(2));
  }
}

Result<Schema> expectedSchema(std::int64_t version) {
  CALOTYPE_TRY(const auto database, Database::inMemory());
  CALOTYPE_CHECK(migrate(database, schemaSteps().first(std::size_t(version))));
  return schemaOf(database);
}

/// A file from a later version: may a reader of this one look at it?
bool allowsReader(const Database& database) {
  auto row = database.query("SELECT value FROM setting WHERE key = 'min_reader'");
  if (!row) return false;
  const auto found = row->step();
  if (!found || !*found) return false;
  const std::string text(row->text(0));
  const bool number = !text.empty() && text.size() < 10 &&
                      text.find_first_not_of("0123456789") == std::string::npos;
  return number && std::stol(text) <= schemaVersion();
}

Status checkPages(const Database& database, const fs::path& path) {
  CALOTYPE_TRY(auto rows, database.query("PRAGMA quick_check(1)"));
  CALOTYPE_TRY(const bool row, rows.step());
  if (row && rows.text(0) == "ok") return {};
  return damaged(path, row ? displayText(rows.text(0)) : "its pages could not be checked");
}

Status checkVersion(const Database& database, const fs::path& path, Mode mode) {
  CALOTYPE_TRY(const auto application, database.value("PRAGMA application_id"));
  CALOTYPE_TRY(const auto version, versionOf(database));
  CALOTYPE_TRY(const auto objects, database.value("SELECT count(*) FROM sqlite_schema"));
  const bool fresh = application == 0 && version == 0 && objects == 0;
  if (fresh) return {};
  if (application != kApplicationId || version < 1)
    return damaged(path, "it is a database of another program");
  if (version > schemaVersion()) {
    if (mode == Mode::ReadOnly && allowsReader(database)) return {};
    return fail(
        Code::NewerVersion,
        displayPath(path) + ": the catalog was written by a newer version of Calotype (format " +
            std::to_string(version) + ", this program knows " + std::to_string(schemaVersion()) +
            "). Nothing in it was changed: update Calotype, or use another catalog.");
  }
  if (version < schemaVersion() && mode == Mode::ReadOnly)
    return fail(Code::Unsupported,
                displayPath(path) +
                    ": the catalog is from an older version of Calotype and has to be "
                    "brought up to date first: open it once for writing.");
  CALOTYPE_TRY(const auto expected, expectedSchema(version));
  CALOTYPE_TRY(const auto actual, schemaOf(database));
  if (actual != expected) return damaged(path, "its tables are not those that Calotype makes");
  return {};
}

Status examine(const Database& database, const fs::path& path, Mode mode, Pages pages) {
  CALOTYPE_CHECK(checkVersion(database, path, mode));
  return pages == Pages::Check ? checkPages(database, path) : Status();
}

/// SQLite's own words for damage, made into ours.
Status inOurWords(Status status, const fs::path& path) {
  if (status || status.error().code != Code::Corrupt) return status;
  if (status.error().message.starts_with(displayPath(path))) return status;
  return damaged(path, status.error().message);
}

Status examineFile(const fs::path& path, Mode mode, Pages pages) {
  CALOTYPE_TRY(const auto probe, Database::probe(path, Mode::ReadOnly));
  auto status = examine(probe, path, mode, pages);
  const bool unfinished = fs::exists(path.native() + "-journal");
  if (!status && status.error().code == Code::Permission && mode == Mode::ReadWrite && unfinished) {
    // A transaction of ours was cut short: SQLite has to undo it before anything can be read.
    CALOTYPE_TRY(const auto undoing, Database::probe(path, Mode::ReadWrite));
    status = examine(undoing, path, mode, pages);
  }
  return inOurWords(std::move(status), path);
}

}  // namespace

Status examineCatalog(const fs::path& path) {
  CALOTYPE_TRY(const auto found, lookAtHeader(path));
  if (found == Found::Nothing) return fail(Code::NotFound, displayPath(path) + ": is not there");
  if (found == Found::Empty) return damaged(path, "it is empty");
  return examineFile(path, Mode::ReadWrite, Pages::Check);
}

Result<Database> openCatalog(const fs::path& path, Mode mode, Pages pages) {
  CALOTYPE_TRY(const auto found, lookAtHeader(path));
  if (found != Found::Database && mode == Mode::ReadOnly)
    return fail(Code::NotFound,
                displayPath(path) + ": there is no catalog yet: index a folder first.");
  if (found == Found::Nothing && path.has_parent_path())
    CALOTYPE_CHECK(createPrivateFolder(path.parent_path()));
  if (found == Found::Database) CALOTYPE_CHECK(examineFile(path, mode, pages));
  CALOTYPE_TRY(auto database, Database::open(path, mode));
  if (mode == Mode::ReadWrite) CALOTYPE_CHECK(migrate(database, schemaSteps()));
  return database;
}

}  // namespace calotype::catalog
