// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/metadata/replace_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>

#include "catalog/scan/picture_names.h"
#include "tests/support/temporary_folder.h"

namespace calotype::catalog {
namespace {

class ReplaceFileTest : public ::testing::Test {
 protected:
  fs::path path(const std::string& name = "rose.jpg") const { return folder_.path() / name; }

  fs::path write(const std::string& name, const std::string& bytes) {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }
  static std::string read(const fs::path& file) { return readFile(file, 1 << 20).value_or("?"); }
  static struct stat statOf(const fs::path& file) {
    struct stat status {};
    EXPECT_EQ(::lstat(file.c_str(), &status), 0);
    return status;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_.path()))
      found.push_back(entry.path().filename());
    std::sort(found.begin(), found.end());
    return found;
  }

  /// The file's bytes become these, as when words are written into a photo.
  static Status replace(const fs::path& file, const std::string& bytes) {
    CALOTYPE_TRY(const auto old, openRegularFile(file));
    CALOTYPE_CHECK(mayBeReplaced(file, old.get()));
    CALOTYPE_TRY(const auto before, calotype::catalog::statOf(old));
    CALOTYPE_TRY(auto replacement, FileReplacement::prepare(file, bytes.size()));
    CALOTYPE_CHECK(replacement.write(std::as_bytes(std::span(bytes)), old.get(), true));
    const auto placed = replacement.commit(before);
    return placed ? Status() : tl::make_unexpected(placed.error());
  }

  test::TemporaryFolder folder_;
};

TEST_F(ReplaceFileTest, RightsOwnerAndTimesAreKept) {
  const auto file = write("rose.jpg", "old");
  ::chmod(file.c_str(), 0640);
  const timespec times[2] = {{1'000'000'000, 5}, {1'100'000'000, 123'456'789}};
  ASSERT_EQ(::utimensat(AT_FDCWD, file.c_str(), times, 0), 0);
  if (::getuid() == 0) {
    ASSERT_EQ(::chown(file.c_str(), 12'345, 23'456), 0);
  }
  const auto before = statOf(file);
  ASSERT_TRUE(replace(file, "new bytes"));
  const auto after = statOf(file);
  EXPECT_EQ(read(file), "new bytes");
  EXPECT_EQ(after.st_mode, before.st_mode);
  EXPECT_EQ(after.st_uid, before.st_uid);
  EXPECT_EQ(after.st_gid, before.st_gid);
  EXPECT_EQ(after.st_mtim.tv_sec, before.st_mtim.tv_sec);
  EXPECT_EQ(after.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
  EXPECT_EQ(names(), std::vector<std::string>{"rose.jpg"});
}

TEST_F(ReplaceFileTest, ExtendedAttributesAndAccessListsAreKept) {
  const auto file = write("rose.jpg", "old");
  int kept = 0;
  for (const char* const name : {"user.comment", "user.baloo.rating", "user.xdg.tags"})
    if (::setxattr(file.c_str(), name, "five", 4, 0) == 0) ++kept;
  // user::rw-, user:65534:r--, group::r--, mask::r--, other::--- (linux/posix_acl_xattr.h)
  const unsigned char list[] = {2,  0, 0, 0,                          //
                                1,  0, 6, 0, 0xff, 0xff, 0xff, 0xff,  //
                                2,  0, 4, 0, 0xfe, 0xff, 0,    0,     //
                                4,  0, 4, 0, 0xff, 0xff, 0xff, 0xff,  //
                                16, 0, 4, 0, 0xff, 0xff, 0xff, 0xff,  //
                                32, 0, 0, 0, 0xff, 0xff, 0xff, 0xff};
  const bool hasList =
      ::setxattr(file.c_str(), "system.posix_acl_access", list, sizeof list, 0) == 0;
  if (kept == 0 && !hasList) GTEST_SKIP() << "SKIPPED: this file system keeps no attributes";
  ASSERT_TRUE(replace(file, "new"));
  char value[64] = {};
  for (const char* const name : {"user.comment", "user.baloo.rating", "user.xdg.tags"})
    if (kept > 0) {
      EXPECT_EQ(::getxattr(file.c_str(), name, value, sizeof value), 4) << name;
    }
  if (hasList) {
    ASSERT_EQ(::getxattr(file.c_str(), "system.posix_acl_access", value, sizeof value),
              ssize_t(sizeof list));
    EXPECT_EQ(std::memcmp(value, list, sizeof list), 0);
  }
}

TEST_F(ReplaceFileTest, AFileWithASecondNameIsLeftAndSoIsThatOne) {
  const auto file = write("rose.jpg", "old");
  fs::create_hard_link(file, path("twin.jpg"));
  const auto done = replace(file, "new");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::Permission);
  EXPECT_EQ(read(file), "old");
  EXPECT_EQ(read(path("twin.jpg")), "old");
}

TEST_F(ReplaceFileTest, ALinkIsNotFollowed) {
  write("elsewhere.jpg", "old");
  fs::create_symlink(path("elsewhere.jpg"), path("rose.jpg"));
  EXPECT_FALSE(replace(path("rose.jpg"), "new"));
  EXPECT_EQ(read(path("elsewhere.jpg")), "old");
}

TEST_F(ReplaceFileTest, AWriteProtectedFileIsLeft) {
  const auto file = write("rose.jpg", "old");
  ::chmod(file.c_str(), 0444);
  const auto done = replace(file, "new");
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("write-protected"), std::string::npos);
  EXPECT_EQ(read(file), "old");
}

TEST_F(ReplaceFileTest, AnImmutableFileIsLeft) {
  const auto file = write("rose.jpg", "old");
  const Descriptor open(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  int flags = FS_IMMUTABLE_FL;
  if (::ioctl(open.get(), FS_IOC_SETFLAGS, &flags) != 0)
    GTEST_SKIP() << "SKIPPED: no file can be made immutable here";
  const auto done = replace(file, "new");
  flags = 0;
  ASSERT_EQ(::ioctl(open.get(), FS_IOC_SETFLAGS, &flags), 0);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message.find("immutable"), std::string::npos);
  EXPECT_EQ(read(file), "old");
}

TEST_F(ReplaceFileTest, InAFolderThatMayNotBeWrittenNothingIs) {
  if (::getuid() == 0) GTEST_SKIP() << "SKIPPED: root may write everywhere";
  const auto file = write("rose.jpg", "old");
  ::chmod(folder_.path().c_str(), 0555);
  const auto done = replace(file, "new");
  ::chmod(folder_.path().c_str(), 0755);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::Permission);
  EXPECT_EQ(read(file), "old");
}

TEST_F(ReplaceFileTest, ANameOf255BytesIsReplacedAndALongerOneIsRefused) {
  const auto longest = std::string(251, 'r') + ".jpg";
  const auto file = write(longest, "old");
  ASSERT_TRUE(replace(file, "new"));
  EXPECT_EQ(read(file), "new");
  const auto sidecar = FileReplacement::prepare(path(longest + ".xmp"), 10);
  ASSERT_FALSE(sidecar);
  EXPECT_NE(sidecar.error().message.find("longer than"), std::string::npos);
  EXPECT_EQ(names(), std::vector<std::string>{longest});
}

TEST_F(ReplaceFileTest, AFileThatChangedMeanwhileIsLeft) {
  const auto file = write("rose.jpg", "old");
  const auto old = openRegularFile(file);
  ASSERT_TRUE(old);
  const auto before = calotype::catalog::statOf(*old);
  auto replacement = FileReplacement::prepare(file, 3);
  ASSERT_TRUE(replacement->write(std::as_bytes(std::span("new", 3)), old->get(), true));
  write("rose.jpg", "somebody else's");
  const auto placed = replacement->commit(*before);
  ASSERT_FALSE(placed);
  EXPECT_EQ(placed.error().code, Code::Busy);
  replacement->discard();
  EXPECT_EQ(read(file), "somebody else's");
  EXPECT_EQ(names(), std::vector<std::string>{"rose.jpg"});
}

TEST_F(ReplaceFileTest, AFileThatCameMeanwhileIsNotReplaced) {
  const auto like = openRegularFile(write("rose.jpg", "photo"));
  auto replacement = FileReplacement::prepare(path("rose.jpg.xmp"), 3);
  ASSERT_TRUE(replacement->write(std::as_bytes(std::span("new", 3)), like->get(), false));
  write("rose.jpg.xmp", "somebody else's");
  EXPECT_FALSE(replacement->commit(std::nullopt));
  EXPECT_EQ(read(path("rose.jpg.xmp")), "somebody else's");
}

TEST_F(ReplaceFileTest, WithoutCommitTheTemporaryFileGoesAndTheTargetStays) {
  const auto file = write("rose.jpg", "old");
  const auto old = openRegularFile(file);
  {
    auto replacement = FileReplacement::prepare(file, 3);
    ASSERT_TRUE(replacement->write(std::as_bytes(std::span("new", 3)), old->get(), true));
    EXPECT_EQ(names().size(), 2U);
    EXPECT_TRUE(isOwnTemporaryName(replacement->temporary().filename().native()));
  }
  EXPECT_EQ(read(file), "old");
  EXPECT_EQ(names(), std::vector<std::string>{"rose.jpg"});
}

TEST_F(ReplaceFileTest, ADiskWithoutRoomIsNotTouched) {
  const auto prepared = FileReplacement::prepare(path(), std::uint64_t(1) << 60);
  ASSERT_FALSE(prepared);
  EXPECT_EQ(prepared.error().code, Code::NoSpace);
}

}  // namespace
}  // namespace calotype::catalog
