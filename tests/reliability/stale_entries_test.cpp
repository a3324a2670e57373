// SPDX-License-Identifier: GPL-3.0-or-later
// T-FS-6: whatever is asked of an entry whose file is no longer what it was, only the very file
// that was confirmed ever leaves its place.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>

#include "catalog/settings.h"
#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

class StaleEntriesTest : public ::testing::Test {
 protected:
  StaleEntriesTest() {
    ::setenv("XDG_DATA_HOME", data_.path().c_str(), 1);
    library_.paint("year/rose.jpg", test::kRed);
    library_.paint("year/sea.jpg", test::kBlue);
    library_.open();
    library_.index();
    outside_.write("victim.jpg", "precious");
    outside_.write("year/rose.jpg", "precious too");
  }
  ~StaleEntriesTest() override { ::unsetenv("XDG_DATA_HOME"); }

  struct Outside {
    test::TemporaryFolder folder;
    fs::path path(const std::string& name) const { return folder.path() / name; }
    void write(const std::string& name, const std::string& text) const {
      fs::create_directories(path(name).parent_path());
      ASSERT_TRUE(writeFileAtomically(path(name), std::as_bytes(std::span(text))));
    }
  };

  fs::path rose() const { return library_.path("year/rose.jpg"); }
  PhotoId photo(const std::string& name = "year/rose.jpg") {
    return library_.catalog().photoAt(library_.path(name)).value_or(PhotoId{});
  }
  /// Every file and link below both folders, with its bytes.
  std::map<std::string, std::string> everything() const {
    std::map<std::string, std::string> found;
    for (const auto& top : {library_.photos(), outside_.folder.path()})
      for (const auto& entry : fs::recursive_directory_iterator(top))
        found[entry.path()] = entry.is_symlink() ? "-> " + fs::read_symlink(entry.path()).native()
                              : entry.is_regular_file()
                                  ? readFile(entry.path(), 1 << 20).value_or("?")
                                  : "folder";
    return found;
  }
  void expectNothingLeaves(const std::function<Result<EditDone>()>& act) {
    const auto before = everything();
    const auto done = act();
    EXPECT_TRUE(!done || !done->problems.empty()) << "it was done";
    if (done) {
      for (const auto& problem : done->problems) EXPECT_FALSE(problem.message.empty());
    }
    EXPECT_EQ(everything(), before);
    EXPECT_TRUE(library_.catalog().trashed()->empty());
  }

  test::TemporaryFolder data_;
  Outside outside_;
  test::SmallLibrary library_;
};

TEST_F(StaleEntriesTest, OneThatIsGoneMovesNothing) {
  const auto id = photo();
  fs::remove(rose());
  expectNothingLeaves([&] { return library_.catalog().trash({id}); });
}

TEST_F(StaleEntriesTest, AnotherPictureInItsPlaceStays) {
  const auto id = photo();
  library_.paint("year/rose.jpg", test::kGreen);
  expectNothingLeaves([&] { return library_.catalog().trash({id}); });
}

TEST_F(StaleEntriesTest, AFileOfTheSameSizeAndTimeStays) {
  const auto id = photo();
  struct stat before {};
  ASSERT_EQ(::stat(rose().c_str(), &before), 0);
  const std::string other(std::size_t(before.st_size), 'x');
  ASSERT_TRUE(writeFileAtomically(rose(), std::as_bytes(std::span(other))));
  const timespec times[2] = {before.st_atim, before.st_mtim};
  ASSERT_EQ(::utimensat(AT_FDCWD, rose().c_str(), times, 0), 0);
  expectNothingLeaves([&] { return library_.catalog().trash({id}); });
}

TEST_F(StaleEntriesTest, ALinkInItsPlaceStaysAndSoDoesWhatItPointsTo) {
  const auto id = photo();
  fs::remove(rose());
  fs::create_symlink(outside_.path("victim.jpg"), rose());
  expectNothingLeaves([&] { return library_.catalog().trash({id}); });
}

TEST_F(StaleEntriesTest, AHardLinkInItsPlaceStays) {
  const auto id = photo();
  fs::remove(rose());
  std::error_code failed;
  fs::create_hard_link(outside_.path("victim.jpg"), rose(), failed);
  if (failed) GTEST_SKIP() << "SKIPPED: no hard links here";
  expectNothingLeaves([&] { return library_.catalog().trash({id}); });
}

TEST_F(StaleEntriesTest, AFolderInItsPlaceStays) {
  const auto id = photo();
  fs::remove(rose());
  fs::create_directories(rose() / "inside");
  expectNothingLeaves([&] { return library_.catalog().trash({id}); });
}

TEST_F(StaleEntriesTest, AFolderThatBecameALinkLeadsToNoOtherFile) {
  const auto id = photo();
  fs::rename(library_.path("year"), library_.path("elsewhere"));
  fs::create_directory_symlink(outside_.path("year"), library_.path("year"));
  expectNothingLeaves([&] { return library_.catalog().trash({id}); });
}

TEST_F(StaleEntriesTest, OfTwoCopiesNoneLeavesWhenOneIsAnotherByNow) {
  fs::copy_file(rose(), library_.path("copy.jpg"));
  library_.index();
  const auto id = photo();
  library_.paint("copy.jpg", test::kGreen);
  expectNothingLeaves([&] { return library_.catalog().trash({id}); });
}

TEST_F(StaleEntriesTest, APhotoOfARemovedFolderIsOutOfReach) {
  const auto id = photo();
  const auto before = everything();
  ASSERT_TRUE(library_.catalog().removeFolder(library_.photos()));
  EXPECT_EQ(everything(), before) << "the files of the folder were touched";
  expectNothingLeaves([&] { return library_.catalog().trash({id}); });
}

TEST_F(StaleEntriesTest, RedoOfATrashTakesNoOtherFile) {
  const auto id = photo();
  ASSERT_TRUE(library_.catalog().trash({id})->problems.empty());
  ASSERT_TRUE(library_.catalog().undo());
  library_.paint("year/rose.jpg", test::kGreen);
  expectNothingLeaves([&] { return library_.catalog().redo(); });
}

TEST_F(StaleEntriesTest, RestoringTakesTheSameFileBackAndReplacesNoOther) {
  const auto bytes = library_.read("year/rose.jpg");
  const auto id = photo();
  ASSERT_TRUE(library_.catalog().trash({id})->problems.empty());
  EXPECT_FALSE(fs::exists(rose()));
  library_.write("year/rose.jpg", "somebody else's");
  ASSERT_TRUE(library_.catalog().restore({id})->problems.empty());
  EXPECT_EQ(library_.read("year/rose.jpg"), "somebody else's");
  EXPECT_EQ(library_.read("year/rose (2).jpg"), bytes);
}

TEST_F(StaleEntriesTest, AFileThatWasChangedInTheBinComesBackAsWhatItIsNow) {
  const auto id = photo();
  ASSERT_TRUE(library_.catalog().trash({id}));
  const auto green = [&] {
    library_.paint("elsewhere.jpg", test::kGreen);
    return library_.read("elsewhere.jpg");
  }();
  for (const auto& entry : fs::directory_iterator(data_.path() / "Trash/files"))
    std::ofstream(entry.path(), std::ios::binary) << green;
  fs::remove(library_.path("elsewhere.jpg"));
  ASSERT_TRUE(library_.catalog().restore({id}));
  library_.index();
  EXPECT_NE(photo(), id);
  EXPECT_EQ(library_.search("green").front(), "rose.jpg");
}

TEST_F(StaleEntriesTest, ABinThatWasEmptiedIsSaidAndNothingElseComesBack) {
  const auto id = photo();
  ASSERT_TRUE(library_.catalog().trash({id})->problems.empty());
  fs::remove_all(data_.path() / "Trash");
  const auto before = everything();
  const auto restored = library_.catalog().restore({id});
  EXPECT_TRUE(!restored || !restored->problems.empty());
  EXPECT_EQ(everything(), before);
}

TEST_F(StaleEntriesTest, TheBinHoldsTheFileAndANoteAsItsSpecificationSays) {
  const auto bytes = library_.read("year/rose.jpg");
  ASSERT_TRUE(library_.catalog().trash({photo()})->problems.empty());
  const auto bin = data_.path() / "Trash";
  EXPECT_EQ(readFile(bin / "files/rose.jpg", 1 << 20).value_or("?"), bytes);
  const auto note = readFile(bin / "info/rose.jpg.trashinfo", 4096).value_or("");
  EXPECT_TRUE(note.starts_with("[Trash Info]\nPath=/")) << note;
  EXPECT_NE(note.find("year/rose.jpg\nDeletionDate=20"), std::string::npos) << note;
}

TEST_F(StaleEntriesTest, TheSidecarOfAnotherPhotoStays) {
  ASSERT_TRUE(library_.catalog().setSetting(kSidecars, "1"));
  ASSERT_TRUE(library_.catalog().edit({SetRating{3}, {photo(), photo("year/sea.jpg")}}));
  library_.catalog().settleWords();
  library_.write("year/rose.xmp", "of whoever");  // named after a stem that others may share
  ASSERT_TRUE(library_.catalog().trash({photo()})->problems.empty());
  EXPECT_FALSE(fs::exists(library_.path("year/rose.jpg.xmp")));
  EXPECT_TRUE(fs::exists(library_.path("year/sea.jpg.xmp")));
  EXPECT_TRUE(fs::exists(library_.path("year/rose.xmp")));
}

TEST_F(StaleEntriesTest, NothingThatIsDeletedInTheCatalogTouchesAFile) {
  auto& catalog = library_.catalog();
  const auto id = photo();
  ASSERT_TRUE(catalog.edit({AddTag{"flower"}, {id}}));
  const auto album = catalog.edit({CreateAlbum{"best", ""}, {id}});
  ASSERT_TRUE(album && album->album);
  const auto tag = catalog.tagsOf({id})->front().tag;
  const auto before = everything();
  for (const EditAction& action :
       {EditAction{RemoveTag{tag}}, EditAction{DeleteTag{tag}},
        EditAction{RemoveFromAlbum{*album->album}}, EditAction{DeleteAlbum{*album->album}}}) {
    ASSERT_TRUE(catalog.edit({action, {id}}));
    EXPECT_EQ(everything(), before);
  }
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(catalog.undo());
  EXPECT_EQ(everything(), before);
}

TEST_F(StaleEntriesTest, RemovingAFolderThatIsAwayTouchesNothingElsewhere) {
  fs::rename(library_.photos(), library_.photos().native() + ".away");
  fs::create_directory_symlink(outside_.folder.path(), library_.photos());
  const auto victim = readFile(outside_.path("victim.jpg"), 100);
  ASSERT_TRUE(library_.catalog().removeFolder(library_.photos()));
  EXPECT_EQ(readFile(outside_.path("victim.jpg"), 100).value_or(""), *victim);
  EXPECT_TRUE(fs::exists(library_.photos().native() + ".away/year/rose.jpg"));
}

TEST_F(StaleEntriesTest, WithoutTheRightToMoveItNothingIsLost) {
  if (::getuid() == 0) GTEST_SKIP() << "SKIPPED: root may move everything";
  ::chmod(library_.path("year").c_str(), 0555);
  expectNothingLeaves([&] { return library_.catalog().trash({photo()}); });
  ::chmod(library_.path("year").c_str(), 0755);
}

}  // namespace
}  // namespace calotype::catalog
