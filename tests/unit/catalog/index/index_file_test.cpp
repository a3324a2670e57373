// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/index_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "catalog/index/vector_index.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/catalog/index/vectors_for_tests.h"

namespace calotype::catalog {
namespace {

using test::addOne;
using test::PhotoLikeVectors;

constexpr std::uint32_t kDims = 32;
constexpr int kPhotos = 400;
constexpr IndexIdentity kIdentity{Sha256{1, 2, 3}, 7, kDims};

std::string contentsOf(const fs::path& path) {
  return *readFile(path, 1 << 30);
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary).write(bytes.data(), std::streamsize(bytes.size()));
}

/// An index whose graph was saved, with some photos removed since it was built.
class IndexFileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    PhotoLikeVectors vectors(31, kDims, 10);
    for (int id = 0; id < kPhotos; ++id) rows_.push_back(vectors.next());
    for (int i = 0; i < 5; ++i) queries_.push_back(vectors.next());
    VectorIndex index(100);
    index.reset(kDims);
    addAll(index);
    while (*index.growGraph(100)) {
    }
    index.remove(removed_);
    saved_ = index.saveGraph();
    for (const auto& query : queries_) answers_.push_back(*index.nearest(query, 20));
    ASSERT_TRUE(writeIndexFile(path_, kIdentity, saved_));
  }

  void addAll(VectorIndex& index) const {
    for (int id = 0; id < kPhotos; ++id) addOne(index, PhotoId{id}, rows_[std::size_t(id)]);
  }
  /// As after a start: the vectors that are in the catalog, no graph.
  void load(VectorIndex& index) const {
    index.reset(kDims);
    for (int id = 0; id < kPhotos; ++id)
      if (std::find(removed_.begin(), removed_.end(), PhotoId{id}) == removed_.end())
        addOne(index, PhotoId{id}, rows_[std::size_t(id)]);
  }

  /// One of the seven kinds of damage of reliability.md 1.3.
  static std::string damage(std::string bytes, int kind, std::mt19937& random) {
    const auto at = [&](std::size_t from, std::size_t to) { return from + random() % (to - from); };
    switch (kind) {
      case 0:  // one or two bytes of the header
        for (int i = 0; i < 2; ++i) bytes[at(0, 88)] = char(random());
        break;
      case 1:  // a bit anywhere
        bytes[at(0, bytes.size())] ^= char(1 << random() % 8);
        break;
      case 2: {  // eight bytes among the links
        const auto start = at(bytes.size() / 2, bytes.size() - 8);
        for (std::size_t i = 0; i < 8; ++i) bytes[start + i] = char(random());
        break;
      }
      case 3: {  // a page of zeros
        const auto page = at(0, bytes.size() / 4096) * 4096;
        std::fill_n(bytes.begin() + std::ptrdiff_t(page), 4096, '\0');
        break;
      }
      case 4:  // cut off
        bytes.resize(at(0, bytes.size()));
        break;
      case 5:  // a tail of zeros
        std::fill(bytes.end() - std::ptrdiff_t(at(1, bytes.size() / 2)), bytes.end(), '\0');
        break;
      default:  // something behind the end
        bytes.append(at(1, 100), char(random()));
    }
    return bytes;
  }

  void expectSameAnswers(const VectorIndex& index) const {
    for (std::size_t i = 0; i < queries_.size(); ++i) {
      const auto hits = index.nearest(queries_[i], 20);
      ASSERT_TRUE(hits) << hits.error().message;
      EXPECT_EQ(*hits, answers_[i]);
    }
  }

  test::TemporaryFolder folder_;
  const fs::path path_ = folder_.path() / "index.bin";
  const std::vector<PhotoId> removed_{PhotoId{3}, PhotoId{50}, PhotoId{51}, PhotoId{399}};
  std::vector<std::vector<float>> rows_, queries_;
  std::vector<std::vector<Hit>> answers_;
  std::string saved_;
};

TEST_F(IndexFileTest, AGraphComesBackAndAnswersAsBefore) {
  VectorIndex index(100);
  load(index);
  const auto payload = readIndexFile(path_, kIdentity);
  ASSERT_TRUE(payload) << payload.error().message;
  const auto restored = index.restoreGraph(*payload);
  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_FALSE(index.graphBehind());
  EXPECT_EQ(index.graphSize(), std::size_t(kPhotos));
  expectSameAnswers(index);
  EXPECT_EQ(index.saveGraph(), saved_);

  const auto fresh = queries_[0];
  addOne(index, PhotoId{5000}, fresh);
  EXPECT_TRUE(index.graphBehind());
  ASSERT_TRUE(index.growGraph(10));
  EXPECT_EQ(index.nearest(fresh, 1)->front().id, PhotoId{5000});
}

TEST_F(IndexFileTest, ADamagedFileIsRefusedAndTheScanAnswersAsIfNothingHadHappened) {
  const auto whole = contentsOf(path_);
  std::mt19937 random(700);
  VectorIndex index(100);
  load(index);
  for (int round = 0; round < 700; ++round) {
    const auto bytes = damage(whole, round % 7, random);
    if (bytes == whole) continue;
    write(path_, bytes);
    const auto payload = readIndexFile(path_, kIdentity);
    ASSERT_FALSE(payload) << "kind " << round % 7 << ", round " << round;
    EXPECT_EQ(payload.error().code, Code::Corrupt);
  }
  expectSameAnswers(index);
}

TEST_F(IndexFileTest, DamageUnderAFreshChecksumNeverCrashesAndNeverInventsAnAnswer) {
  std::mt19937 random(701);
  int taken = 0;
  for (int round = 0; round < 700; ++round) {
    const auto payload = damage(saved_, round % 7, random);
    VectorIndex index(100);
    load(index);
    const auto restored = index.restoreGraph(payload);
    if (!restored) {
      EXPECT_NE(restored.error().code, Code::Internal) << restored.error().message;
      EXPECT_EQ(index.graphSize(), 0u);
      expectSameAnswers(index);
      continue;
    }
    ++taken;
    for (const auto& query : queries_) {
      const auto hits = index.nearest(query, 20);
      ASSERT_TRUE(hits) << hits.error().message;
      std::set<PhotoId> seen;
      for (const auto& hit : *hits) {
        EXPECT_TRUE(seen.insert(hit.id).second);
        const PhotoSet one({hit.id});
        EXPECT_EQ(index.nearest(query, 1, &one)->front(), hit) << "a score that is not the scan's";
      }
    }
    addOne(index, PhotoId{5000}, queries_[0]);
    ASSERT_TRUE(index.growGraph(10));
  }
  std::printf("%d of 700 damaged graphs were still sound enough to be walked\n", taken);
}

TEST_F(IndexFileTest, AGraphOfAnotherModelTransformOrSizeIsRefused) {
  for (const IndexIdentity& other :
       {IndexIdentity{Sha256{9}, 7, kDims}, IndexIdentity{Sha256{1, 2, 3}, 8, kDims},
        IndexIdentity{Sha256{1, 2, 3}, 7, kDims * 2}})
    EXPECT_EQ(readIndexFile(path_, other).error().code, Code::Corrupt);
  fs::remove(path_);
  EXPECT_EQ(readIndexFile(path_, kIdentity).error().code, Code::NotFound);
}

TEST_F(IndexFileTest, AGraphOverOtherPhotosOrOtherVectorsIsRefused) {
  VectorIndex index(100);
  load(index);
  const PhotoId gone{7};
  index.remove(std::span(&gone, 1));
  EXPECT_EQ(index.restoreGraph(saved_).error().code, Code::Corrupt);
  addOne(index, gone, rows_[8]);
  EXPECT_EQ(index.restoreGraph(saved_).error().code, Code::Corrupt);
  addOne(index, gone, rows_[7]);
  EXPECT_TRUE(index.restoreGraph(saved_));
}

TEST_F(IndexFileTest, AFileThatCannotBeWrittenLeavesTheOldOne) {
  const auto whole = contentsOf(path_);
  EXPECT_FALSE(writeIndexFile(folder_.path() / "nowhere" / "index.bin", kIdentity, saved_));
  fs::create_directory(folder_.path() / "index.bin.new");
  EXPECT_FALSE(writeIndexFile(path_, kIdentity, "else"));
  EXPECT_EQ(contentsOf(path_), whole);
}

}  // namespace
}  // namespace calotype::catalog
