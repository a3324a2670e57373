// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>

#include "catalog/edit/journal.h"
#include "catalog/paths.h"
#include "catalog/pipeline/encoder_thread.h"
#include "catalog/store/catalog_file.h"
#include "catalog/store/embedding_store.h"
#include "catalog/store/file_store.h"
#include "catalog/store/photo_store.h"
#include "catalog/store/root_store.h"
#include "catalog/store/writer.h"
#include "catalog/thumbnails.h"
#include "model/base/hash.h"
#include "model/files/model_store.h"
#include "tests/support/painted_photo.h"
#include "tests/unit/catalog/index/vectors_for_tests.h"

namespace {

using namespace calotype;
using namespace calotype::catalog;

constexpr int kFilesPerFolder = 500;
constexpr std::int64_t kFirstMs = 1262304000000, kStepMs = 5'000'000;  // 2010 on, 83 minutes apart
constexpr int kPictures = 300;  // different thumbnails; painting one for each photo takes too long
constexpr int kTagGroups = 12, kTagsPerGroup = 10, kAlbums = 40, kPhotosPerAlbum = 250;
constexpr int kTagsPerPhoto = 2;  // on an average
constexpr std::size_t kMostOrganised = 100'000;
constexpr std::size_t kVectorClusters = 1000;

struct Shape {
  int width, height;
};
// Cameras' usual ones, and telephones'.
constexpr Shape kShapes[] = {{4000, 3000}, {6000, 4000}, {3000, 4000}, {3840, 2160}, {4000, 6000}};
constexpr const char* kCameras[] = {"X-T3",     "Pixel 7", "iPhone 13", "Canon EOS 80D",
                                    "DMC-TZ61", "D7200",   "SM-G991B",  "ILCE-6400"};

Sha256 contentOf(int number) {
  return sha256(std::as_bytes(std::span(&number, 1)));
}

Photo inventPhoto(int number, std::mt19937& random) {
  Photo photo;
  photo.content = contentOf(number);
  photo.averageRgb = std::uint32_t(random() & 0xffffff);
  auto& metadata = photo.metadata;
  metadata.format = random() % 20 == 0 ? "PNG" : "JPEG";
  const auto& shape = kShapes[random() % std::size(kShapes)];
  metadata.width = shape.width;
  metadata.height = shape.height;
  metadata.takenMs = kFirstMs + kStepMs * number;
  metadata.camera = kCameras[random() % std::size(kCameras)];
  metadata.iso = 100 << (random() % 6);
  metadata.fNumber = 1.8 + double(random() % 8);
  metadata.focalLengthMm = 20 + double(random() % 100);
  if (random() % 5 < 2) {
    metadata.latitude = -60 + double(random() % 12000) / 100;
    metadata.longitude = -180 + double(random() % 36000) / 100;
  }
  if (random() % 30 == 0) metadata.caption = "What happened on day " + std::to_string(number / 17);
  return photo;
}

std::vector<PhotoId> someOf(const std::vector<PhotoId>& photos, std::size_t count,
                            std::mt19937& random) {
  std::vector<PhotoId> some;
  for (std::size_t i = 0; i < count; ++i) some.push_back(photos[random() % photos.size()]);
  return some;
}

/// Ratings, flags, colours, tags and albums, through the journal as a person's would go; of the
/// photos that a person gets round to.
Status organise(Writer& writer, std::vector<PhotoId> photos) {
  photos.resize(std::min(photos.size(), kMostOrganised));
  std::mt19937 random{7};
  const auto part = [&](std::size_t percent) {
    return someOf(photos, photos.size() * percent / 100, random);
  };
  std::vector<Edit> edits;
  for (int stars = 1; stars <= 5; ++stars) edits.push_back({SetRating{stars}, part(4)});
  edits.push_back({SetFlag{1}, part(3)});
  edits.push_back({SetFlag{-1}, part(2)});
  for (int colour = 1; colour <= 5; ++colour) edits.push_back({SetColour{colour}, part(1)});
  constexpr int kTags = kTagGroups * kTagsPerGroup;
  for (int tag = 0; tag < kTags; ++tag)
    edits.push_back(
        {AddTag{"group " + std::to_string(tag / kTagsPerGroup) + "/tag " + std::to_string(tag)},
         someOf(photos, photos.size() * kTagsPerPhoto / kTags, random)});
  for (int album = 0; album < kAlbums; ++album)
    edits.push_back({CreateAlbum{"Album " + std::to_string(album), ""},
                     someOf(photos, kPhotosPerAlbum, random)});
  for (const auto& edit : edits)
    CALOTYPE_CHECK(writer.run(
        [&](WriteToken& token) { return Journal(token.database()).apply(token, edit, kFirstMs); }));
  return {};
}

/// Invented vectors, kept as those of a model.
class Vectors {
 public:
  static Result<Vectors> of(Writer& writer, const fs::path& folder) {
    CALOTYPE_TRY(const auto model, model::ModelStore::open(folder));
    const auto identity = identityOf(model);
    CALOTYPE_TRY(const auto id, writer.run([&](WriteToken& token) {
      return EmbeddingStore(token.database())
          .addModelOnce(token, identity.model, model.spec.name, identity.dims);
    }));
    return Vectors(id, identity);
  }

  Status put(WriteToken& token, PhotoId photo) {
    return EmbeddingStore(token.database())
        .put(token, photo, model_, transform_, model::toHalves(invented_.next()));
  }

 private:
  Vectors(ModelId model, const IndexIdentity& identity)
      : model_(model),
        transform_(identity.transform),
        invented_(1, identity.dims, kVectorClusters) {}

  ModelId model_;
  std::uint32_t transform_;
  test::PhotoLikeVectors invented_;
};

/// Of the newest ones, which stand first.
Status fillThumbnails(const Paths& paths, int count, int thumbnails) {
  std::vector<std::string> pictures;
  for (int i = 0; i < kPictures; ++i) {
    const bool upright = i % 4 == 0;
    CALOTYPE_TRY(auto jpeg, encodeThumbnail(test::paintPhoto(std::uint32_t(i), upright ? 384 : 512,
                                                             upright ? 512 : 384)));
    pictures.push_back(std::move(jpeg));
  }
  Thumbnails kept(paths.thumbnails());
  for (int i = std::max(0, count - thumbnails); i < count; ++i)
    CALOTYPE_CHECK(kept.put(contentOf(i), pictures[std::size_t(i % kPictures)]));
  return {};
}

Status fillFolder(WriteToken& token, RootId root, const fs::path& rootPath, int folder, int count,
                  std::optional<Vectors>& vectors) {
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
    CALOTYPE_TRY(const auto recorded, photos.record(token, id, listing.files[i].stat,
                                                    inventPhoto(first + int(i), random), kFirstMs));
    if (vectors) CALOTYPE_CHECK(vectors->put(token, recorded.photo));
  }
  return {};
}

Result<std::vector<PhotoId>> allPhotos(WriteToken& token) {
  std::vector<PhotoId> photos;
  CALOTYPE_TRY(auto rows, token.database().query("SELECT id FROM photo ORDER BY id"));
  while (true) {
    CALOTYPE_TRY(const bool more, rows.step());
    if (!more) return photos;
    photos.push_back(PhotoId(rows.integer(0)));
  }
}

Status fill(const fs::path& folder, int count, int thumbnails, const fs::path& model) {
  const auto paths = Paths::inside(folder);
  CALOTYPE_CHECK(createPrivateFolder(paths.data));
  CALOTYPE_CHECK(createPrivateFolder(paths.cache));
  CALOTYPE_TRY(auto database, openCatalog(paths.database(), Mode::ReadWrite));
  Writer writer(std::move(database));
  const fs::path rootPath = folder / "photos-that-are-elsewhere";
  CALOTYPE_TRY(const auto root, writer.run([&](WriteToken& token) {
    return RootStore(token.database()).addOnce(token, rootPath);
  }));
  std::optional<Vectors> vectors;
  if (!model.empty()) {
    CALOTYPE_TRY(vectors, Vectors::of(writer, model));
  }
  for (int i = 0; i * kFilesPerFolder < count; ++i) {
    auto filled = writer.post(
        [&](WriteToken& token) { return fillFolder(token, root, rootPath, i, count, vectors); });
    CALOTYPE_CHECK(filled.get());
  }
  CALOTYPE_TRY(const auto photos, writer.run([](WriteToken& token) { return allPhotos(token); }));
  CALOTYPE_CHECK(organise(writer, photos));
  CALOTYPE_CHECK(fillThumbnails(paths, count, thumbnails));
  return writer.barrier();
}

}  // namespace

/// A catalog of invented photos whose files do not exist, tagged, rated and in albums, for
/// measuring how the program starts, filters, searches and scrolls with many. Only THUMBNAILS of
/// them have one (without it: all); vectors, as of the model in the folder MODEL.
int main(int argc, char** argv) {
  if (argc < 3 || argc > 5) {
    std::fprintf(stderr, "fill-catalog FOLDER COUNT [THUMBNAILS [MODEL]]\n");
    return 2;
  }
  const int count = std::atoi(argv[2]);
  const auto filled =
      fill(argv[1], count, argc > 3 ? std::atoi(argv[3]) : count, argc > 4 ? argv[4] : "");
  if (!filled) {
    std::fprintf(stderr, "fill-catalog: %s\n", filled.error().message.c_str());
    return 1;
  }
  return 0;
}
