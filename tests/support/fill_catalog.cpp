// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstdlib>
#include <random>

#include "catalog/paths.h"
#include "catalog/store/catalog_file.h"
#include "catalog/store/file_store.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/root_store.h"
#include "catalog/store/writer.h"
#include "model/base/hash.h"

namespace {

using namespace calotype;
using namespace calotype::catalog;

constexpr int kFilesPerFolder = 500;
constexpr std::int64_t kFirstMs = 1262304000000, kStepMs = 5'000'000;  // 2010 on, 83 minutes apart

Photo inventPhoto(int number, std::mt19937& random) {
  Photo photo;
  photo.content = sha256(std::as_bytes(std::span(&number, 1)));
  photo.averageRgb = std::uint32_t(random() & 0xffffff);
  auto& metadata = photo.metadata;
  metadata.format = "JPEG";
  const bool upright = random() % 4 == 0;
  metadata.width = upright ? 3000 : 4000;
  metadata.height = upright ? 4000 : 3000;
  metadata.takenMs = kFirstMs + kStepMs * number;
  metadata.camera = "X-T3";
  return photo;
}

Status fillFolder(WriteToken& token, RootId root, const fs::path& rootPath, int folder, int count) {
  const auto& database = token.database();
  FileStore files(database);
  PhotoStore photos(database);
  FolderListing listing;
  listing.root = root;
  listing.folder = "folder-" + std::to_string(folder);
  const int first = folder * kFilesPerFolder;
  for (int i = first; i < std::min(first + kFilesPerFolder, count); ++i) {
    FoundFile file;
    file.name = "photo-" + std::to_string(i) + ".jpg";
    file.stat = {4'000'000, kFirstMs * 1'000'000, std::uint64_t(i) + 1, 1};
    listing.files.push_back(std::move(file));
  }
  CALOTYPE_CHECK(files.apply(token, listing, kFirstMs));
  std::mt19937 random{unsigned(folder)};
  for (std::size_t i = 0; i < listing.files.size(); ++i) {
    const auto relative = listing.folder + "/" + listing.files[i].name;
    CALOTYPE_TRY(auto row, database.query("SELECT id FROM file WHERE root_id = ?1 AND path = ?2",
                                          std::int64_t(root), fs::path(relative)));
    CALOTYPE_TRY(const bool found, row.step());
    if (!found) return fail(Code::Internal, (rootPath / relative).string() + " has no row.");
    const FileId id{row.integer(0)};
    CALOTYPE_CHECK(photos.record(token, id, listing.files[i].stat,
                                 inventPhoto(first + int(i), random), kFirstMs));
  }
  return {};
}

Status fill(const fs::path& folder, int count) {
  const auto paths = Paths::inside(folder);
  CALOTYPE_CHECK(createPrivateFolder(paths.data));
  CALOTYPE_CHECK(createPrivateFolder(paths.cache));
  CALOTYPE_TRY(auto database, openCatalog(paths.database(), Mode::ReadWrite));
  Writer writer(std::move(database));
  const fs::path rootPath = folder / "photos-that-are-elsewhere";
  CALOTYPE_TRY(const auto root, writer.run([&](WriteToken& token) {
    return RootStore(token.database()).addOnce(token, rootPath);
  }));
  for (int i = 0; i * kFilesPerFolder < count; ++i) {
    auto filled =
        writer.post([&](WriteToken& token) { return fillFolder(token, root, rootPath, i, count); });
    CALOTYPE_CHECK(filled.get());
  }
  return writer.barrier();
}

}  // namespace

/// fill-catalog FOLDER COUNT: a catalog of invented photos whose files do not exist, for measuring
/// how the program starts and scrolls with many.
int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "fill-catalog FOLDER COUNT\n");
    return 2;
  }
  if (const auto filled = fill(argv[1], std::atoi(argv[2])); !filled) {
    std::fprintf(stderr, "fill-catalog: %s\n", filled.error().message.c_str());
    return 1;
  }
  return 0;
}
