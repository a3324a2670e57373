// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/edit/bin.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/support/temporary_folder.h"

namespace calotype::catalog {
namespace {

class BinTest : public ::testing::Test {
 protected:
  BinTest() {
    if (const char* home = std::getenv("XDG_DATA_HOME")) before_ = home;
    ::setenv("XDG_DATA_HOME", (folder_.path() / "data").c_str(), 1);
    fs::create_directories(photos());
  }
  ~BinTest() override {
    if (before_.empty())
      ::unsetenv("XDG_DATA_HOME");
    else
      ::setenv("XDG_DATA_HOME", before_.c_str(), 1);
  }

  fs::path photos() const { return folder_.path() / "photos"; }
  fs::path bin() const { return folder_.path() / "data/Trash"; }
  fs::path write(const std::string& name, const std::string& text) {
    std::ofstream(photos() / name) << text;
    return photos() / name;
  }
  static std::string textOf(const fs::path& path) { return readFile(path, 1000).value_or("gone"); }

 private:
  test::TemporaryFolder folder_;
  std::string before_;
};

TEST_F(BinTest, AFileGoesToTheHomeBinWithANoteOfWhereItLay) {
  const auto file = write("rose 50%.jpg", "red");
  const auto binned = moveToBin(file);
  ASSERT_TRUE(binned) << binned.error().message;
  EXPECT_FALSE(fs::exists(file));
  EXPECT_EQ(binned->file, bin() / "files/rose 50%.jpg");
  EXPECT_EQ(textOf(binned->file), "red");
  const auto note = textOf(binned->info);
  EXPECT_NE(note.find("[Trash Info]\nPath=/"), std::string::npos) << note;
  EXPECT_NE(note.find("rose%2050%25.jpg\nDeletionDate=20"), std::string::npos) << note;
}

TEST_F(BinTest, TwoFilesOfOneNameBothGoAndComeBack) {
  const auto first = moveToBin(write("a.jpg", "one"));
  const auto second = moveToBin(write("a.jpg", "two"));
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->file, second->file);
  EXPECT_EQ(*moveOutOfBin(*first, photos() / "a.jpg"), photos() / "a.jpg");
  EXPECT_EQ(*moveOutOfBin(*second, photos() / "a.jpg"), photos() / "a (2).jpg");
  EXPECT_EQ(textOf(photos() / "a.jpg"), "one");
  EXPECT_EQ(textOf(photos() / "a (2).jpg"), "two");
  EXPECT_FALSE(fs::exists(first->info));
}

TEST_F(BinTest, AFolderThatIsGoneIsMadeAgain) {
  const auto binned = moveToBin(write("a.jpg", "one"));
  ASSERT_TRUE(binned);
  fs::remove_all(photos());
  EXPECT_TRUE(moveOutOfBin(*binned, photos() / "a.jpg"));
  EXPECT_EQ(textOf(photos() / "a.jpg"), "one");
}

TEST_F(BinTest, ABinThatWasEmptiedIsSaidToBe) {
  const auto binned = moveToBin(write("a.jpg", "one"));
  ASSERT_TRUE(binned);
  fs::remove(binned->file);
  const auto back = moveOutOfBin(*binned, photos() / "a.jpg");
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().code, Code::NotFound);
}

TEST_F(BinTest, OnlyFilesGoToTheBin) {
  fs::create_directory(photos() / "folder");
  fs::create_symlink(write("a.jpg", "one"), photos() / "link.jpg");
  EXPECT_EQ(moveToBin(photos() / "folder").error().code, Code::Unsupported);
  EXPECT_EQ(moveToBin(photos() / "link.jpg").error().code, Code::Unsupported);
  EXPECT_EQ(moveToBin(photos() / "nowhere.jpg").error().code, Code::NotFound);
  EXPECT_EQ(textOf(photos() / "a.jpg"), "one");
}

}  // namespace
}  // namespace calotype::catalog
