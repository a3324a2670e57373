// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/root_store.h"

#include <gtest/gtest.h>

#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;
using test::TempCatalog;

TEST(RootStoreTest, PathsAreComparedByWholeNames) {
  EXPECT_EQ(relativeTo("/a/b/c", "/a/b"), "c");
  EXPECT_EQ(relativeTo("/a/b/", "/a/b"), "");
  EXPECT_EQ(relativeTo("/a/bc", "/a/b"), std::nullopt);
  EXPECT_EQ(relativeTo("/a", "/"), "a");
  EXPECT_EQ(relativeTo("/a", "/a/b"), std::nullopt);
}

TEST(RootStoreTest, AFolderInsideAKnownRootGivesThatRoot) {
  TempCatalog catalog;
  const auto root = catalog.addRoot("/photos/");
  EXPECT_EQ(catalog.addRoot("/photos/2021"), root);
  EXPECT_NE(catalog.addRoot("/photos2"), root);
  EXPECT_EQ(catalog.count("root"), 2);
}

TEST(RootStoreTest, ARelativeFolderIsRefused) {
  TempCatalog catalog;
  const auto added =
      catalog.write([&](WriteToken& token) { return catalog.roots.addOnce(token, "photos"); });
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, Code::InvalidArgument);
}

TEST(RootStoreTest, AFolderAroundKnownRootsTakesTheirFilesOver) {
  TempCatalog catalog;
  const auto inner = catalog.addRoot("/photos/caf\xe9");
  const auto file = catalog.addFile(inner, "deep/a\xff.jpg");
  const auto top = catalog.addFile(inner, "b.jpg");
  catalog.addPhoto(file, 1);
  const auto outer = catalog.addRoot("/photos");
  EXPECT_EQ(catalog.count("root"), 1);
  EXPECT_EQ(orDie(catalog.roots.all()).front().id, outer);
  EXPECT_EQ(orDie(catalog.files.path(file)), fs::path("/photos/caf\xe9/deep/a\xff.jpg"));
  EXPECT_EQ(orDie(catalog.files.path(top)), fs::path("/photos/caf\xe9/b.jpg"));
  EXPECT_EQ(orDie(catalog.photos.inFolder("/photos/caf\xe9/deep")).size(), 1u);

  const auto listed = orDie(catalog.write([&](WriteToken& token) {
    return catalog.files.apply(
        token, {outer, "caf\xe9/deep", {{"a\xff.jpg", {1000, 5'000'000'000, 1, 1}}}, {}}, 0);
  }));
  EXPECT_EQ(listed.unchanged.size(), 1u);
}

TEST(RootStoreTest, RemovingARootKeepsWhatOthersHoldAndWhatTheUserMade) {
  TempCatalog catalog;
  const auto first = catalog.addRoot("/one"), second = catalog.addRoot("/two");
  const auto only = catalog.addPhoto(catalog.addFile(first, "only.jpg"), 1);
  const auto both = catalog.addPhoto(catalog.addFile(first, "both.jpg"), 2);
  EXPECT_EQ(catalog.addPhoto(catalog.addFile(second, "copy.jpg"), 2), both);
  const auto rated = catalog.addPhoto(catalog.addFile(first, "rated.jpg"), 3);
  ASSERT_TRUE(catalog.write([&](WriteToken& token) {
    return token.database().run("UPDATE photo SET rating = 5 WHERE id = ?1", rated);
  }));

  const auto gone =
      orDie(catalog.write([&](WriteToken& token) { return catalog.roots.remove(token, first); }));
  EXPECT_EQ(gone, std::vector{only});
  EXPECT_EQ(catalog.count("root"), 1);
  EXPECT_EQ(catalog.count("file"), 1);
  EXPECT_EQ(catalog.count("photo"), 2);
  EXPECT_EQ(catalog.count("photo_text", "rowid = " + std::to_string(std::int64_t(only))), 0);
  const auto rows = orDie(catalog.photos.all());
  ASSERT_EQ(rows.size(), 1u) << "a photo without a file is not shown";
  EXPECT_EQ(rows.front().id, both);

  const auto again = catalog.addRoot("/one");
  EXPECT_EQ(catalog.addPhoto(catalog.addFile(again, "rated.jpg"), 3), rated);
  EXPECT_EQ(orDie(catalog.photos.details(rated)).metadata.rating, 5);
}

}  // namespace
}  // namespace calotype::catalog
