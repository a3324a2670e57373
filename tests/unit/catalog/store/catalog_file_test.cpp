// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/catalog_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "catalog/store/catalog_lock.h"
#include "catalog/store/migration.h"
#include "tests/support/shared.h"
#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;

std::string contents(const fs::path& path) {
  return orDie(readFile(path, 1u << 30));
}

void overwrite(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// Bytes of a sound catalog with photos in it, all in the main file.
std::string soundCatalog() {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.db";
  {
    Writer writer(orDie(openCatalog(path, Mode::ReadWrite)));
    for (std::uint32_t seed = 0; seed < 200; ++seed)
      orDie(writer.run([&](WriteToken& token) {
        return PhotoStore(token.database()).addOnce(token, test::photoOf(seed), 0, 0);
      }));
  }
  return contents(path);
}

TEST(CatalogFileTest, AFreshCatalogSaysWhatItIs) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "deep" / "down" / "catalog.db";
  const auto database = openCatalog(path, Mode::ReadWrite);
  ASSERT_TRUE(database) << database.error().message;
  EXPECT_EQ(orDie(database->value("PRAGMA application_id")), kApplicationId);
  EXPECT_EQ(orDie(versionOf(*database)), schemaVersion());
}

TEST(CatalogFileTest, ReadingNeedsACatalogAndMakesNone) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.db";
  const auto database = openCatalog(path, Mode::ReadOnly);
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().code, Code::NotFound);
  EXPECT_FALSE(fs::exists(path));
}

TEST(CatalogFileTest, AnEmptyFileBecomesACatalog) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.db";
  overwrite(path, "");
  EXPECT_TRUE(openCatalog(path, Mode::ReadWrite));
}

TEST(CatalogFileTest, ANewerCatalogIsRefusedUntouched) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.db";
  overwrite(path, soundCatalog());
  {
    const auto later = orDie(Database::probe(path, Mode::ReadWrite));
    ASSERT_TRUE(later.execute(
        "UPDATE setting SET value = '900' WHERE key = 'min_reader'; PRAGMA user_version = 900;"
        "PRAGMA wal_checkpoint(TRUNCATE)"));
  }
  const auto before = contents(path);
  for (const auto mode : {Mode::ReadWrite, Mode::ReadOnly}) {
    const auto database = openCatalog(path, mode);
    ASSERT_FALSE(database);
    EXPECT_EQ(database.error().code, Code::NewerVersion);
    EXPECT_NE(database.error().message.find("900"), std::string::npos) << database.error().message;
  }
  EXPECT_EQ(contents(path), before);
}

TEST(CatalogFileTest, ANewerCatalogThatAllowsItCanBeRead) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.db";
  overwrite(path, soundCatalog());
  {
    const auto later = orDie(Database::probe(path, Mode::ReadWrite));
    ASSERT_TRUE(later.execute("PRAGMA user_version = 900"));
  }
  EXPECT_TRUE(openCatalog(path, Mode::ReadOnly));
  const auto writing = openCatalog(path, Mode::ReadWrite);
  ASSERT_FALSE(writing);
  EXPECT_EQ(writing.error().code, Code::NewerVersion);
}

TEST(CatalogFileTest, AnotherProgramsDatabaseIsLeftAlone) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.db";
  {
    const auto other = orDie(Database::probe(
        [&] {
          overwrite(path, "");
          return path;
        }(),
        Mode::ReadWrite));
    ASSERT_TRUE(other.execute("CREATE TABLE recipe (name TEXT)"));
  }
  const auto before = contents(path);
  const auto database = openCatalog(path, Mode::ReadWrite);
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().code, Code::Corrupt);
  EXPECT_EQ(contents(path), before);
}

TEST(CatalogFileTest, ForeignTriggersAreRefused) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.db";
  overwrite(path, soundCatalog());
  {
    const auto hostile = orDie(Database::probe(path, Mode::ReadWrite));
    ASSERT_TRUE(hostile.execute(
        "CREATE TRIGGER evil AFTER INSERT ON photo BEGIN DELETE FROM setting; END"));
  }
  const auto database = openCatalog(path, Mode::ReadWrite);
  ASSERT_FALSE(database);
  EXPECT_EQ(database.error().code, Code::Corrupt);
}

TEST(CatalogFileTest, ADestroyedPageIsSeenAndNothingIsOverwritten) {
  const auto sound = soundCatalog();
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.db";
  std::mt19937 random(7);
  int refused = 0;
  constexpr int kTries = 40;
  for (int i = 0; i < kTries; ++i) {
    auto bytes = sound;
    const auto pages = bytes.size() / 4096;
    const auto page = 1 + random() % (pages - 1);
    for (std::size_t at = page * 4096; at < (page + 1) * 4096; ++at) bytes[at] = char(random());
    overwrite(path, bytes);
    const auto database = openCatalog(path, Mode::ReadWrite);
    if (database) continue;  // a page that holds nothing
    ++refused;
    EXPECT_EQ(database.error().code, Code::Corrupt) << database.error().message;
    EXPECT_EQ(contents(path), bytes);
  }
  EXPECT_GT(refused, kTries / 2);
}

TEST(CatalogFileTest, ATruncatedCatalogIsRefused) {
  const auto sound = soundCatalog();
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.db";
  for (const std::size_t size : {std::size_t(1), std::size_t(99), std::size_t(100),
                                 std::size_t(4096), sound.size() / 2, sound.size() - 1000}) {
    overwrite(path, sound.substr(0, size));
    const auto database = openCatalog(path, Mode::ReadWrite);
    ASSERT_FALSE(database) << size;
    EXPECT_EQ(database.error().code, Code::Corrupt) << database.error().message;
    EXPECT_EQ(contents(path), sound.substr(0, size));
  }
}

TEST(CatalogFileTest, DamagedFilesOfTheCollectionAreRefusedOrOpenedButNeverChanged) {
  CALOTYPE_NEEDS_SHARED("corrupt/sqlite");
  int files = 0;
  for (const auto& entry : fs::directory_iterator(test::shared() / "corrupt/sqlite")) {
    for (const auto mode : {Mode::ReadOnly, Mode::ReadWrite}) {
      const test::TemporaryFolder folder;
      const auto path = folder.path() / "catalog.db";
      const auto bytes = contents(entry.path());
      overwrite(path, bytes);
      const auto database = openCatalog(path, mode);
      ASSERT_FALSE(database) << entry.path();
      EXPECT_EQ(contents(path), bytes) << entry.path();
      EXPECT_NE(database.error().message.find("catalog.db"), std::string::npos)
          << database.error().message;
      ++files;
    }
  }
  EXPECT_EQ(files, 20);
}

TEST(CatalogLockTest, TheSecondIsToldWhoHoldsIt) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.lock";
  {
    const auto first = CatalogLock::take(path);
    ASSERT_TRUE(first) << first.error().message;
    const auto second = CatalogLock::take(path);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::Busy);
    EXPECT_NE(second.error().message.find("process " + std::to_string(::getpid())),
              std::string::npos)
        << second.error().message;
  }
  EXPECT_TRUE(CatalogLock::take(path));
}

}  // namespace
}  // namespace calotype::catalog
