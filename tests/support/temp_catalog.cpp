// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/temp_catalog.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace calotype::test {

using namespace catalog;

namespace {

Database openForReading(const fs::path& path, std::optional<Writer>& writer) {
  writer.emplace(orDie(openCatalog(path, Mode::ReadWrite)));
  return orDie(Database::open(path, Mode::ReadOnly));
}

}  // namespace

void dieOf(const Error& error) {
  std::fprintf(stderr, "%s: %s\n", codeName(error.code), error.message.c_str());
  std::abort();
}

TempCatalog::TempCatalog() : database_(openForReading(path(), writer_)) {}

std::int64_t TempCatalog::count(const std::string& table, const std::string& where) const {
  return orDie(database_.value("SELECT count(*) FROM " + table + " WHERE " + where)).value_or(0);
}

RootId TempCatalog::addRoot(const fs::path& path) {
  return orDie(write([&](WriteToken& token) { return roots.addOnce(token, path); }));
}

FileId TempCatalog::addFile(RootId root, const std::string& path, const FileStat& stat) {
  return orDie(write([&](WriteToken& token) -> Result<FileId> {
    const auto slash = path.rfind('/');
    const auto folder = slash == std::string::npos ? std::string() : path.substr(0, slash);
    CALOTYPE_CHECK(token.database().run(
        "INSERT INTO file (root_id, path, folder, size, mtime_ns, inode, device, state, seen_ms)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'present', 0)",
        root, asBlob(path), asBlob(folder), stat.size, stat.mtimeNs, stat.inode, stat.device));
    return FileId{token.database().lastInsertedRow()};
  }));
}

PhotoId TempCatalog::addPhoto(FileId file, const Photo& photo) {
  const FileStat stat{1000, 5'000'000'000, 1, 1};
  return orDie(write([&](WriteToken& token) { return photos.record(token, file, stat, photo, 0); }))
      .photo;
}

PhotoId TempCatalog::addPhoto(FileId file, std::uint32_t seed) {
  return addPhoto(file, photoOf(seed));
}

Photo photoOf(std::uint32_t seed) {
  Photo photo;
  std::memcpy(photo.content.data(), &seed, sizeof seed);
  photo.metadata.format = "JPEG";
  photo.metadata.width = 640;
  photo.metadata.height = 480;
  return photo;
}

}  // namespace calotype::test
