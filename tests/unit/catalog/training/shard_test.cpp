// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/shard.h"

#include <gtest/gtest.h>

#include <fstream>

#include "catalog/training/labelled_photos.h"
#include "tests/support/shared.h"
#include "tests/support/tar_file.h"
#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;
using test::tarMember;

class ShardTest : public ::testing::Test {
 protected:
  fs::path write(const std::string& name, const std::string& bytes) {
    std::ofstream(folder.path() / name, std::ios::binary) << bytes;
    return folder.path() / name;
  }
  Result<ShardReport> read(const fs::path& shard) {
    photos.clear();
    return readShard(shard, [&](ShardPhoto photo) -> Status {
      photos.push_back(std::move(photo));
      return {};
    });
  }
  test::TemporaryFolder folder;
  std::vector<ShardPhoto> photos;
};

TEST_F(ShardTest, ATarWithLinesBesideItGivesPicturesWithTheirWords) {
  const auto tar = write("a.tar", tarMember("k1.jpg", "one") + tarMember("k2.jpg", "two") +
                                      tarMember("k3.jpg", "three") + std::string(1024, '\0'));
  write("a.jsonl",
        "{\"key\": \"k1\", \"labels\": [\"dog\", \"animal\"], \"source\": \"s\"}\n"
        "{\"key\": \"k2\", \"captions\": [\"a cat\"]}\nnonsense\n");
  const auto report = orDie(read(tar));
  EXPECT_EQ(report.photos, 2);
  EXPECT_EQ(report.withoutText, 1);
  EXPECT_EQ(report.problems.size(), 1u);
  ASSERT_EQ(photos.size(), 2u);
  EXPECT_EQ(photos[0].bytes, "one");
  EXPECT_EQ(photos[0].labels, (std::vector<std::string>{"dog", "animal"}));
  EXPECT_EQ(photos[1].captions, std::vector<std::string>{"a cat"});
}

TEST_F(ShardTest, WebDatasetsFormHasTheWordsInside) {
  const auto tar =
      write("w.tar", tarMember("x/1.jpg", "one") + tarMember("x/1.json", "{\"caption\": \"a\"}") +
                         tarMember("x/2.json", "{\"labels\": [\"b\"]}") +
                         tarMember("x/2.jpg", "two") + std::string(1024, '\0'));
  ASSERT_TRUE(read(tar));
  ASSERT_EQ(photos.size(), 2u);
  EXPECT_EQ(photos[0].captions, std::vector<std::string>{"a"});
  EXPECT_EQ(photos[1].labels, std::vector<std::string>{"b"});
}

TEST_F(ShardTest, AFolderWithCaptionsIsAShardToo) {
  write("a.jpg", "one");
  write("captions.json", "{\"a.jpg\": [\"a dog\"], \"../b.jpg\": [\"x\"], \"gone.jpg\": [\"y\"]}");
  const auto report = orDie(read(folder.path()));
  EXPECT_EQ(report.photos, 1);
  EXPECT_EQ(report.problems.size(), 2u) << "one leads elsewhere, one is not there";
}

TEST_F(ShardTest, ABrokenArchiveIsSaidToBe) {
  EXPECT_EQ(read(write("junk.tar", "this is no archive at all, only words")).error().code,
            Code::Corrupt);
  const auto whole = tarMember("k.jpg", std::string(5000, 'x'));
  EXPECT_EQ(read(write("cut.tar", whole.substr(0, 2000))).error().code, Code::Corrupt);
  EXPECT_EQ(read(folder.path() / "nowhere.tar").error().code, Code::NotFound);
}

TEST_F(ShardTest, CaptionsNameConceptsByTheirLongestNames) {
  const auto vocabulary =
      orDie(Vocabulary::read(fs::path(CALOTYPE_SOURCE) / "resources/vocabularies/photos.json"));
  const auto idsOf = [&](std::string_view caption) {
    std::set<std::string> ids;
    for (const auto index : conceptsIn(caption, vocabulary))
      ids.insert(vocabulary.concepts()[std::size_t(index)].id);
    return ids;
  };
  EXPECT_EQ(idsOf("Two girls play with a golden retriever."),
            (std::set<std::string>{"person", "golden-retriever"}));
  EXPECT_EQ(idsOf("A hot air balloon over the mountains"),
            (std::set<std::string>{"hot-air-balloon", "mountain"}));
  EXPECT_TRUE(idsOf("").empty());
}

TEST_F(ShardTest, TheTrainingPackIsReadWhole) {
  CALOTYPE_NEEDS_SHARED("training/shards/val-000.tar");
  const auto report = orDie(read(test::shared() / "training/shards/val-000.tar"));
  EXPECT_EQ(report.photos, 2469);
  EXPECT_TRUE(report.problems.empty());
}

}  // namespace
}  // namespace calotype::catalog
