// SPDX-License-Identifier: GPL-3.0-or-later
// Films are listed with name and date, and never decoded.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>

#include "tests/support/film_file.h"
#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

class FilmsTest : public testing::Test {
 protected:
  FilmsTest() {
    library_.paint("red.jpg", test::kRed);
    library_.write("holiday/crete.mp4", test::isoFilm({.createdSeconds = 1'565'616'264}));
    library_.open();
    report_ = library_.index();
  }

  test::SmallLibrary library_;
  IndexReport report_;
};

TEST_F(FilmsTest, AFilmIsListedAndFoundByNameAndDate) {
  EXPECT_EQ(report_.indexed, 2);
  EXPECT_EQ(report_.unreadable, 0);
  for (const char* words : {"name:crete", "is:film", "in:2019-08", "type:mp4"}) {
    const auto found = library_.search(words);
    ASSERT_EQ(found.size(), 1u) << words;
    EXPECT_EQ(found[0], "crete.mp4");
  }
  const auto page = library_.catalog().searchNow({.by = std::string("is:film")});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->rows.at(0).filmSeconds, 84);
  EXPECT_NEAR(page->rows.at(0).aspect, 16. / 9, 0.01);
}

TEST_F(FilmsTest, TheTimeIsThatOfTheClockOnTheWall) {
  const auto page = library_.catalog().searchNow({.by = std::string("is:film")});
  const std::time_t taken = 1'565'616'264;
  std::tm wall{};
  ::localtime_r(&taken, &wall);
  const auto details = library_.catalog().detailsNow(page->rows.at(0).id);
  ASSERT_TRUE(details);
  EXPECT_EQ(details->metadata.takenMs, std::int64_t(::timegm(&wall)) * 1000);
  EXPECT_EQ(details->metadata.offsetMinutes, int(wall.tm_gmtoff / 60));
}

TEST_F(FilmsTest, NothingIsLeftToBeDoneAboutIt) {
  const auto again = library_.index();
  EXPECT_EQ(again.indexed, 0);
  EXPECT_EQ(again.unchanged, 2);
  const auto counts = library_.counts();
  EXPECT_EQ(counts.photos, 2);
  EXPECT_EQ(counts.films, 1);
  EXPECT_EQ(counts.embedded, 1) << "a film has no vector";
  const auto page = library_.catalog().searchNow({.by = std::string("red")});
  EXPECT_EQ(page->photos, page->searched) << "all that can be searched by meaning was";
}

TEST_F(FilmsTest, ItIsTakenAlongWhenItMoves) {
  const auto page = library_.catalog().searchNow({.by = std::string("is:film")});
  ASSERT_TRUE(library_.catalog().edit({SetRating{4}, {page->rows.at(0).id}}));
  fs::rename(library_.path("holiday/crete.mp4"), library_.path("moved.mp4"));
  library_.index();
  EXPECT_EQ(library_.search("is:film rating:4"), std::vector<std::string>{"moved.mp4"});
}

TEST_F(FilmsTest, OneLargerThanAnyPhotoIsListedToo) {
  const auto film = test::isoFilm({.createdSeconds = 1'577'836'800, .mediaBytes = 0});
  const auto moov = film.find("moov") - 4;
  library_.write("long.mov", film.substr(0, moov - 8));
  const std::uint64_t media = std::uint64_t(900) << 20;
  // A box of 900 MiB of nothing, and the description behind it.
  std::string head("\0\0\0\0mdat", 8);
  for (int i = 0; i < 4; ++i) head[std::size_t(i)] = char((media + 8) >> (8 * (3 - i)) & 0xff);
  const auto path = library_.path("long.mov");
  library_.write("long.mov", library_.read("long.mov") + head);
  ASSERT_EQ(::truncate(path.c_str(), off_t(fs::file_size(path) + media)), 0);
  std::FILE* const file = std::fopen(path.c_str(), "ab");
  ASSERT_NE(file, nullptr);
  const auto description = film.substr(moov);
  std::fwrite(description.data(), 1, description.size(), file);
  std::fclose(file);
  library_.index();
  EXPECT_EQ(library_.search("is:film in:2020"), std::vector<std::string>{"long.mov"});
}

TEST_F(FilmsTest, AFilmByAnotherNameIsRefusedAsAPicture) {
  const auto page = library_.catalog().searchNow({.by = library_.path("holiday/crete.mp4")});
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, Code::Unsupported);
  library_.write("really-a-film.jpg", test::isoFilm({.milliseconds = 1000}));
  library_.index();
  EXPECT_EQ(library_.search("is:film name:really"), std::vector<std::string>{"really-a-film.jpg"});
}

}  // namespace
}  // namespace calotype::catalog
