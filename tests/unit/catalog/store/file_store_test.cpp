// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/file_store.h"

#include <gtest/gtest.h>

#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;
using test::TempCatalog;

FoundFile found(const std::string& name, std::uint64_t size = 1000, std::uint64_t inode = 1) {
  return {name, {size, 5'000'000'000, inode, 1}};
}

ListingOutcome apply(TempCatalog& catalog, const FolderListing& listing, std::int64_t nowMs = 10) {
  return orDie(
      catalog.write([&](WriteToken& token) { return catalog.files.apply(token, listing, nowMs); }));
}

Status markMissing(TempCatalog& catalog, RootId root, const std::vector<FileId>& absent) {
  return catalog.write(
      [&](WriteToken& token) { return catalog.files.markMissing(token, root, absent); });
}

TEST(FileStoreTest, NewFilesArePendingAndReadOnesUnchanged) {
  TempCatalog catalog;
  const auto root = catalog.addRoot("/photos");
  const FolderListing listing{root, "sea", {found("a.jpg"), found("b.jpg")}, {}};
  const auto first = apply(catalog, listing);
  EXPECT_EQ(first.found, 2);
  EXPECT_EQ(first.pending.size(), 2u);
  EXPECT_EQ(apply(catalog, listing).pending.size(), 2u) << "not read yet";

  catalog.addPhoto(*orDie(catalog.files.find("/photos/sea/a.jpg")), 1);
  const auto again = apply(catalog, listing);
  EXPECT_EQ(again.unchanged.size(), 1u);
  EXPECT_EQ(again.pending.size(), 1u);
  EXPECT_EQ(catalog.count("file"), 2);
}

TEST(FileStoreTest, SizeTimeOrInodeMakeAFileChanged) {
  TempCatalog catalog;
  const auto root = catalog.addRoot("/photos");
  for (const FoundFile& changed : {found("a.jpg", 1001), found("a.jpg", 1000, 2),
                                   FoundFile{"a.jpg", {1000, 5'000'000'001, 1, 1}}}) {
    apply(catalog, {root, "", {found("a.jpg")}, {}});
    catalog.addPhoto(*orDie(catalog.files.find("/photos/a.jpg")), 1);
    ASSERT_EQ(apply(catalog, {root, "", {found("a.jpg")}, {}}).unchanged.size(), 1u);
    EXPECT_EQ(apply(catalog, {root, "", {changed}, {}}).pending.size(), 1u);
    EXPECT_EQ(catalog.count("file", "needs_read = 1"), 1);
  }
}

TEST(FileStoreTest, WhatWasReadWithinAStepOfItsTimeIsReadOnceMore) {
  constexpr std::int64_t kWholeSecond = 5'000'000'000, kWithFraction = 5'000'400'000;
  struct Case {
    std::int64_t mtimeNs, readMs;
    bool doubtful;
  };
  for (const auto& [mtimeNs, readMs, doubtful] : {Case{kWholeSecond, 6999, true},
                                                  {kWholeSecond, 7000, false},
                                                  {kWithFraction, 5010, true},
                                                  {kWithFraction, 5020, false},
                                                  {kWithFraction, 4990, true}}) {
    TempCatalog catalog;
    const auto root = catalog.addRoot("/photos");
    const FileStat stat{1000, mtimeNs, 1, 1, readMs};
    const FolderListing listing{root, "", {{"a.jpg", stat}}, {}};
    apply(catalog, listing);
    const auto file = *orDie(catalog.files.find("/photos/a.jpg"));
    const auto read = [&](std::int64_t ms) {
      auto then = stat;
      then.seenMs = ms;
      ASSERT_TRUE(catalog.write([&](WriteToken& token) {
        return catalog.photos.record(token, file, then, test::photoOf(1), ms);
      }));
    };
    read(readMs);
    EXPECT_EQ(apply(catalog, listing).pending.size(), doubtful ? 1u : 0u) << mtimeNs << readMs;
    read(readMs + 5000);
    EXPECT_EQ(apply(catalog, listing).unchanged.size(), 1u) << "and then no more";
  }
}

TEST(FileStoreTest, AnotherDeviceNumberAloneIsNoChange) {
  TempCatalog catalog;
  const auto root = catalog.addRoot("/photos");
  apply(catalog, {root, "", {found("a.jpg")}, {}});
  catalog.addPhoto(*orDie(catalog.files.find("/photos/a.jpg")), 1);
  auto elsewhere = found("a.jpg");
  elsewhere.stat.device = 99;
  EXPECT_EQ(apply(catalog, {root, "", {elsewhere}, {}}).unchanged.size(), 1u);
}

TEST(FileStoreTest, OnlyAListedFolderProvesAFileAbsent) {
  TempCatalog catalog;
  const auto root = catalog.addRoot("/photos");
  apply(catalog, {root, "", {found("top.jpg")}, {"a", "ab"}});
  apply(catalog, {root, "a", {found("1.jpg")}, {"deep"}});
  apply(catalog, {root, "a/deep", {found("2.jpg")}, {}});
  apply(catalog, {root, "ab", {found("3.jpg")}, {}});
  EXPECT_TRUE(apply(catalog, {root, "", {found("top.jpg")}, {"a", "ab"}}).absent.empty());

  const auto without = apply(catalog, {root, "", {found("top.jpg")}, {"ab"}});
  EXPECT_EQ(without.absent, (std::vector{*orDie(catalog.files.find("/photos/a/1.jpg")),
                                         *orDie(catalog.files.find("/photos/a/deep/2.jpg"))}));
  const auto empty = apply(catalog, {root, "a/deep", {}, {}});
  EXPECT_EQ(empty.absent, std::vector{*orDie(catalog.files.find("/photos/a/deep/2.jpg"))});
}

TEST(FileStoreTest, AMissingFileKeepsItsPhotoAndComesBackUnread) {
  TempCatalog catalog;
  const auto root = catalog.addRoot("/photos");
  apply(catalog, {root, "", {found("a.jpg")}, {}});
  const auto photo = catalog.addPhoto(*orDie(catalog.files.find("/photos/a.jpg")), 1);
  const auto gone = apply(catalog, {root, "", {}, {}});
  ASSERT_EQ(gone.absent.size(), 1u);
  ASSERT_TRUE(markMissing(catalog, root, gone.absent));
  EXPECT_TRUE(orDie(catalog.photos.all()).empty());
  EXPECT_EQ(orDie(catalog.photos.counts({}, 0)).missing, 1);
  EXPECT_TRUE(orDie(catalog.photos.details(photo)).files.size() == 1);
  EXPECT_TRUE(apply(catalog, {root, "", {}, {}}).absent.empty()) << "told once";

  EXPECT_EQ(apply(catalog, {root, "", {found("a.jpg")}, {}}).unchanged.size(), 1u);
  EXPECT_EQ(orDie(catalog.photos.all()).size(), 1u);
}

TEST(FileStoreTest, AMovedFileKeepsItsPhotoWhicheverOrderItIsSeenIn) {
  for (const bool readFirst : {true, false}) {
    TempCatalog catalog;
    const auto root = catalog.addRoot("/photos");
    apply(catalog, {root, "", {found("old.jpg")}, {}});
    const auto photo = catalog.addPhoto(*orDie(catalog.files.find("/photos/old.jpg")), 1);
    const auto listed = apply(catalog, {root, "", {found("new.jpg")}, {}});
    const auto moved = *orDie(catalog.files.find("/photos/new.jpg"));
    const auto read = [&] { EXPECT_EQ(catalog.addPhoto(moved, 1), photo); };
    if (readFirst) read();
    ASSERT_TRUE(markMissing(catalog, root, listed.absent));
    if (!readFirst) read();
    EXPECT_EQ(catalog.count("file"), 1) << "the old place is forgotten";
    EXPECT_EQ(catalog.count("photo"), 1);
    EXPECT_EQ(orDie(catalog.photos.details(photo)).files, std::vector<fs::path>{"/photos/new.jpg"});
  }
}

TEST(FileStoreTest, HalfALibraryGoneAtOnceIsADiskThatIsNotThere) {
  TempCatalog catalog;
  const auto root = catalog.addRoot("/photos");
  FolderListing many{root, "", {}, {}};
  for (int i = 0; i < 200; ++i) many.files.push_back(found(std::to_string(i) + ".jpg"));
  apply(catalog, many);
  const auto nothing = apply(catalog, {root, "", {}, {}});
  ASSERT_EQ(nothing.absent.size(), 200u);
  const auto status = markMissing(catalog, root, nothing.absent);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, Code::ManyMissing);
  EXPECT_NE(status.error().message.find("/photos"), std::string::npos) << status.error().message;
  EXPECT_EQ(catalog.count("file", "state = 'missing'"), 0);
}

TEST(FileStoreTest, NamesAreBytes) {
  TempCatalog catalog;
  const auto root = catalog.addRoot("/photos");
  const std::vector<std::string> names = {"caf\xe9.jpg",  "new\nline.jpg",
                                          "100%.jpg",     "a_b.jpg",
                                          "-rf.jpg",      "'; DROP TABLE file; --.jpg",
                                          "\xc3\xbc.jpg", "u\xcc\x88.jpg"};
  FolderListing listing{root, "odd\xff", {}, {}};
  for (const auto& name : names) listing.files.push_back(found(name));
  apply(catalog, listing);
  std::uint32_t seed = 0;
  for (const auto& name : names) {
    const fs::path path("/photos/odd\xff/" + name);
    const auto file = orDie(catalog.files.find(path));
    ASSERT_TRUE(file) << displayPath(path);
    EXPECT_EQ(orDie(catalog.files.path(*file)), path);
    const auto photo = catalog.addPhoto(*file, ++seed);
    EXPECT_EQ(orDie(catalog.photos.details(photo)).files.front(), path);
    EXPECT_EQ(orDie(catalog.files.photoAt(path)), photo);
  }
  EXPECT_EQ(apply(catalog, listing).unchanged.size(), names.size());
}

TEST(FileStoreTest, FiftyThousandFilesInOneFolder) {
  TempCatalog catalog;
  const auto root = catalog.addRoot("/photos");
  FolderListing listing{root, "all", {}, {}};
  for (int i = 0; i < 50'000; ++i) listing.files.push_back(found(std::to_string(i) + ".jpg"));
  EXPECT_EQ(apply(catalog, listing).pending.size(), 50'000u);
  listing.files.pop_back();
  const auto again = apply(catalog, listing);
  EXPECT_EQ(again.found, 49'999);
  EXPECT_EQ(again.absent.size(), 1u);
}

}  // namespace
}  // namespace calotype::catalog
