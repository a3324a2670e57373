// SPDX-License-Identifier: GPL-3.0-or-later
// T-DB-5: copies over 400 days, and what they bring back.
#include "catalog/snapshots.h"

#include <gtest/gtest.h>

#include <set>

#include "catalog/store/catalog_file.h"
#include "catalog/store/catalog_lock.h"
#include "catalog/upkeep.h"
#include "tests/reliability/lived_in_catalog.h"
#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::everythingIn;
using test::orDie;

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kBeginMs = 1'700'000'000'000;

struct LivedIn {
  explicit LivedIn(int photos = 40) { test::makeLivedInCatalog(paths.database(), photos); }
  Database open() const { return orDie(Database::open(paths.database(), Mode::ReadOnly)); }

  test::TemporaryFolder folder;
  Paths paths = Paths::inside(folder.path());
  Snapshots snapshots{paths.snapshots()};
};

TEST(SnapshotsTest, OverFourHundredDaysSevenDaysAndFourWeeksAreKept) {
  const LivedIn library;
  const auto catalog = library.open();
  for (int day = 0; day < 400; ++day) {
    const auto now = kBeginMs + day * kDayMs;
    orDie(library.snapshots.take(catalog, now, Occasion::Daily));
    if (day % 50 == 7)
      orDie(library.snapshots.take(catalog, now + 1000, Occasion::BeforeManyChanges));
  }
  std::set<std::int64_t> daysAgo;
  int beforeChanges = 0;
  for (const auto& snapshot : library.snapshots.all()) {
    if (snapshot.occasion == Occasion::BeforeManyChanges) ++beforeChanges;
    if (snapshot.occasion == Occasion::Daily)
      daysAgo.insert((kBeginMs + 399 * kDayMs - snapshot.atMs) / kDayMs);
  }
  EXPECT_EQ(beforeChanges, 3);
  for (std::int64_t day = 0; day < 7; ++day) EXPECT_TRUE(daysAgo.contains(day)) << day;
  EXPECT_GE(daysAgo.size(), 9u) << "four weeks, one or two of them among the seven days";
  EXPECT_LE(daysAgo.size(), 11u);
  EXPECT_GE(*daysAgo.rbegin(), 15);
  EXPECT_LE(*daysAgo.rbegin(), 28);
}

TEST(SnapshotsTest, TheNewestIsWholeAndOlderOnesLackOnlyVectors) {
  const LivedIn library(300);
  const auto contents = orDie(everythingIn(library.paths.database()));
  const auto older = orDie(library.snapshots.take(library.open(), kBeginMs, Occasion::Daily));
  EXPECT_EQ(orDie(everythingIn(older.path)), contents);
  const auto newer =
      orDie(library.snapshots.take(library.open(), kBeginMs + kDayMs, Occasion::Daily));
  EXPECT_EQ(orDie(everythingIn(newer.path)), contents);
  auto slim = orDie(everythingIn(older.path));
  EXPECT_EQ(slim.at("embedding"), "");
  slim["embedding"] = contents.at("embedding");
  EXPECT_EQ(slim, contents);
  EXPECT_LT(fs::file_size(older.path), fs::file_size(newer.path));
}

TEST(SnapshotsTest, NothingIsKeptBeyondTheMostBytesButTheNewestAndThoseMadeByHand) {
  std::vector<Snapshot> snapshots;
  for (int day = 6; day >= 0; --day)
    snapshots.push_back({"day", kBeginMs + day * kDayMs, Occasion::Daily, 100});
  snapshots.push_back({"hand", kBeginMs - kDayMs, Occasion::ByHand, 100});
  EXPECT_EQ(superfluous(snapshots, 350).size(), 4u);
  const auto all = superfluous(snapshots, 0);
  EXPECT_EQ(all.size(), 6u);
  for (const auto& gone : all) EXPECT_EQ(gone.path, "day");
}

TEST(SnapshotsTest, OneIsDueOnADayWithChangesOnly) {
  const LivedIn library;
  const auto changedMs =
      std::int64_t(orDie(statOf(orDie(openRegularFile(library.paths.database())))).mtimeNs) /
      1'000'000;
  EXPECT_TRUE(library.snapshots.isDue(library.paths.database(), changedMs));
  orDie(library.snapshots.take(library.open(), changedMs + 1, Occasion::Daily));
  EXPECT_FALSE(library.snapshots.isDue(library.paths.database(), changedMs + 2));
  EXPECT_FALSE(library.snapshots.isDue(library.paths.database(), changedMs + 3 * kDayMs))
      << "nothing has changed since";
}

TEST(SnapshotsTest, FilesOfOtherNamesAreLeftAlone) {
  const LivedIn library;
  fs::create_directories(library.paths.snapshots());
  const auto note = library.paths.snapshots() / "catalog-2020-13-45T000000.000Z-daily.db";
  test::overwrite(note, "mine");
  for (int day = 0; day < 20; ++day)
    orDie(library.snapshots.take(library.open(), kBeginMs + day * kDayMs, Occasion::Daily));
  EXPECT_EQ(test::contentsOf(note), "mine");
}

TEST(SnapshotsTest, ADamagedCatalogGivesNoCopyAndThrowsNoneAway) {
  const LivedIn library;
  orDie(library.snapshots.take(library.open(), kBeginMs, Occasion::Daily));
  auto bytes = test::contentsOf(library.paths.database());
  for (std::size_t page = 3; page < bytes.size() / 4096; page += 2)
    std::fill_n(bytes.begin() + std::ptrdiff_t(page * 4096), 4096, '\0');
  test::overwrite(library.paths.database(), bytes);
  const auto damaged = orDie(Database::probe(library.paths.database(), Mode::ReadOnly));
  const auto taken = library.snapshots.take(damaged, kBeginMs + kDayMs, Occasion::Daily);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, Code::Corrupt);
  EXPECT_EQ(library.snapshots.all().size(), 1u);
  int files = 0;
  for (const auto& entry : fs::directory_iterator(library.paths.snapshots()))
    files += entry.is_regular_file() ? 1 : 0;
  EXPECT_EQ(files, 1) << "no unfinished one stays";
}

TEST(UpkeepTest, WhileAProcessHasItOpenACatalogCanBeBackedUpButNotReplaced) {
  const LivedIn library;
  const auto lock = orDie(CatalogLock::take(library.paths.lock()));
  const auto copy = library.folder.path() / "copy.db";
  EXPECT_TRUE(backUpCatalog(library.paths, copy));
  EXPECT_EQ(orDie(everythingIn(copy)), orDie(everythingIn(library.paths.database())));
  const auto again = backUpCatalog(library.paths, copy);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Code::InvalidArgument) << "no file is overwritten";
  for (const auto& replaced :
       {restoreCatalog(library.paths, copy), rebuildCatalog(library.paths)}) {
    ASSERT_FALSE(replaced);
    EXPECT_EQ(replaced.error().code, Code::Busy);
  }
}

TEST(UpkeepTest, TheNewestSoundCopyIsTaken) {
  const LivedIn library;
  const auto contents = orDie(everythingIn(library.paths.database()));
  orDie(library.snapshots.take(library.open(), kBeginMs, Occasion::ByHand));
  const auto newer = orDie(library.snapshots.take(library.open(), kBeginMs + 1, Occasion::ByHand));
  test::overwrite(newer.path, "damaged");
  const auto restored = restoreCatalog(library.paths, std::nullopt);
  ASSERT_TRUE(restored) << restored.error().message;
  auto slim = orDie(everythingIn(library.paths.database()));
  slim["embedding"] = contents.at("embedding");
  EXPECT_EQ(slim, contents);
}

TEST(CatalogLockTest, OnlyACatalogThatIsAsItWasLeftIsKnownSound) {
  const LivedIn library;
  const auto database = library.paths.database();
  const auto lock = library.paths.lock();
  EXPECT_FALSE(isKnownSound(lock, database)) << "nobody has looked yet";
  {
    auto held = orDie(CatalogLock::take(lock));
    EXPECT_FALSE(held.isKnownSound(database));
    held.sealAtEnd(database);
    EXPECT_TRUE(isKnownSound(lock, database)) << "it is open here";
  }
  EXPECT_TRUE(isKnownSound(lock, database));
  EXPECT_TRUE(orDie(CatalogLock::take(lock)).isKnownSound(database));
  EXPECT_FALSE(isKnownSound(lock, database)) << "the last one did not look";

  {
    auto held = orDie(CatalogLock::take(lock));
    held.sealAtEnd(database);
  }
  auto bytes = test::contentsOf(database);
  bytes[5000] ^= 1;
  test::overwrite(database, bytes);
  EXPECT_FALSE(isKnownSound(lock, database)) << "somebody has changed it";
}

}  // namespace
}  // namespace calotype::catalog
