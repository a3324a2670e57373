// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/thumbnail_store.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;

class ThumbnailStoreTest : public testing::Test {
 protected:
  ThumbnailStore open(std::int64_t maxBytes = ThumbnailStore::kDefaultBytes) {
    return orDie(ThumbnailStore::open(path, maxBytes));
  }
  test::TemporaryFolder folder;
  fs::path path = folder.path() / "cache" / "thumbnails.db";
};

TEST_F(ThumbnailStoreTest, WhatWasPutIsFoundByContentAndEdge) {
  auto store = open();
  ASSERT_TRUE(store.put(Sha256{1}, 256, "small", 0));
  ASSERT_TRUE(store.put(Sha256{1}, 512, "large", 0));
  ASSERT_TRUE(store.put(Sha256{1}, 512, "larger", 0));
  EXPECT_EQ(orDie(store.find(Sha256{1}, 256, 0)), "small");
  EXPECT_EQ(orDie(store.find(Sha256{1}, 512, 0)), "larger");
  EXPECT_FALSE(orDie(store.find(Sha256{2}, 256, 0)));
  EXPECT_EQ(orDie(store.bytes()), 11);
}

TEST_F(ThumbnailStoreTest, ItOutlivesTheProgram) {
  ASSERT_TRUE(open().put(Sha256{1}, 256, "small", 0));
  EXPECT_EQ(orDie(open().find(Sha256{1}, 256, 0)), "small");
}

TEST_F(ThumbnailStoreTest, TheLongestUnusedGoWhenItIsFull) {
  auto store = open(10'000);
  const std::string jpeg(1000, 'x');
  constexpr std::int64_t kDay = 86'400'000;
  for (std::uint8_t i = 0; i < 10; ++i) ASSERT_TRUE(store.put(Sha256{i}, 256, jpeg, i * kDay));
  EXPECT_TRUE(orDie(store.find(Sha256{0}, 256, 20 * kDay))) << "used just now";
  ASSERT_TRUE(store.put(Sha256{10}, 256, jpeg, 21 * kDay));
  EXPECT_LE(orDie(store.bytes()), 9'000);
  EXPECT_TRUE(orDie(store.find(Sha256{0}, 256, 21 * kDay)));
  EXPECT_FALSE(orDie(store.find(Sha256{1}, 256, 21 * kDay)));
  EXPECT_TRUE(orDie(store.find(Sha256{10}, 256, 21 * kDay)));
}

TEST_F(ThumbnailStoreTest, AnyDamageMeansBeginningAnewNeverAnError) {
  std::string sound;
  {
    auto store = open();
    for (std::uint8_t i = 0; i < 100; ++i)
      ASSERT_TRUE(store.put(Sha256{i}, 256, std::string(3000, char(i)), 0));
  }
  sound = orDie(readFile(path, 1u << 30));
  std::mt19937 random(11);
  for (int i = 0; i < 60; ++i) {
    auto bytes = sound;
    if (i % 3 == 0) bytes.resize(random() % bytes.size());
    if (i % 3 == 1) bytes[random() % bytes.size()] = char(random());
    if (i % 3 == 2)
      for (std::size_t at = random() % bytes.size(), n = 0; n < 4096 && at < bytes.size(); ++n)
        bytes[at++] = char(random());
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    auto store = ThumbnailStore::open(path);
    ASSERT_TRUE(store) << store.error().message;
    for (std::uint8_t content = 0; content < 100; ++content) {
      const auto found = store->find(Sha256{content}, 256, 0);
      ASSERT_TRUE(found) << found.error().message;
      if (*found) {
        EXPECT_EQ(**found, std::string(3000, char(content))) << "wrong picture";
      }
    }
    const auto put = store->put(Sha256{200}, 256, "new", 0);
    ASSERT_TRUE(put) << put.error().message;
    EXPECT_EQ(orDie(store->find(Sha256{200}, 256, 0)), "new");
  }
}

TEST_F(ThumbnailStoreTest, AnotherFormatIsReplaced) {
  fs::create_directories(path.parent_path());
  {
    const auto other = orDie(Database::open(path, Mode::ReadWrite));
    ASSERT_TRUE(other.execute("CREATE TABLE thumbnail (x); PRAGMA user_version = 3"));
  }
  ASSERT_TRUE(open().put(Sha256{1}, 256, "small", 0));
}

}  // namespace
}  // namespace calotype::catalog
