// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/own_words.h"

#include <gtest/gtest.h>

#include "catalog/store/photo_tag_store.h"
#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;

class OwnWordsTest : public ::testing::Test {
 protected:
  PhotoId add(const std::string& name) {
    const auto file = catalog.addFile(root, name, {1000, 5'000'000'000, ++inode, 1});
    return catalog.addPhoto(file, std::uint32_t(inode));
  }
  void run(const std::string& sql, PhotoId photo) {
    orDie(
        catalog.write([&](WriteToken& token) { return token.database().run(sql.c_str(), photo); }));
  }
  TagId tag(const std::string& name, PhotoId photo, const char* state = "accepted",
            const char* origin = "user") {
    return orDie(catalog.write([&](WriteToken& token) -> Result<TagId> {
      CALOTYPE_TRY(const auto id, catalog.tags.addOnce(token, name));
      CALOTYPE_CHECK(
          token.database().run("INSERT INTO photo_tag (photo_id, tag_id, origin, state, at_ms) "
                               "VALUES (?1, ?2, ?3, ?4, 1)",
                               photo, id, std::string(origin), std::string(state)));
      return id;
    }));
  }
  OwnPhotos own(std::size_t others = 10) {
    auto found = orDie(ownPhotos(catalog.database(), others));
    EXPECT_EQ(orDie(countOwnPhotos(catalog.database())), std::int64_t(found.withWords.size()));
    return found;
  }

  test::TempCatalog catalog;
  RootId root = catalog.addRoot("/photos");
  std::uint64_t inode = 0;
};

TEST_F(OwnWordsTest, CaptionsAndAcceptedTagsAreAPersonsWords) {
  const auto rose = add("a/rose.jpg"), dog = add("b/dog.jpg"), none = add("c.jpg");
  run("UPDATE photo SET caption = 'our rose' WHERE id = ?1", rose);
  tag("Bello", dog);
  tag("garden", dog);
  tag("maybe", none, "proposed", "model");
  tag("no", none, "rejected", "model");
  tag("Berlin", none, "accepted", "place");
  const auto found = own();
  ASSERT_EQ(found.withWords.size(), 2u);
  EXPECT_EQ(found.withWords[0].caption, "our rose");
  EXPECT_EQ(found.withWords[0].file, "/photos/a/rose.jpg");
  EXPECT_TRUE(found.withWords[0].tags.empty());
  EXPECT_EQ(found.withWords[1].tags, (std::vector<std::string>{"Bello", "garden"}));
  ASSERT_EQ(found.others.size(), 1u) << "what a model proposed, or a place, is nobody's word";
  EXPECT_EQ(found.others[0].photo, none);
}

TEST_F(OwnWordsTest, HiddenPhotosFilmsAndMissingOnesAreLeftOut) {
  for (const char* const change : {"UPDATE photo SET hidden = 1 WHERE id = ?1",
                                   "UPDATE photo SET duration_ms = 5 WHERE id = ?1",
                                   "UPDATE file SET state = 'missing' WHERE photo_id = ?1"}) {
    const auto photo = add(std::to_string(inode) + ".jpg");
    run("UPDATE photo SET caption = 'words' WHERE id = ?1", photo);
    run(change, photo);
  }
  EXPECT_TRUE(own().withWords.empty());
  EXPECT_TRUE(own().others.empty());
}

TEST_F(OwnWordsTest, OthersAreAsManyAsAskedForAndFromEverywhere) {
  for (int i = 0; i < 200; ++i) add(std::to_string(i) + ".jpg");
  const auto some = own(20).others;
  ASSERT_EQ(some.size(), 20u);
  int late = 0;
  for (const auto& photo : some) late += int(std::int64_t(photo.photo) > 100);
  EXPECT_GE(late, 4);
  EXPECT_LE(late, 16);
}

}  // namespace
}  // namespace calotype::catalog
