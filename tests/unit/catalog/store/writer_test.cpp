// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/writer.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <thread>

#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;
using test::TempCatalog;

Status set(WriteToken& token, const std::string& key, const std::string& value) {
  return SettingStore(token.database()).set(token, key, value);
}

TEST(WriterTest, EditsComeInTheOrderTheyWerePosted) {
  TempCatalog catalog;
  std::vector<int> order;
  for (int i = 0; i < 2000; ++i)
    catalog.writer().post([&order, i](WriteToken& token) {
      order.push_back(i);
      return set(token, "last", std::to_string(i));
    });
  ASSERT_TRUE(catalog.writer().barrier());
  ASSERT_EQ(order.size(), 2000u);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
  EXPECT_EQ(orDie(catalog.settings.find("last")), "1999");
}

TEST(WriterTest, AFailingEditSpoilsNothingElse) {
  TempCatalog catalog;
  auto first = catalog.writer().post([](WriteToken& token) { return set(token, "a", "1"); });
  auto broken = catalog.writer().post([](WriteToken& token) -> Status {
    CALOTYPE_CHECK(set(token, "half", "1"));
    return fail(Code::Unsupported, "no");
  });
  auto thrown = catalog.writer().post([](WriteToken& token) -> Status {
    CALOTYPE_CHECK(set(token, "thrown", "1"));
    throw std::runtime_error("oh");
  });
  auto refused = catalog.writer().post([](WriteToken& token) {
    return token.database().run("INSERT INTO file (root_id, path) VALUES (77, 'x')");
  });
  auto last = catalog.writer().post([](WriteToken& token) { return set(token, "b", "2"); });
  ASSERT_TRUE(catalog.writer().barrier());
  EXPECT_TRUE(first.get());
  EXPECT_EQ(broken.get().error().code, Code::Unsupported);
  EXPECT_EQ(thrown.get().error().code, Code::Internal);
  EXPECT_FALSE(refused.get());
  EXPECT_TRUE(last.get());
  EXPECT_EQ(catalog.count("setting", "key IN ('a', 'b')"), 2);
  EXPECT_EQ(catalog.count("setting", "key IN ('half', 'thrown')"), 0);
}

TEST(WriterTest, AForeignKeyThatIsBrokenFailsItsOwnEdit) {
  TempCatalog catalog;
  const auto status = catalog.write([](WriteToken& token) {
    return token.database().run(
        "INSERT INTO album_photo (album_id, photo_id, position)"
        " VALUES (1, 1, 0)");
  });
  EXPECT_FALSE(status);
}

TEST(WriterTest, WhatIsKnownToBeDoneIsOnDisk) {
  TempCatalog catalog;
  auto done = catalog.writer().post([](WriteToken& token) { return set(token, "a", "1"); });
  ASSERT_TRUE(done.get());
  EXPECT_EQ(orDie(catalog.settings.find("a")), "1") << "seen by another connection";
}

TEST(WriterTest, RunGivesTheValueAndTheError) {
  TempCatalog catalog;
  const auto seven = catalog.write([](WriteToken&) -> Result<int> { return 7; });
  EXPECT_EQ(orDie(seven), 7);
  const auto none =
      catalog.write([](WriteToken&) -> Result<int> { return fail(Code::NotFound, "none"); });
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, "none");
}

TEST(WriterTest, HooksRunAfterTheCommitAndNotForAFailingEdit) {
  TempCatalog catalog;
  std::optional<std::string> seen;
  bool wrong = false;
  catalog.writer().post([&](WriteToken& token) {
    token.afterCommit([&] { seen = orDie(catalog.settings.find("a")).value_or("not there"); });
    return set(token, "a", "1");
  });
  catalog.writer().post([&](WriteToken& token) -> Status {
    token.afterCommit([&] { wrong = true; });
    return fail(Code::Internal, "no");
  });
  ASSERT_TRUE(catalog.writer().barrier());
  EXPECT_EQ(seen, "1");
  EXPECT_FALSE(wrong);
}

TEST(WriterTest, AHookMayPostMore) {
  TempCatalog catalog;
  std::future<Status> second;
  catalog.writer()
      .post([&](WriteToken& token) {
        token.afterCommit([&] {
          second = catalog.writer().post([](WriteToken& inner) { return set(inner, "b", "2"); });
        });
        return set(token, "a", "1");
      })
      .wait();
  EXPECT_TRUE(second.get());
  EXPECT_EQ(orDie(catalog.settings.find("b")), "2");
}

TEST(WriterTest, ManyThreadsMayPostAtOnce) {
  TempCatalog catalog;
  constexpr int kThreads = 4, kEdits = 3000;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread)
      threads.emplace_back([&catalog, thread] {
        for (int i = 0; i < kEdits; ++i)
          catalog.writer().post([thread, i](WriteToken& token) {
            return set(token, "t" + std::to_string(thread) + "." + std::to_string(i), "x");
          });
      });
  }
  ASSERT_TRUE(catalog.writer().barrier());
  EXPECT_EQ(catalog.count("setting", "value = 'x'"), kThreads * kEdits);
}

TEST(WriterTest, TheEndOfTheWriterFinishesWhatWasPosted) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.db";
  std::future<Status> last;
  {
    Writer writer(orDie(openCatalog(path, Mode::ReadWrite)));
    for (int i = 0; i < 1200; ++i)
      last = writer.post([i](WriteToken& token) { return set(token, std::to_string(i), "x"); });
  }
  EXPECT_TRUE(last.get());
  const auto database = orDie(Database::open(path, Mode::ReadOnly));
  EXPECT_EQ(orDie(database.value("SELECT count(*) FROM setting WHERE value = 'x'")), 1200);
}

/// Writes settings "0", "1", … and tells each acknowledged one on the pipe, until it is killed.
[[noreturn]] void writeUntilKilled(const fs::path& path, int pipe) {
  Writer writer(orDie(openCatalog(path, Mode::ReadWrite)));
  for (std::int32_t i = 0;; ++i) {
    const auto status = writer.run([i](WriteToken& token) -> Status {
      CALOTYPE_CHECK(set(token, std::to_string(i), "first"));
      return set(token, std::to_string(i) + "b", "second");
    });
    if (!status || ::write(pipe, &i, sizeof i) != sizeof i) ::_exit(1);
  }
}

TEST(WriterTest, AKilledWriterLosesNothingItAcknowledged) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "catalog.db";
  orDie(openCatalog(path, Mode::ReadWrite));
  for (int round = 0; round < 5; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) writeUntilKilled(path, ends[1]);
    ::close(ends[1]);
    std::int32_t acknowledged = -1;
    while (acknowledged < 20 + 37 * round)
      ASSERT_EQ(::read(ends[0], &acknowledged, sizeof acknowledged), ssize_t(sizeof acknowledged));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    while (::read(ends[0], &acknowledged, sizeof acknowledged) > 0) {
    }
    ::close(ends[0]);

    const auto database = openCatalog(path, Mode::ReadWrite);
    ASSERT_TRUE(database) << database.error().message;
    const auto first = orDie(database->value("SELECT count(*) FROM setting WHERE value = 'first'"));
    const auto second =
        orDie(database->value("SELECT count(*) FROM setting WHERE value = 'second'"));
    EXPECT_GE(first, acknowledged + 1);
    EXPECT_EQ(first, second) << "half an edit";
    EXPECT_EQ(orDie(database->value("SELECT count(*) FROM setting WHERE value = 'first'"
                                    " AND CAST(key AS INTEGER) <= ?1",
                                    acknowledged)),
              acknowledged + 1);
  }
}

}  // namespace
}  // namespace calotype::catalog
