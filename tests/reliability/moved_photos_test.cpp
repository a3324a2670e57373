// SPDX-License-Identifier: GPL-3.0-or-later
// T-FS-1: whatever happens to files between two scans, what the user made stays with the picture.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "model/base/hash.h"
#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

using test::kBlue;
using test::kGreen;
using test::kRed;

template <class T>
T orDie(Result<T> result) {
  if (result) return std::move(*result);
  ADD_FAILURE() << result.error().message;
  std::abort();
}

/// Puts a comment behind the start of a JPEG: other bytes, the same picture.
std::string withComment(const std::string& jpeg, const std::string& text) {
  std::string segment = "\xff\xfe";
  segment += char((text.size() + 2) >> 8);
  segment += char((text.size() + 2) & 0xff);
  return jpeg.substr(0, 2) + segment + text + jpeg.substr(2);
}

/// A library whose every picture has a number, a rating and a tag of its own, and which remembers
/// which picture lies where.
class MovedPhotos : public ::testing::Test {
 protected:
  static constexpr int kPictures = 12;

  void SetUp() override {
    for (int picture = 0; picture < kPictures; ++picture) {
      const auto name =
          "folder " + std::to_string(picture % 3) + "/" + std::to_string(picture) + ".jpg";
      paintPicture(name, picture);
    }
    library.open();
    library.index();
    for (const auto& [name, picture] : places) {
      const auto photo = orDie(library.catalog().photoAt(library.path(name)));
      orDie(library.catalog().edit({SetRating{1 + picture % 5}, {photo}}));
      orDie(library.catalog().edit({AddTag{tagOf(picture)}, {photo}}));
      orDie(library.catalog().edit({CreateAlbum{tagOf(picture), ""}, {photo}}));
    }
  }

  static std::string tagOf(int picture) { return "number " + std::to_string(picture); }

  void paintPicture(const std::string& name, int picture) {
    static constexpr test::Rgb kColours[] = {kRed, kGreen, kBlue};
    library.paint(name, kColours[picture % 3], 4 * picture);
    places[name] = picture;
  }

  void move(const std::string& from, const std::string& to) {
    fs::create_directories(library.path(to).parent_path());
    fs::rename(library.path(from), library.path(to));
    places[to] = places.at(from);
    places.erase(from);
  }
  void copy(const std::string& from, const std::string& to) {
    fs::create_directories(library.path(to).parent_path());
    fs::copy_file(library.path(from), library.path(to));
    places[to] = places.at(from);
  }
  void remove(const std::string& name) {
    fs::remove(library.path(name));
    places.erase(name);
  }
  void swapNames(const std::string& a, const std::string& b) {
    fs::rename(library.path(a), library.path("swap"));
    fs::rename(library.path(b), library.path(a));
    fs::rename(library.path("swap"), library.path(b));
    std::swap(places.at(a), places.at(b));
  }
  void rewrite(const std::string& name) {
    library.write(name, withComment(library.read(name), "edited " + std::to_string(++edits)));
  }
  void renameFolder(const std::string& from, const std::string& to) {
    if (!fs::exists(library.path(from)) || fs::exists(library.path(to))) return;
    fs::rename(library.path(from), library.path(to));
    std::map<std::string, int> moved;
    for (const auto& [name, picture] : places)
      moved[name.starts_with(from + "/") ? to + name.substr(from.size()) : name] = picture;
    places = moved;
  }

  std::map<std::string, std::string> bytesOfAll() const {
    std::map<std::string, std::string> bytes;
    for (const auto& entry : fs::recursive_directory_iterator(library.photos()))
      if (entry.is_regular_file()) bytes[entry.path()] = orDie(readFile(entry.path(), 1 << 24));
    return bytes;
  }

  /// Scans, and looks whether each file shows its picture's work, and no byte of it has changed.
  void scanAndCheck(const std::string& what) {
    const auto before = bytesOfAll();
    const auto report = library.index();
    EXPECT_TRUE(report.problems.empty())
        << what << ": " << (report.problems.empty() ? "" : report.problems[0].message);
    EXPECT_EQ(bytesOfAll(), before) << what;
    for (const auto& [name, picture] : places) {
      SCOPED_TRACE(what + ": " + name + " is picture " + std::to_string(picture));
      const auto photo = library.catalog().photoAt(library.path(name));
      ASSERT_TRUE(photo) << photo.error().message;
      EXPECT_EQ(orDie(library.catalog().detailsNow(*photo)).metadata.rating, 1 + picture % 5);
      const auto tags = orDie(library.catalog().tagsOf({*photo}));
      ASSERT_EQ(tags.size(), 1u);
      EXPECT_EQ(tags[0].name, tagOf(picture));
      const auto album = orDie(library.catalog().photosFor("album:\"" + tagOf(picture) + "\""));
      EXPECT_EQ(std::count(album.begin(), album.end(), *photo), 1);
    }
    const auto counts = library.counts();
    EXPECT_EQ(counts.files, std::int64_t(places.size())) << what;
    EXPECT_EQ(counts.embedded, counts.photos) << what;
  }

  std::string anyName(std::mt19937& random) const {
    auto place = places.begin();
    std::advance(place, std::ptrdiff_t(random() % places.size()));
    return place->first;
  }

  test::SmallLibrary library;
  std::map<std::string, int> places;
  int edits = 0;
};

TEST_F(MovedPhotos, SixtyScriptsOfRandomChangesLoseNothing) {
  const char* const seed = std::getenv("CALOTYPE_SEED");  // for longer runs by hand
  std::mt19937 random(seed != nullptr ? std::uint32_t(std::atoi(seed)) : 1u);
  const int encodedBefore = library.encoder.pictures;
  int rewrites = 0;
  for (int script = 0; script < 60; ++script) {
    std::string what = "script " + std::to_string(script);
    std::set<std::string> copied;
    const int steps = 1 + int(random() % 4);
    for (int step = 0; step < steps; ++step) {
      const auto name = anyName(random), other = anyName(random);
      const auto fresh = "new/" + std::to_string(script) + "-" + std::to_string(step) + ".jpg";
      switch (random() % 7) {
        case 0:
          what += ", move " + name;
          move(name, fresh);
          break;
        case 1:
          if (name == other || places.at(name) == places.at(other)) break;
          what += ", swap " + name + " and " + other;
          swapNames(name, other);
          break;
        case 2:
          what += ", copy " + name;
          if (places.size() < 40) copy(name, fresh);
          copied.insert(fresh);
          break;
        case 3: {
          int files = 0;
          for (const auto& [place, picture] : places) files += picture == places.at(name) ? 1 : 0;
          if (files > 1) {
            what += ", delete the copy " + name;
            remove(name);
          }
          break;
        }
        case 4:
          what += ", rename a folder";
          renameFolder("folder " + std::to_string(random() % 3), "year " + std::to_string(script));
          renameFolder("year " + std::to_string(script - 2),
                       "folder " + std::to_string(script % 3));
          break;
        case 5:
          what += ", copy and delete " + name;
          copy(name, fresh);
          remove(name);
          break;
        default:
          // A new file with other metadata than any known one is a photo of its own.
          if (copied.contains(name)) break;
          what += ", another program writes into " + name;
          rewrite(name);
          ++rewrites;
      }
    }
    scanAndCheck(what);
    if (HasFatalFailure() || HasNonfatalFailure()) return;
  }
  EXPECT_LE(library.encoder.pictures - encodedBefore, rewrites + rewrites / 10)
      << "only what has other bytes is encoded again, and twins may be met at once";
}

TEST_F(MovedPhotos, APhotoThatIsMovedAndWrittenIntoKeepsItsWork) {
  const auto name = places.begin()->first;
  move(name, "elsewhere/x.jpg");
  rewrite("elsewhere/x.jpg");
  scanAndCheck("moved and rewritten");
  EXPECT_EQ(library.counts().missing, 0);
}

/// R5: a crop saved over the photo. The pixels are others, the place is the same.
TEST_F(MovedPhotos, APhotoThatIsEditedInPlaceKeepsItsWork) {
  const auto name = places.begin()->first;
  const int picture = places.begin()->second;
  library.paint(name, test::kYellow, 9);
  scanAndCheck("edited in place");
  EXPECT_EQ(library.counts().photos, kPictures);
  EXPECT_EQ(library.search("yellow").front(), fs::path(name).filename())
      << "its vector is the new picture's";
  (void)picture;
}

TEST_F(MovedPhotos, ThePhotoThatComesBackHasItsWorkAgain) {
  const auto name = places.begin()->first;
  const auto bytes = library.read(name);
  const auto kept = places;
  remove(name);
  scanAndCheck("deleted");
  EXPECT_EQ(library.counts().missing, 1);
  library.write(name, bytes);
  places = kept;
  scanAndCheck("back from a backup");
}

TEST_F(MovedPhotos, AWholeFolderOfManyPhotosIsRenamedWithoutAQuestion) {
  for (int i = 0; i < 80; ++i) library.paint("many/" + std::to_string(i) + ".jpg", kBlue, 40 + i);
  library.index();
  const auto before = library.counts();
  fs::rename(library.path("many"), library.path("renamed"));
  const auto report = library.index();
  EXPECT_TRUE(report.problems.empty());
  EXPECT_EQ(library.counts().missing, 0);
  EXPECT_EQ(library.counts().photos, before.photos);
}

TEST_F(MovedPhotos, BetweenTwoFoldersOfTheCatalogNothingIsLostInEitherOrder) {
  const test::TemporaryFolder other;
  ASSERT_TRUE(library.catalog().addFolder(other.path()));
  for (const bool newFirst : {true, false}) {
    const auto name = places.begin()->first;
    const int picture = places.at(name);
    const auto to = other.path() / (std::to_string(newFirst) + ".jpg");
    fs::copy_file(library.path(name), to);
    remove(name);
    for (const bool first : {true, false}) {
      ASSERT_TRUE(
          library.catalog().startIndexing({first == newFirst ? other.path() : library.photos()}));
      EXPECT_TRUE(library.catalog().waitForIndexing().problems.empty());
    }
    const auto photo = orDie(library.catalog().photoAt(to));
    EXPECT_EQ(orDie(library.catalog().detailsNow(photo)).metadata.rating, 1 + picture % 5);
    EXPECT_EQ(orDie(library.catalog().detailsNow(photo)).files, std::vector<fs::path>{to});
  }
}

}  // namespace
}  // namespace calotype::catalog
