// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/work_store.h"

#include <gtest/gtest.h>

#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;
using test::TempCatalog;

class WorkStoreTest : public testing::Test {
 protected:
  std::vector<FileId> toRead(std::int64_t runMs = 100, FileId after = {}, std::size_t limit = 100) {
    std::vector<FileId> ids;
    for (const auto& file : orDie(catalog.work.toRead(roots, runMs, after, limit)))
      ids.push_back(file.file);
    EXPECT_TRUE(limit < 100 || after != FileId{} ||
                orDie(catalog.work.countToRead(roots, runMs)) == std::int64_t(ids.size()));
    return ids;
  }
  std::vector<PhotoId> toEncode(std::uint32_t transform, std::int64_t runMs = 100) {
    std::vector<PhotoId> ids;
    for (const auto& photo :
         orDie(catalog.work.toEncode(roots, model, transform, runMs, PhotoId{}, 100)))
      ids.push_back(photo.photo);
    EXPECT_EQ(orDie(catalog.work.countToEncode(roots, model, transform, runMs)),
              std::int64_t(ids.size()));
    return ids;
  }
  void failed(FileId file, Step step, Code code, std::int64_t nowMs) {
    ASSERT_TRUE(catalog.write([&](WriteToken& token) {
      return catalog.failures.record(token, file, step, {code, "why"}, nowMs);
    }));
  }
  void encoded(PhotoId photo, std::uint32_t transform) {
    ASSERT_TRUE(catalog.write([&](WriteToken& token) {
      return catalog.embeddings.put(token, photo, model, transform, std::vector{toHalf(1)});
    }));
  }

  TempCatalog catalog;
  RootId root = catalog.addRoot("/photos");
  std::vector<RootId> roots{root};
  FileId a = catalog.addFile(root, "a"), b = catalog.addFile(root, "b"),
         c = catalog.addFile(root, "c");
  ModelId model = orDie(catalog.write(
      [&](WriteToken& token) { return catalog.embeddings.addModelOnce(token, Sha256{}, "m", 1); }));
};

TEST_F(WorkStoreTest, FilesThatWereNotReadComeInBatchesInOrder) {
  EXPECT_EQ(toRead(), (std::vector{a, b, c}));
  EXPECT_EQ(toRead(100, FileId{}, 2), (std::vector{a, b}));
  EXPECT_EQ(toRead(100, b, 2), std::vector{c});
  catalog.addPhoto(b, 1);
  EXPECT_EQ(toRead(), (std::vector{a, c}));
  EXPECT_EQ(orDie(catalog.work.toRead(roots, 100, {}, 1)).front().path, "/photos/a");
}

TEST_F(WorkStoreTest, OtherRootsAreNoWork) {
  const auto other = catalog.addRoot("/other");
  catalog.addPhoto(catalog.addFile(other, "d"), 9);
  catalog.addFile(other, "e");
  EXPECT_EQ(toRead().size(), 3u);
  EXPECT_TRUE(toEncode(1).empty());
  roots.push_back(other);
  EXPECT_EQ(toRead().size(), 4u);
  EXPECT_EQ(toEncode(1).size(), 1u);
  roots.clear();
  EXPECT_TRUE(toRead().empty());
}

TEST_F(WorkStoreTest, AFailureWaitsForItsTimeAndForTheNextRun) {
  failed(a, Step::Decode, Code::Corrupt, 100);
  failed(b, Step::Open, Code::Permission, 100);
  EXPECT_EQ(toRead(100), std::vector{c}) << "not twice in one run";
  EXPECT_EQ(toRead(5000), (std::vector{b, c})) << "wrong contents stay wrong";
  failed(c, Step::Decode, Code::Crashed, 100);
  EXPECT_EQ(toRead(5000), (std::vector{b, c}));
  failed(c, Step::Decode, Code::Crashed, 5000);
  EXPECT_EQ(toRead(9000), std::vector{b}) << "two deaths are enough";
  ASSERT_TRUE(catalog.write([&](WriteToken& token) { return catalog.failures.retryAll(token); }));
  EXPECT_EQ(toRead(9000), (std::vector{a, b, c}));
}

TEST_F(WorkStoreTest, AChangedFileIsDueWhateverHappenedBefore) {
  failed(a, Step::Decode, Code::Corrupt, 100);
  const FolderListing listing{root, "", {{"a", {7, 7, 7, 7}}}, {}};
  const auto outcome = orDie(
      catalog.write([&](WriteToken& token) { return catalog.files.apply(token, listing, 200); }));
  EXPECT_EQ(outcome.pending.size(), 1u);
  EXPECT_EQ(toRead(200), (std::vector{a, b, c}));
}

TEST_F(WorkStoreTest, AnUnreadableFileThatDidNotChangeCountsAsUnreadable) {
  failed(a, Step::Decode, Code::Corrupt, 100);
  failed(b, Step::Open, Code::Permission, 100);
  const FileStat same{1000, 5'000'000'000, 1, 1};
  const auto outcome = orDie(catalog.write([&](WriteToken& token) {
    return catalog.files.apply(token, {root, "", {{"a", same}, {"b", same}, {"c", same}}, {}},
                               5000);
  }));
  EXPECT_EQ(outcome.found, 3);
  EXPECT_EQ(outcome.unreadable, 1);
  EXPECT_EQ(outcome.pending.size(), 2u);
}

TEST_F(WorkStoreTest, PhotosWithoutAVectorOfThisModelAndTransform) {
  const auto first = catalog.addPhoto(a, 1), second = catalog.addPhoto(b, 2);
  EXPECT_EQ(catalog.addPhoto(c, 2), second);
  EXPECT_EQ(toEncode(1), (std::vector{first, second}));
  encoded(first, 1);
  EXPECT_EQ(toEncode(1), std::vector{second});
  EXPECT_EQ(toEncode(2), (std::vector{first, second})) << "another transform";
  failed(b, Step::Encode, Code::Corrupt, 100);
  const auto left = orDie(catalog.work.toEncode(roots, model, 1, 100, {}, 10));
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].file, c) << "the copy can be read";
  failed(c, Step::Encode, Code::Corrupt, 100);
  EXPECT_TRUE(toEncode(1).empty());
}

TEST_F(WorkStoreTest, MissingFilesAreNoWork) {
  const auto photo = catalog.addPhoto(a, 1);
  const std::vector<FileId> absent = {a, b};
  ASSERT_TRUE(catalog.write(
      [&](WriteToken& token) { return catalog.files.markMissing(token, root, absent); }));
  EXPECT_EQ(toRead(), std::vector{c});
  EXPECT_TRUE(toEncode(1).empty());
  EXPECT_TRUE(catalog.photos.details(photo));
}

}  // namespace
}  // namespace calotype::catalog
