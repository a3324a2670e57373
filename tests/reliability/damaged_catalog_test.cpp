// SPDX-License-Identifier: GPL-3.0-or-later
// T-DB-2: catalogs with damage of seven kinds.
#include <gtest/gtest.h>

#include <functional>
#include <random>

#include "catalog/store/catalog_file.h"
#include "catalog/upkeep.h"
#include "tests/reliability/lived_in_catalog.h"
#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::contentsOf;
using test::everythingIn;
using test::orDie;
using test::overwrite;

constexpr std::size_t kPageBytes = 4096;
using Contents = std::map<std::string, std::string>;

/// A closed catalog with a copy of it, and one with a log that was not yet written back.
class DamagedCatalog : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const test::TemporaryFolder folder;
    const auto path = folder.path() / "catalog.db";
    test::makeLivedInCatalog(path);
    sound = contentsOf(path);
    contents = orDie(everythingIn(path));
  }

  void SetUp() override {
    overwrite(paths.database(), sound);
    copy = orDie(backUpCatalog(paths, std::nullopt));
  }

  /// Opens the damaged file as the program does. Either that is refused, with every byte as it was,
  /// or all that it says is as before; `harmless` counts the latter, `silent` what is neither.
  void expectSeenOrHarmless(const std::string& bytes) {
    overwrite(paths.database(), bytes);
    const auto before = contentsOf(paths.database());
    const auto opened = openCatalog(paths.database(), Mode::ReadWrite);
    if (!opened) {
      ++refused;
      EXPECT_EQ(opened.error().code, Code::Corrupt) << opened.error().message;
      EXPECT_NE(opened.error().message.find("catalog restore"), std::string::npos)
          << opened.error().message;
      EXPECT_EQ(contentsOf(paths.database()), before);
      return;
    }
    const auto read = everythingIn(*opened);
    if (!read || checkFinds("history"))
      ++refused;
    else
      ++(*read == contents ? harmless : silent);
  }

  /// Pages of a long value are nothing but its bytes: only a checksum tells.
  bool checkFinds(const std::string& what) const {
    bool found = false;
    orDie(checkCatalog(paths, {}, {}, [&](const Finding& finding) {
      found = found || (finding.what == what && !finding.sound);
    }));
    return found;
  }

  /// The copy brings everything back, and what was there is kept as it was.
  void expectRestores() {
    const auto damaged = contentsOf(paths.database());
    const auto restored = restoreCatalog(paths, std::nullopt);
    ASSERT_TRUE(restored) << restored.error().message;
    ASSERT_TRUE(restored->kept);
    EXPECT_EQ(contentsOf(*restored->kept), damaged);
    EXPECT_EQ(orDie(everythingIn(paths.database())), contents);
  }

  static std::string sound;
  static Contents contents;
  test::TemporaryFolder folder;
  Paths paths = Paths::inside(folder.path());
  fs::path copy;
  int refused = 0, harmless = 0, silent = 0;
};

std::string DamagedCatalog::sound;
Contents DamagedCatalog::contents;

TEST_F(DamagedCatalog, APageOfZeroesIsSeenOrHarmless) {
  for (std::size_t i = 0; i < 50; ++i) {
    const auto page = i * (sound.size() / kPageBytes) / 50;
    auto bytes = sound;
    std::fill_n(bytes.begin() + std::ptrdiff_t(page * kPageBytes), kPageBytes, '\0');
    expectSeenOrHarmless(bytes);
  }
  EXPECT_EQ(silent, 0);
  EXPECT_GT(refused, 40);
  expectRestores();
}

TEST_F(DamagedCatalog, APageOfNoiseIsSeenOrHarmless) {
  std::mt19937 random(1);
  for (int i = 0; i < 50; ++i) {
    const auto page = random() % (sound.size() / kPageBytes);
    auto bytes = sound;
    for (std::size_t at = 0; at < kPageBytes; ++at) bytes[page * kPageBytes + at] = char(random());
    expectSeenOrHarmless(bytes);
  }
  EXPECT_EQ(silent, 0);
  expectRestores();
}

/// A bit in the middle of somebody's text breaks no rule of the format: it cannot be seen, and must
/// harm nothing else.
TEST_F(DamagedCatalog, AFlippedBitChangesAtMostOneTable) {
  std::mt19937 random(2);
  int seen = 0, unseen = 0;
  for (int i = 0; i < 60; ++i) {
    auto bytes = sound;
    bytes[random() % bytes.size()] ^= char(1 << (random() % 8));
    overwrite(paths.database(), bytes);
    const auto opened = openCatalog(paths.database(), Mode::ReadWrite);
    const auto read =
        opened ? everythingIn(*opened) : Result<Contents>(tl::make_unexpected(opened.error()));
    if (!read) {
      ++seen;
      continue;
    }
    int tables = 0;
    for (const auto& [table, rows] : contents) tables += read->at(table) != rows ? 1 : 0;
    EXPECT_LE(tables, 1);
    unseen += tables;
  }
  RecordProperty("seen", seen);
  RecordProperty("unseen", unseen);
  std::printf("60 flipped bits: %d seen, %d in the text of a row, the rest without effect\n", seen,
              unseen);
  expectRestores();
}

TEST_F(DamagedCatalog, ACutOffFileIsSeen) {
  std::mt19937 random(3);
  for (int i = 0; i < 40; ++i) expectSeenOrHarmless(sound.substr(0, 1 + random() % sound.size()));
  EXPECT_EQ(refused, 40);
  expectRestores();
}

TEST_F(DamagedCatalog, AWrongBeginningIsSeen) {
  std::mt19937 random(4);
  for (int i = 0; i < 30; ++i) {
    auto bytes = sound;
    for (int changed = 0; changed < 4; ++changed) bytes[random() % 16] = char('a' + random() % 26);
    expectSeenOrHarmless(bytes);
  }
  EXPECT_EQ(silent, 0);
  expectRestores();
}

/// What a power cut leaves: the file and its log, the log perhaps not to its end.
TEST_F(DamagedCatalog, ACutOffLogGivesAStateThatOnceWas) {
  const test::TemporaryFolder other;
  const auto path = other.path() / "catalog.db";
  overwrite(path, sound);
  std::string log;
  {
    Writer writer(orDie(openCatalog(path, Mode::ReadWrite)));
    for (int i = 0; i < 20; ++i)
      orDie(writer.run([&](WriteToken& token) {
        return token.database().run("UPDATE photo SET rating = ?1", i % 6);
      }));
    log = contentsOf(path.native() + "-wal");
    overwrite(path, contentsOf(path));
  }
  std::mt19937 random(5);
  for (int i = 0; i < 40; ++i) {
    for (const char* const suffix : {"-wal", "-shm"})
      fs::remove(paths.database().native() + suffix);
    overwrite(paths.database(), sound);
    overwrite(paths.database().native() + "-wal", log.substr(0, random() % log.size()));
    const auto opened = openCatalog(paths.database(), Mode::ReadWrite);
    ASSERT_TRUE(opened) << opened.error().message;
    const auto ratings = orDie(opened->value("SELECT count(DISTINCT rating) FROM photo"));
    EXPECT_LE(ratings.value_or(9), 2) << "half a transaction";
    EXPECT_EQ(orDie(opened->value("SELECT count(*) FROM photo")), 300);
  }
}

TEST_F(DamagedCatalog, NoiseInTheSharedMemoryFileIsHarmless) {
  std::mt19937 random(6);
  for (int i = 0; i < 30; ++i) {
    std::string noise(32768, '\0');
    for (char& byte : noise) byte = char(random());
    overwrite(paths.database().native() + "-shm", noise);
    expectSeenOrHarmless(sound);
  }
  EXPECT_EQ(harmless, 30);
}

TEST_F(DamagedCatalog, WhatCanBeReadIsSavedAndNothingIsInvented) {
  std::mt19937 random(7);
  for (int i = 0; i < 25; ++i) {
    auto bytes = sound;
    for (int pages = 0; pages < 1 + i % 3; ++pages) {
      const auto page = 1 + random() % (sound.size() / kPageBytes - 1);
      std::fill_n(bytes.begin() + std::ptrdiff_t(page * kPageBytes), kPageBytes, '\0');
    }
    overwrite(paths.database(), bytes);
    const auto rebuilt = rebuildCatalog(paths);
    if (!rebuilt) {
      EXPECT_EQ(rebuilt.error().code, Code::Corrupt) << rebuilt.error().message;
      EXPECT_EQ(contentsOf(paths.database()), bytes);
      continue;
    }
    ++refused;
    EXPECT_EQ(contentsOf(*rebuilt->kept), bytes);
    const auto opened = openCatalog(paths.database(), Mode::ReadWrite);
    ASSERT_TRUE(opened) << opened.error().message;
    const auto invented = orDie(opened->value(
        "SELECT count(*) FROM photo WHERE rating NOT IN (0, 4) OR length(content) <> 32"));
    EXPECT_EQ(invented, 0);
    const auto photos = orDie(opened->value("SELECT count(*) FROM photo"));
    EXPECT_EQ(photos.value_or(0), 300) << "what the pages lost, the copy has";
    EXPECT_EQ(orDie(everythingIn(*opened)).at("photo_tag"), contents.at("photo_tag"));
  }
  EXPECT_GT(refused, 15);
}

TEST_F(DamagedCatalog, WithoutACopyABadPageCostsWhatLiesOnItAndNoMore) {
  fs::remove_all(paths.snapshots());
  // Leaves of the table "photo": their rows hold the captions.
  std::vector<std::size_t> leaves;
  for (std::size_t page = 1; page < sound.size() / kPageBytes; ++page)
    if (sound[page * kPageBytes] == 0x0d &&
        sound.find("JPEG", page * kPageBytes) < (page + 1) * kPageBytes)
      leaves.push_back(page);
  ASSERT_GT(leaves.size(), 8u);
  auto bytes = sound;
  for (const std::size_t leaf : {leaves[1], leaves[4], leaves[5], leaves.back()})
    std::fill_n(bytes.begin() + std::ptrdiff_t(leaf * kPageBytes), kPageBytes, '\0');
  overwrite(paths.database(), bytes);
  const auto rebuilt = rebuildCatalog(paths);
  ASSERT_TRUE(rebuilt) << rebuilt.error().message;
  const auto photos = rebuilt->rows.at("photo");
  const auto most = std::int64_t(300 - 300 * 3 / leaves.size());
  EXPECT_GT(photos, std::int64_t(300 - 300 * 5 / leaves.size()));
  EXPECT_LT(photos, most);
  const auto opened = orDie(openCatalog(paths.database(), Mode::ReadOnly));
  EXPECT_EQ(orDie(opened.value("SELECT count(*) FROM file WHERE needs_read = 1")), 300 - photos)
      << "files whose photo is lost are read again";
}

TEST_F(DamagedCatalog, MakingASoundCatalogAnewChangesNothingInIt) {
  const auto rebuilt = rebuildCatalog(paths);
  ASSERT_TRUE(rebuilt) << rebuilt.error().message;
  EXPECT_TRUE(rebuilt->whole);
  EXPECT_EQ(rebuilt->dropped, 0);
  EXPECT_EQ(orDie(everythingIn(paths.database())), contents);
}

}  // namespace
}  // namespace calotype::catalog
