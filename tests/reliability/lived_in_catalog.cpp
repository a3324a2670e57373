// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/reliability/lived_in_catalog.h"

#include <cmath>
#include <fstream>
#include <vector>

#include "catalog/edit/journal.h"
#include "catalog/store/album_store.h"
#include "tests/support/temp_catalog.h"

namespace calotype::test {

using namespace catalog;

namespace {

constexpr std::size_t kDims = 32;

std::vector<Half> vectorOf(int seed) {
  std::vector<float> values(kDims);
  float square = 0;
  for (std::size_t i = 0; i < kDims; ++i) {
    values[i] = std::sin(float(seed) * 1.7f + float(i) * 0.9f);
    square += values[i] * values[i];
  }
  std::vector<Half> halves;
  for (const float value : values) halves.push_back(toHalf(value / std::sqrt(square)));
  return halves;
}

Status addPhotos(WriteToken& token, RootId root, int count) {
  const Database& database = token.database();
  const Sha256 weights{7};
  EmbeddingStore embeddings(database);
  CALOTYPE_TRY(const auto model, embeddings.addModelOnce(token, weights, "a model", kDims));
  for (int i = 0; i < count; ++i) {
    const auto name =
        "2021/album " + std::to_string(i % 7) + "/photo " + std::to_string(i) + ".jpg";
    CALOTYPE_CHECK(database.run(
        "INSERT INTO file (root_id, path, folder, size, mtime_ns, inode, device, state, seen_ms)"
        " VALUES (?1, ?2, ?3, 1000, 5000000000, ?4, 1, 'present', 0)",
        root, asBlob(name), asBlob(name.substr(0, name.rfind('/'))), i + 1));
    const FileId file{database.lastInsertedRow()};
    auto photo = photoOf(std::uint32_t(i));
    photo.metadata.keywords = {"harbour", "year " + std::to_string(i % 5)};
    photo.metadata.caption = "What photo " + std::to_string(i) + " shows";
    CALOTYPE_TRY(const auto recorded,
                 PhotoStore(database).record(token, file, {1000, 5'000'000'000, 1, 1}, photo, 0));
    CALOTYPE_CHECK(embeddings.put(token, recorded.photo, model, 1, vectorOf(i)));
  }
  return {};
}

/// Some of everything that a person can do, on different photos.
void edit(Writer& writer, const std::vector<PhotoId>& photos) {
  const auto apply = [&](EditAction action, std::size_t from, std::size_t to) {
    const auto first = photos.begin() + std::ptrdiff_t(from);
    const Edit change{std::move(action), {first, photos.begin() + std::ptrdiff_t(to)}};
    return orDie(writer.run(
        [&](WriteToken& token) { return Journal(token.database()).apply(token, change, 5); }));
  };
  const auto n = photos.size();
  apply(SetRating{4}, 0, n / 3);
  apply(AddTag{"people/family"}, n / 4, n / 2);
  apply(SetFlag{1}, n / 5, n / 4);
  apply(SetColour{3}, n / 2, n - 1);
  apply(SetCaption{"Grandmother's garden"}, 3, 9);
  const auto album = apply(CreateAlbum{"Best of the year", ""}, 0, n / 6).album;
  apply(AddToAlbum{album.value_or(AlbumId{})}, n / 2, n / 2 + 5);
  apply(CreateAlbum{"Harbours", "tag:harbour rating>3"}, 0, 0);
}

std::string rowsOf(Statement& rows, int columns, Status& status) {
  std::string all;
  while (true) {
    const auto row = rows.step();
    if (!row) {
      status = tl::make_unexpected(row.error());
      return all;
    }
    if (!*row) return all;
    for (int column = 0; column < columns; ++column)
      all += (rows.isNull(column)
                  ? "-"
                  : toHex(std::span(reinterpret_cast<const std::uint8_t*>(rows.blob(column).data()),
                                    rows.blob(column).size()))) +
             '|';
    all += '\n';
  }
}

}  // namespace

void makeLivedInCatalog(const fs::path& path, int photos) {
  Writer writer(orDie(openCatalog(path, Mode::ReadWrite)));
  orDie(writer.run([&](WriteToken& token) -> Status {
    CALOTYPE_TRY(const auto root, RootStore(token.database()).addOnce(token, "/photos"));
    return addPhotos(token, root, photos);
  }));
  const auto reader = orDie(Database::open(path, Mode::ReadOnly));
  std::vector<PhotoId> ids;
  for (const auto& row : orDie(PhotoStore(reader).all())) ids.push_back(row.id);
  edit(writer, ids);
}

Result<std::map<std::string, std::string>> everythingIn(const Database& database) {
  std::map<std::string, std::string> all;
  CALOTYPE_TRY(auto tables, database.query("SELECT name, ncol FROM pragma_table_list WHERE"
                                           " schema = 'main' AND type = 'table'"
                                           " AND name NOT LIKE 'sqlite_%'"));
  while (true) {
    CALOTYPE_TRY(const bool table, tables.step());
    if (!table) return all;
    const std::string name(tables.text(0));
    std::string order;
    for (int i = 1; i <= int(tables.integer(1)); ++i)
      order += (i == 1 ? "" : ", ") + std::to_string(i);
    CALOTYPE_TRY(auto rows, database.query("SELECT * FROM " + name + " ORDER BY " + order));
    Status status;
    all[name] = rowsOf(rows, int(tables.integer(1)), status);
    if (!status) return tl::make_unexpected(status.error());
  }
}

Result<std::map<std::string, std::string>> everythingIn(const fs::path& catalog) {
  CALOTYPE_TRY(const auto database, Database::probe(catalog, Mode::ReadOnly));
  return everythingIn(database);
}

std::string contentsOf(const fs::path& path) {
  return orDie(readFile(path, 1u << 30));
}

void overwrite(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace calotype::test
