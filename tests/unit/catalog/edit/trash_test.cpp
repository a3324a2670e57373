// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/edit/trash.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "tests/unit/catalog/edit/edited_library.h"

namespace calotype::catalog {
namespace {

using test::orDie;

/// A catalog whose one photo is a real file.
class TrashTest : public ::testing::Test {
 protected:
  TrashTest() {
    ::setenv("XDG_DATA_HOME", (folder_.path() / "data").c_str(), 1);
    fs::create_directories(file.parent_path());
    std::ofstream(file) << "a photo";
    struct stat found {};
    ::stat(file.c_str(), &found);
    stat_ = {std::uint64_t(found.st_size),
             std::int64_t(found.st_mtim.tv_sec) * 1'000'000'000 + found.st_mtim.tv_nsec,
             std::uint64_t(found.st_ino), std::uint64_t(found.st_dev)};
    const auto root = library.catalog.addRoot(folder_.path() / "photos");
    const auto row = library.catalog.addFile(root, "2019/a.jpg", stat_);
    photo = orDie(library.catalog.write([&](WriteToken& token) {
              return library.catalog.photos.record(token, row, stat_, test::photoOf(99), 0);
            })).photo;
  }
  ~TrashTest() override { ::unsetenv("XDG_DATA_HOME"); }

  Result<EditDone> trash() {
    return library.catalog.write([&](WriteToken& token) {
      return Journal(token.database()).trash(token, std::span(&photo, 1), 7);
    });
  }
  Result<EditDone> restore() {
    return library.catalog.write([&](WriteToken& token) {
      return Journal(token.database()).restore(token, std::span(&photo, 1), 8);
    });
  }
  bool shown() const {
    return !orDie(library.catalog.photos.getMany(std::span(&photo, 1))).empty();
  }

  test::TemporaryFolder folder_;
  FileStat stat_;

 public:
  fs::path file = folder_.path() / "photos/2019/a.jpg";
  test::EditedLibrary library{0};
  PhotoId photo{};
};

TEST_F(TrashTest, APhotoGoesAndComesBackWithAllThatHangsOnIt) {
  ASSERT_TRUE(library.edit(AddTag{"kite"}, {photo}));
  ASSERT_TRUE(orDie(trash()).changed);
  EXPECT_FALSE(fs::exists(file));
  EXPECT_FALSE(shown());
  const auto listed = orDie(Trash(library.catalog.database()).all());
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].from, file);
  EXPECT_TRUE(listed[0].inBin);
  const auto restored = orDie(restore());
  ASSERT_TRUE(restored.changed);
  EXPECT_TRUE(restored.problems.empty());
  EXPECT_TRUE(fs::exists(file));
  EXPECT_TRUE(shown());
  EXPECT_EQ(library.state(photo, library.tag("kite")), TagState::Accepted);
  EXPECT_TRUE(orDie(Trash(library.catalog.database()).all()).empty());
}

TEST_F(TrashTest, UndoBringsItBackAndRedoPutsItThereAgain) {
  ASSERT_TRUE(trash());
  ASSERT_TRUE(library.undo());
  EXPECT_TRUE(fs::exists(file) && shown());
  ASSERT_TRUE(library.redo());
  EXPECT_FALSE(fs::exists(file) || shown());
  ASSERT_TRUE(library.undo());
  EXPECT_TRUE(fs::exists(file) && shown());
}

TEST_F(TrashTest, AFileThatChangedSinceIsLeftAlone) {
  std::ofstream(file) << "another photo by now";
  const auto done = orDie(trash());
  EXPECT_FALSE(done.changed);
  ASSERT_EQ(done.problems.size(), 1u);
  EXPECT_NE(done.problems[0].message.find("was changed since"), std::string::npos);
  EXPECT_TRUE(fs::exists(file) && shown());
}

TEST_F(TrashTest, AnEmptiedBinIsSaidAndUndoFailsWithoutHarm) {
  ASSERT_TRUE(trash());
  fs::remove_all(folder_.path() / "data/Trash");
  EXPECT_FALSE(orDie(Trash(library.catalog.database()).all())[0].inBin);
  EXPECT_EQ(library.undo().error().code, Code::NotFound);
}

}  // namespace
}  // namespace calotype::catalog
