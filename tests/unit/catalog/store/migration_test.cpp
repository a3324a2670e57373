// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/migration.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "catalog/store/catalog_file.h"
#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;

std::set<std::string> schemaOf(const Database& database) {
  std::set<std::string> schema;
  auto rows =
      orDie(database.query("SELECT type || ' ' || name || ' ' || coalesce(sql, '')"
                           " FROM sqlite_schema"));
  while (orDie(rows.step())) schema.emplace(rows.text(0));
  return schema;
}

TEST(MigrationTest, EveryReleasedCatalogOpensAndIsAsAFreshOne) {
  const test::TemporaryFolder folder;
  const auto fresh = orDie(openCatalog(folder.path() / "fresh.db", Mode::ReadWrite));
  int samples = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(CALOTYPE_TEST_DATA) / "catalogs")) {
    if (entry.path().extension() != ".db") continue;
    ++samples;
    const auto path = folder.path() / entry.path().filename();
    fs::copy_file(entry.path(), path);
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    const auto migrated = openCatalog(path, Mode::ReadWrite);
    ASSERT_TRUE(migrated) << migrated.error().message;
    EXPECT_EQ(orDie(versionOf(*migrated)), schemaVersion());
    EXPECT_EQ(schemaOf(*migrated), schemaOf(fresh)) << entry.path();
    const PhotoStore photos(*migrated);
    EXPECT_EQ(orDie(photos.all()).size(), 3u);
    const auto details = orDie(photos.details(orDie(photos.all()).front().id));
    EXPECT_FALSE(details.files.empty());
    EXPECT_EQ(details.metadata.keywords, (std::vector<std::string>{"harbour"}));
  }
  EXPECT_EQ(samples, schemaVersion()) << "one sample for every version that was released";
}

TEST(MigrationTest, StepsComeInOrderAndACopyIsKeptBefore) {
  constexpr std::array<std::string_view, 3> kSteps = {
      "CREATE TABLE a (x); INSERT INTO a VALUES (1)", "ALTER TABLE a ADD COLUMN y",
      "UPDATE a SET y = x + 1"};
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "a.db";
  const auto database = orDie(Database::open(path, Mode::ReadWrite));
  ASSERT_TRUE(migrate(database, std::span(kSteps).first(1)));
  EXPECT_FALSE(fs::exists(path.native() + ".version-0"));
  ASSERT_TRUE(migrate(database, kSteps));
  EXPECT_EQ(orDie(versionOf(database)), 3);
  EXPECT_EQ(orDie(database.value("SELECT y FROM a")), 2);

  const auto copy = orDie(Database::open(path.native() + ".version-1", Mode::ReadOnly));
  EXPECT_EQ(orDie(versionOf(copy)), 1);
  EXPECT_EQ(orDie(copy.value("SELECT x FROM a")), 1);
  EXPECT_TRUE(migrate(database, kSteps)) << "nothing is left to do";
}

TEST(MigrationTest, AStepThatFailsLeavesTheVersionBefore) {
  constexpr std::array<std::string_view, 2> kSteps = {
      "CREATE TABLE a (x); INSERT INTO a VALUES (1)",
      "DELETE FROM a; INSERT INTO nowhere VALUES (1)"};
  const test::TemporaryFolder folder;
  const auto file = orDie(Database::open(folder.path() / "a.db", Mode::ReadWrite));
  ASSERT_TRUE(migrate(file, std::span(kSteps).first(1)));
  EXPECT_FALSE(migrate(file, kSteps));
  EXPECT_EQ(orDie(versionOf(file)), 1);
  EXPECT_EQ(orDie(file.value("SELECT count(*) FROM a")), 1);
}

TEST(MigrationTest, RowsThatPointNowhereStopAStep) {
  constexpr std::array<std::string_view, 1> kSteps = {
      "PRAGMA defer_foreign_keys = ON; CREATE TABLE a (id INTEGER PRIMARY KEY);"
      "CREATE TABLE b (a REFERENCES a); INSERT INTO b VALUES (5)"};
  const auto database = orDie(Database::inMemory());
  const auto status = migrate(database, kSteps);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, Code::Corrupt) << status.error().message;
  EXPECT_EQ(orDie(versionOf(database)), 0);
}

}  // namespace
}  // namespace calotype::catalog
