// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/photo_store.h"

#include "catalog/store/replaced_store.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;
using test::photoOf;
using test::TempCatalog;

class PhotoStoreTest : public testing::Test {
 protected:
  /// As at the end of a scan; gives the photos that are gone.
  std::vector<PhotoId> settle() {
    Settled settled;
    EXPECT_TRUE(catalog.write([&](WriteToken& token) {
      return ReplacedStore(token.database()).settlePlaces(token, {}, 0, settled);
    }));
    return settled.removed;
  }
  PhotoId add(const std::string& path, const Photo& photo) {
    return catalog.addPhoto(catalog.addFile(root, path), photo);
  }
  Status change(const std::string& sql) {
    return catalog.write([&](WriteToken& token) { return token.database().execute(sql); });
  }
  std::vector<PhotoId> idsIn(const fs::path& folder) {
    std::vector<PhotoId> ids;
    for (const auto& row : orDie(catalog.photos.inFolder(folder))) ids.push_back(row.id);
    return ids;
  }

  TempCatalog catalog;
  RootId root = catalog.addRoot("/photos");
};

TEST_F(PhotoStoreTest, TheSameContentTwiceIsOnePhoto) {
  const auto first = add("a.jpg", photoOf(1));
  EXPECT_EQ(add("copy.jpg", photoOf(1)), first);
  EXPECT_EQ(catalog.count("photo"), 1);
  EXPECT_EQ(catalog.count("photo", "files = 2"), 1);
  EXPECT_EQ(orDie(catalog.photos.details(first)).files,
            (std::vector<fs::path>{"/photos/a.jpg", "/photos/copy.jpg"}));
}

TEST_F(PhotoStoreTest, AllMetadataComesBack) {
  auto photo = photoOf(1);
  photo.metadata = {"TIFF", 4000,       3000,     6,         1'600'000'000'123,
                    -330,   "Make",     "Camera", "Lens",    0.004,
                    2.8,    200,        35,       -33.5,     151.25,
                    4,      {"B", "a"}, "Title",  "Caption", {}};
  const auto details = orDie(catalog.photos.details(add("a.tif", photo)));
  const auto& facts = details.metadata;
  EXPECT_EQ(facts.format, "TIFF");
  EXPECT_EQ(facts.width, 4000);
  EXPECT_EQ(facts.height, 3000);
  EXPECT_EQ(facts.orientation, 6);
  EXPECT_EQ(facts.takenMs, 1'600'000'000'123);
  EXPECT_EQ(facts.offsetMinutes, -330);
  EXPECT_EQ(facts.make, "Make");
  EXPECT_EQ(facts.camera, "Camera");
  EXPECT_EQ(facts.lens, "Lens");
  EXPECT_EQ(facts.exposureSeconds, 0.004);
  EXPECT_EQ(facts.fNumber, 2.8);
  EXPECT_EQ(facts.iso, 200);
  EXPECT_EQ(facts.focalLengthMm, 35);
  EXPECT_EQ(facts.latitude, -33.5);
  EXPECT_EQ(facts.longitude, 151.25);
  EXPECT_EQ(facts.rating, 4);
  EXPECT_EQ(facts.keywords, (std::vector<std::string>{"a", "B"}));
  EXPECT_EQ(facts.title, "Title");
  EXPECT_EQ(facts.caption, "Caption");
  EXPECT_EQ(details.bytes, 1000u);
  EXPECT_EQ(details.fileMs, 5000);
  const auto row = orDie(catalog.photos.all()).front();
  EXPECT_FLOAT_EQ(row.aspect, 0.75f) << "upright";
  EXPECT_EQ(row.sortMs, 1'600'000'000'123);
}

TEST_F(PhotoStoreTest, MetadataOfADamagedFileIsTakenWithCare) {
  auto photo = photoOf(1);
  photo.metadata.width = 0;
  photo.metadata.orientation = 77;
  photo.metadata.rating = 99;
  photo.metadata.fNumber = std::numeric_limits<double>::infinity();
  photo.metadata.latitude = std::numeric_limits<double>::quiet_NaN();
  photo.metadata.keywords = {"", " \n ", std::string(5000, 'x'), "good", "GOOD", "bad\xff"};
  const auto facts = orDie(catalog.photos.details(add("a.jpg", photo))).metadata;
  EXPECT_EQ(facts.rating, 5);
  EXPECT_EQ(facts.orientation, 1);
  EXPECT_FALSE(facts.fNumber);
  EXPECT_FALSE(facts.latitude);
  EXPECT_EQ(facts.keywords, (std::vector<std::string>{"bad\xef\xbf\xbd", "good"}));
}

TEST_F(PhotoStoreTest, ARejectedPhotoIsFlagged) {
  auto photo = photoOf(1);
  photo.metadata.rating = -1;
  EXPECT_EQ(orDie(catalog.photos.details(add("a.jpg", photo))).metadata.rating, -1);
}

TEST_F(PhotoStoreTest, BrowsingIsNewestFirstAndTiesGoById) {
  std::vector<PhotoId> ids;
  for (const std::int64_t taken : {2000, 3000, 2000, 1000}) {
    auto photo = photoOf(std::uint32_t(ids.size() + 1));
    photo.metadata.takenMs = taken;
    ids.push_back(add(std::to_string(ids.size()), photo));
  }
  std::vector<PhotoId> order;
  for (const auto& row : orDie(catalog.photos.all())) order.push_back(row.id);
  EXPECT_EQ(order, (std::vector{ids[1], ids[0], ids[2], ids[3]}));
  EXPECT_EQ(idsIn("/photos"), order);
}

TEST_F(PhotoStoreTest, AFolderIsWhatBeginsWithItsBytes) {
  const auto a = add("2021/a.jpg", photoOf(1)), below = add("2021/sea/b.jpg", photoOf(2));
  add("2021b/c.jpg", photoOf(3));
  add("2021.jpg", photoOf(4));
  add("2022/d.jpg", photoOf(5));
  const auto percent = add("50%_/e.jpg", photoOf(6));
  add("50xx/f.jpg", photoOf(7));
  const auto bytes = add("\xff\xfe/g.jpg", photoOf(8));
  EXPECT_EQ(idsIn("/photos/2021"), (std::vector{a, below}));
  EXPECT_EQ(idsIn("/photos/2021/"), (std::vector{a, below}));
  EXPECT_EQ(idsIn("/photos/50%_"), std::vector{percent});
  EXPECT_EQ(idsIn("/photos/\xff\xfe"), std::vector{bytes});
  EXPECT_EQ(idsIn("/photos").size(), 8u);
  EXPECT_EQ(idsIn("/").size(), 8u);
  EXPECT_TRUE(idsIn("/elsewhere").empty());
  EXPECT_TRUE(idsIn("/photos/202").empty());
}

TEST_F(PhotoStoreTest, BrowsingTheWholeLibraryIsOneScanOfAnIndex) {
  auto plan = orDie(catalog.database().query(
      "EXPLAIN QUERY PLAN SELECT id, aspect, average_rgb, sort_ms FROM photo"
      " WHERE files > 0 AND hidden = 0 ORDER BY sort_ms DESC, id"));
  ASSERT_TRUE(orDie(plan.step()));
  EXPECT_EQ(plan.text(3), "SCAN photo USING COVERING INDEX photo_browse");
  EXPECT_FALSE(orDie(plan.step())) << "nothing is sorted";
}

TEST_F(PhotoStoreTest, FoldersCountEachPhotoOnceInThemAndBelow) {
  add("2021/a.jpg", photoOf(1));
  add("2021/sea/b.jpg", photoOf(2));
  add("2021/sea/copy of a.jpg", photoOf(1));
  const auto folders = orDie(catalog.photos.folders());
  ASSERT_EQ(folders.size(), 3u);
  EXPECT_EQ(folders[0].path, "/photos");
  EXPECT_EQ(folders[0].photos, 2);
  EXPECT_EQ(folders[1].path, "/photos/2021");
  EXPECT_EQ(folders[1].photos, 2);
  EXPECT_EQ(folders[2].path, "/photos/2021/sea");
  EXPECT_EQ(folders[2].photos, 2);
}

TEST_F(PhotoStoreTest, ManyComeInTheOrderAskedForWithoutThoseThatAreGone) {
  const auto a = add("a.jpg", photoOf(1)), b = add("b.jpg", photoOf(2));
  const std::vector<PhotoId> asked = {b, PhotoId{999}, a};
  const auto rows = orDie(catalog.photos.getMany(asked));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].id, b);
  EXPECT_EQ(rows[1].id, a);
  EXPECT_FALSE(catalog.photos.getMany(std::vector<PhotoId>(1001, a)));
}

TEST_F(PhotoStoreTest, WithoutACaptureTimeTheFilesOwnIsTheOrder) {
  add("a.jpg", photoOf(1));
  EXPECT_EQ(orDie(catalog.photos.all()).front().sortMs, localWallClock(5000));
}

TEST_F(PhotoStoreTest, RewrittenMetadataMovesTheUsersWorkToTheNewContent) {
  auto before = photoOf(1);
  before.pixelHash = Sha256{9};
  const auto file = catalog.addFile(root, "a.jpg");
  const auto old = catalog.addPhoto(file, before);
  ASSERT_TRUE(
      change("UPDATE photo SET rating = 4, flag = 1, colour = 2, caption = 'mine';"
             "INSERT INTO tag (id, name, name_key) VALUES (70, 'boat', 'boat'), (71, 'cat', 'cat');"
             "INSERT INTO photo_tag (photo_id, tag_id, origin, state, at_ms)"
             " SELECT id, 70, 'user', 'accepted', 0 FROM photo;"
             "INSERT INTO photo_tag (photo_id, tag_id, origin, state, at_ms)"
             " SELECT id, 71, 'model', 'rejected', 0 FROM photo;"
             "INSERT INTO album (id, name, cover_id, position) SELECT 5, 'best', id, 0 FROM photo;"
             "INSERT INTO album_photo (album_id, photo_id, position) SELECT 5, id, 0 FROM photo"));
  auto after = photoOf(2);
  after.pixelHash = before.pixelHash;
  after.metadata.keywords = {"from the file"};

  const auto recorded = orDie(catalog.write([&](WriteToken& token) {
    return catalog.photos.record(token, file, {1, 2, 3, 4}, after, 0);
  }));
  EXPECT_TRUE(recorded.isNew);
  EXPECT_EQ(settle(), std::vector{old});
  EXPECT_NE(recorded.photo, old);
  EXPECT_EQ(catalog.count("photo"), 1);
  const auto facts = orDie(catalog.photos.details(recorded.photo)).metadata;
  EXPECT_EQ(facts.rating, 4);
  EXPECT_EQ(facts.caption, "mine");
  EXPECT_EQ(facts.keywords, (std::vector<std::string>{"boat", "from the file"}));
  EXPECT_EQ(catalog.count("photo", "flag = 1 AND colour = 2"), 1);
  EXPECT_EQ(catalog.count("photo_tag", "state = 'rejected'"), 1);
  EXPECT_EQ(catalog.count("album_photo"), 1);
  EXPECT_EQ(catalog.count("album JOIN photo ON cover_id = photo.id"), 1);
}

TEST_F(PhotoStoreTest, ACopyThatWasNotRewrittenKeepsTheUsersWorkToo) {
  auto before = photoOf(1);
  before.pixelHash = Sha256{9};
  const auto file = catalog.addFile(root, "a.jpg");
  const auto old = catalog.addPhoto(file, before);
  EXPECT_EQ(add("backup.jpg", before), old);
  ASSERT_TRUE(change("UPDATE photo SET rating = 4"));
  auto after = photoOf(2);
  after.pixelHash = before.pixelHash;
  const auto changed = catalog.addPhoto(file, after);
  EXPECT_EQ(orDie(catalog.photos.details(old)).metadata.rating, 4);
  EXPECT_EQ(orDie(catalog.photos.details(changed)).metadata.rating, 4);
}

TEST_F(PhotoStoreTest, AnotherPictureUnderTheSameNameIsAnotherPhoto) {
  const auto file = catalog.addFile(root, "a.jpg"), other = catalog.addFile(root, "b.jpg");
  auto rated = photoOf(1), plain = photoOf(2);
  rated.metadata.takenMs = 1'000'000;
  rated.pixelHash = Sha256{1};
  plain.pixelHash = Sha256{2};
  const auto old = catalog.addPhoto(file, rated);
  ASSERT_TRUE(change("UPDATE photo SET rating = 4"));
  catalog.addPhoto(other, plain);
  auto replacement = photoOf(3);
  replacement.pixelHash = Sha256{3};
  const auto changed = catalog.addPhoto(file, replacement);
  EXPECT_TRUE(settle().empty());
  EXPECT_FALSE(orDie(catalog.photos.details(changed)).metadata.rating);
  EXPECT_EQ(orDie(catalog.photos.details(old)).metadata.rating, 4) << "kept, unseen";
  auto another = photoOf(4);
  catalog.addPhoto(other, another);
  EXPECT_EQ(settle().size(), 1u);
  EXPECT_EQ(catalog.count("photo"), 3) << "one that bears nothing of the user's goes";
  EXPECT_EQ(orDie(catalog.photos.all()).size(), 2u);
}

TEST_F(PhotoStoreTest, APhotoThatWasEditedInItsPlaceHasTheWorkOfTheOneBefore) {
  const auto file = catalog.addFile(root, "a.jpg");
  auto before = photoOf(1), after = photoOf(2);
  before.metadata.takenMs = after.metadata.takenMs = 1'000'000;
  const auto old = catalog.addPhoto(file, before);
  ASSERT_TRUE(change("UPDATE photo SET rating = 4"));
  const auto edited = catalog.addPhoto(file, after);
  EXPECT_TRUE(settle().empty());
  EXPECT_EQ(orDie(catalog.photos.details(edited)).metadata.rating, 4);
  EXPECT_EQ(orDie(catalog.photos.details(old)).metadata.rating, 4) << "should it come back";
}

TEST_F(PhotoStoreTest, KnownContentNeedsNoDecoding) {
  const auto photo = add("a.jpg", photoOf(1));
  const auto file = catalog.addFile(root, "b.jpg");
  const auto recorded = orDie(catalog.write([&](WriteToken& token) {
    return catalog.photos.recordKnown(token, file, {1, 2, 3, 4}, photo);
  }));
  EXPECT_FALSE(recorded.isNew);
  EXPECT_EQ(catalog.count("photo", "files = 2"), 1);
}

TEST_F(PhotoStoreTest, AFileThatIsGoneCannotBeRecorded) {
  const auto recorded = catalog.write([&](WriteToken& token) {
    return catalog.photos.record(token, FileId{99}, {}, photoOf(1), 0);
  });
  ASSERT_FALSE(recorded);
  EXPECT_EQ(recorded.error().code, Code::NotFound);
  EXPECT_EQ(catalog.count("photo"), 0) << "undone as a whole";
}

TEST_F(PhotoStoreTest, RemovingAPhotoTakesAllItsRows) {
  auto photo = photoOf(1);
  photo.metadata.keywords = {"sea"};
  const auto id = add("a.jpg", photo);
  ASSERT_TRUE(
      change("INSERT INTO album (id, name, cover_id, position) SELECT 5, 'a', id, 0 FROM photo"));
  ASSERT_TRUE(catalog.write(
      [&](WriteToken& token) { return catalog.photos.remove(token, std::span(&id, 1)); }));
  for (const char* table : {"photo", "photo_tag", "photo_text"}) EXPECT_EQ(catalog.count(table), 0);
  EXPECT_EQ(catalog.count("file", "needs_read = 1"), 1);
}

TEST_F(PhotoStoreTest, CountsSayWhatIsThere) {
  add("a.jpg", photoOf(1));
  add("b.jpg", photoOf(1));
  const auto broken = catalog.addFile(root, "c.jpg");
  ASSERT_TRUE(catalog.write([&](WriteToken& token) {
    return catalog.failures.record(token, broken, Step::Decode, {Code::Corrupt, "torn"}, 0);
  }));
  const auto counts = orDie(catalog.photos.counts({}, 0));
  EXPECT_EQ(counts.photos, 1);
  EXPECT_EQ(counts.files, 3);
  EXPECT_EQ(counts.unreadable, 1);
  EXPECT_EQ(counts.missing, 0);
  EXPECT_EQ(counts.embedded, 0);
}

}  // namespace
}  // namespace calotype::catalog
