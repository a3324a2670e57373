// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "tests/unit/catalog/edit/edited_library.h"

namespace calotype::catalog {
namespace {

using test::EditedLibrary;
using test::orDie;

TEST(TagTreeTest, APathMakesItsLevelsOnce) {
  EditedLibrary library;
  const auto deep = library.tag("animals/dog/terrier");
  EXPECT_EQ(library.tag(" Animals / DOG/terrier "), deep);
  EXPECT_EQ(orDie(library.catalog.tags.pathOf(deep)), "animals / dog / terrier");
  EXPECT_EQ(library.catalog.count("tag"), 3);
}

TEST(TagTreeTest, ASingleNameMeansTheOneTagOfThatNameWhereverItStands) {
  EditedLibrary library;
  const auto dog = library.tag("animals/dog");
  EXPECT_EQ(library.tag("dog"), dog);
  library.tag("toys/dog");
  EXPECT_NE(library.tag("dog"), dog) << "two bear the name: a new one stands at the top";
}

TEST(TagTreeTest, ASlashThatBelongsToANameCanBeWritten) {
  EXPECT_EQ(tagLevels("music/AC\\/DC"), (std::vector<std::string>{"music", "AC/DC"}));
  EXPECT_EQ(tagLevels("///"), std::vector<std::string>());
  EXPECT_EQ(tagLevels("\xF0\x9F\x90\x95/a"), (std::vector<std::string>{"\xF0\x9F\x90\x95", "a"}));
}

TEST(TagTreeTest, CountsAreOfPhotosInATagAndBelow) {
  EditedLibrary library(4);
  ASSERT_TRUE(library.edit(AddTag{"animals/dog"}, {library.ids[0], library.ids[1]}));
  ASSERT_TRUE(library.edit(AddTag{"animals/cat"}, {library.ids[1], library.ids[2]}));
  const auto tags = orDie(library.catalog.tags.all());
  ASSERT_EQ(tags.size(), 3u);
  EXPECT_EQ(tags[0].name, "animals");
  EXPECT_EQ(tags[0].photos, 3) << "the photo with both counts once";
  EXPECT_EQ(tags[1].name, "cat");
  EXPECT_EQ(tags[1].photos, 2);
}

TEST(TagTreeTest, MergingKeepsEveryPhotoAndWhatLiesBelow) {
  EditedLibrary library(4);
  ASSERT_TRUE(library.edit(AddTag{"hound"}, {library.ids[0]}));
  ASSERT_TRUE(library.edit(AddTag{"hound/terrier"}, {library.ids[1]}));
  ASSERT_TRUE(library.edit(AddTag{"dog/terrier"}, {library.ids[2]}));
  const auto into = orDie(library.catalog.tags.findPath("dog"));
  ASSERT_TRUE(library.edit(MergeTags{library.tag("hound"), *into}));
  const auto tags = orDie(library.catalog.tags.all());
  ASSERT_EQ(tags.size(), 2u);
  EXPECT_EQ(tags[0].photos, 3);
  EXPECT_EQ(tags[1].photos, 2);
}

TEST(TagTreeTest, CirclesAndTwinsAreRefused) {
  EditedLibrary library;
  const auto animals = library.tag("animals"), dog = library.tag("animals/dog");
  library.tag("pets");
  EXPECT_EQ(library.edit(MoveTag{animals, dog}).error().code, Code::InvalidArgument);
  EXPECT_EQ(library.edit(MergeTags{animals, dog}).error().code, Code::InvalidArgument);
  EXPECT_EQ(library.edit(RenameTag{animals, "Pets"}).error().code, Code::InvalidArgument);
  EXPECT_TRUE(library.edit(RenameTag{animals, "ANIMALS"})) << "its own name in other letters";
}

}  // namespace
}  // namespace calotype::catalog
