// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/database.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <limits>

#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;

TEST(DatabaseTest, EveryKindOfValueComesBackAsItWentIn) {
  const auto database = orDie(Database::inMemory());
  const std::string text("a\0b \xc3\xbc", 6);
  const fs::path path("/photos/\xff\n%_'");
  const std::optional<int> nothing;
  auto row = orDie(database.query("SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8",
                                  std::numeric_limits<std::int64_t>::min(), 0.1, text, path,
                                  nothing, nullptr, std::optional<double>(2.5), PhotoId{7}));
  ASSERT_TRUE(orDie(row.step()));
  EXPECT_EQ(row.integer(0), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(row.real(1), 0.1);
  EXPECT_EQ(row.text(2), text);
  EXPECT_EQ(row.bytes(3), path.native());
  EXPECT_TRUE(row.isNull(4));
  EXPECT_TRUE(row.isNull(5));
  EXPECT_EQ(row.optionalReal(6), 2.5);
  EXPECT_EQ(row.id<PhotoId>(7), PhotoId{7});
  EXPECT_FALSE(orDie(row.step()));
}

TEST(DatabaseTest, AnEmptyBlobAndAnEmptyTextAreNotNull) {
  const auto database = orDie(Database::inMemory());
  auto row = orDie(database.query("SELECT typeof(?1), typeof(?2)", asBlob(""), std::string_view()));
  ASSERT_TRUE(orDie(row.step()));
  EXPECT_EQ(row.text(0), "blob");
  EXPECT_EQ(row.text(1), "text");
}

TEST(DatabaseTest, AMistakeInSqlIsAnErrorWithSqlitesWords) {
  const auto database = orDie(Database::inMemory());
  const auto status = database.run("SELECT nothing FROM nowhere");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, Code::Internal);
  EXPECT_NE(status.error().message.find("nothing"), std::string::npos) << status.error().message;
}

TEST(DatabaseTest, AValueTooManyIsToldAtTheStep) {
  const auto database = orDie(Database::inMemory());
  EXPECT_FALSE(database.run("SELECT ?1", 1, 2));
}

TEST(DatabaseTest, NothingInTheFileIsTrustedAndCommitsAreFull) {
  const test::TemporaryFolder folder;
  const auto database = orDie(Database::open(folder.path() / "a.db", Mode::ReadWrite));
  EXPECT_EQ(orDie(database.value("PRAGMA foreign_keys")), 1);
  EXPECT_EQ(orDie(database.value("PRAGMA trusted_schema")), 0);
  EXPECT_EQ(orDie(database.value("PRAGMA cell_size_check")), 1);
  EXPECT_EQ(orDie(database.value("PRAGMA mmap_size")), 0);
  EXPECT_EQ(orDie(database.value("PRAGMA synchronous")), 2);
  EXPECT_EQ(orDie(database.value("PRAGMA busy_timeout")), 5000);
  // DEFENSIVE: the schema cannot be rewritten by hand.
  ASSERT_TRUE(database.execute("CREATE TABLE t (a); PRAGMA writable_schema = ON"));
  EXPECT_FALSE(database.run("UPDATE sqlite_schema SET sql = 'x'"));
  EXPECT_FALSE(database.run("SELECT load_extension('x')"));
}

TEST(DatabaseTest, AFreshFileIsTheOwnersAlone) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "a.db";
  const auto before = ::umask(0);
  const auto database = Database::open(path, Mode::ReadWrite);
  ::umask(before);
  ASSERT_TRUE(database);
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST(DatabaseTest, ATransactionThatIsNotCommittedNeverHappened) {
  const auto database = orDie(Database::inMemory());
  ASSERT_TRUE(database.execute("CREATE TABLE t (a)"));
  {
    const auto transaction = orDie(Transaction::begin(database));
    ASSERT_TRUE(database.run("INSERT INTO t VALUES (1)"));
  }
  EXPECT_EQ(orDie(database.value("SELECT count(*) FROM t")), 0);
  {
    auto transaction = orDie(Transaction::begin(database));
    ASSERT_TRUE(database.run("INSERT INTO t VALUES (1)"));
    ASSERT_TRUE(transaction.commit());
  }
  EXPECT_EQ(orDie(database.value("SELECT count(*) FROM t")), 1);
}

TEST(DatabaseTest, AStatementThatIsUsedAgainKnowsNothingOfItsFirstUse) {
  const auto database = orDie(Database::inMemory());
  constexpr const char* kSql = "SELECT ?1, ?2";
  {
    auto first = orDie(database.query(kSql, 1, std::string("x")));
    ASSERT_TRUE(orDie(first.step()));  // and is left in the middle
    auto beside = orDie(database.query(kSql, 2, 3));
    ASSERT_TRUE(orDie(beside.step()));
    EXPECT_EQ(first.integer(0), 1);
    EXPECT_EQ(beside.integer(0), 2);
  }
  auto again = orDie(database.prepare(kSql));
  ASSERT_TRUE(orDie(again.step()));
  EXPECT_TRUE(again.isNull(0) && again.isNull(1));
  EXPECT_FALSE(orDie(again.step()));
}

TEST(DatabaseTest, AnUnusedStatementKeepsNothingOpenAndFollowsTheSchema) {
  const auto database = orDie(Database::inMemory());
  ASSERT_TRUE(database.run("CREATE TABLE t (a)"));
  ASSERT_TRUE(database.run("INSERT INTO t VALUES (?1)", 1));
  for (int round = 0; round < 2; ++round) {
    auto rows = orDie(database.query("SELECT * FROM t"));
    ASSERT_TRUE(orDie(rows.step()));
    EXPECT_EQ(rows.integer(round), round + 1);
    rows = orDie(database.query("SELECT 1"));
    if (round == 0) {
      ASSERT_TRUE(database.run("ALTER TABLE t ADD COLUMN b DEFAULT 2")) << "nobody reads any more";
    }
  }
  ASSERT_TRUE(database.run("DROP TABLE t"));
  EXPECT_FALSE(database.query("SELECT * FROM t").and_then([](Statement s) { return s.step(); }));
}

TEST(DatabaseTest, APragmaActsEachTimeItIsAsked) {
  const auto database = orDie(Database::inMemory());
  for (int round = 0; round < 3; ++round)
    for (const int wanted : {0, 1}) {
      ASSERT_TRUE(database.run("PRAGMA foreign_keys = " + std::to_string(wanted)));
      EXPECT_EQ(orDie(database.value("PRAGMA foreign_keys")), wanted);
    }
}

TEST(DatabaseTest, MoreStatementsThanAreKeptWork) {
  const auto database = orDie(Database::inMemory());
  for (int round = 0; round < 2; ++round)
    for (int i = 0; i < 300; ++i)
      EXPECT_EQ(orDie(database.value("SELECT ?1 + " + std::to_string(i), 1000)), 1000 + i);
}

TEST(DatabaseTest, AReaderCannotWrite) {
  const test::TempCatalog catalog;
  const auto status = catalog.database().run("DELETE FROM photo");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, Code::Permission);
}

}  // namespace
}  // namespace calotype::catalog
