// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/photo_tag_store.h"

#include <gtest/gtest.h>

#include "tests/unit/catalog/edit/edited_library.h"

namespace calotype::catalog {
namespace {

using test::EditedLibrary;
using test::orDie;

TEST(PhotoTagTest, ARefusedProposalIsNeverMadeAgain) {
  EditedLibrary library;
  const auto tag = library.tag("beach");
  ASSERT_TRUE(library.propose(library.ids[0], tag, 0.95f));
  ASSERT_TRUE(library.edit(RejectTag{tag}, {library.ids[0]}));
  ASSERT_TRUE(library.propose(library.ids[0], tag, 0.99f));
  EXPECT_EQ(library.state(library.ids[0], tag), TagState::Rejected);
}

TEST(PhotoTagTest, AnAcceptedProposalKeepsWhereItCameFrom) {
  EditedLibrary library;
  const auto tag = library.tag("beach");
  ASSERT_TRUE(library.propose(library.ids[0], tag, 0.95f));
  ASSERT_TRUE(library.edit(AcceptTag{tag}, {library.ids[0]}));
  EXPECT_EQ(library.catalog.count("photo_tag",
                                  "origin = 'model' AND state = 'accepted' AND score"
                                  " = 3.0 AND probability > 0.9 AND model_id NOTNULL"
                                  " AND prompt = 'a photo of it'"),
            1);
}

TEST(PhotoTagTest, TypingAProposedTagAcceptsIt) {
  EditedLibrary library;
  const auto tag = library.tag("beach");
  ASSERT_TRUE(library.propose(library.ids[0], tag, 0.95f));
  ASSERT_TRUE(library.edit(AddTag{"BEACH"}, {library.ids[0]}));
  EXPECT_EQ(library.catalog.count("photo_tag"), 1);
  EXPECT_EQ(library.state(library.ids[0], tag), TagState::Accepted);
}

TEST(PhotoTagTest, ATagTakenAwayFromAPhotoStaysAwayAlsoIfItsFileSaysSo) {
  EditedLibrary library;
  const auto say = [&] {
    const std::string keywords[] = {"kite"};
    return library.catalog.write([&](WriteToken& token) -> Result<bool> {
      CALOTYPE_CHECK(library.catalog.tags.setFileTags(token, library.ids[0], keywords, 5));
      return true;
    });
  };
  ASSERT_TRUE(say());
  const auto tag = library.tag("kite");
  EXPECT_EQ(library.state(library.ids[0], tag), TagState::Accepted);
  ASSERT_TRUE(library.edit(RemoveTag{tag}, {library.ids[0]}));
  ASSERT_TRUE(say());
  EXPECT_EQ(library.state(library.ids[0], tag), TagState::Rejected);
  ASSERT_TRUE(library.edit(AddTag{"kite"}, {library.ids[0]}));
  EXPECT_EQ(library.state(library.ids[0], tag), TagState::Accepted);
}

TEST(PhotoTagTest, SeveralPhotosShowWhatTheyShareAndWhatNot) {
  EditedLibrary library(3);
  ASSERT_TRUE(library.edit(AddTag{"all"}, library.ids));
  ASSERT_TRUE(library.edit(AddTag{"nature/some"}, {library.ids[1]}));
  ASSERT_TRUE(library.propose(library.ids[2], library.tag("guess"), 0.8f));
  const auto tags = orDie(PhotoTagStore(library.catalog.database()).of(library.ids));
  ASSERT_EQ(tags.size(), 3u);
  EXPECT_EQ(tags[0].name, "all");
  EXPECT_EQ(tags[0].accepted, 3);
  EXPECT_EQ(tags[1].path, "nature / some");
  EXPECT_EQ(tags[1].accepted, 1);
  EXPECT_EQ(tags[2].name, "guess");
  EXPECT_EQ(tags[2].proposed, 1);
  EXPECT_NEAR(tags[2].probability, 0.8, 1e-6);
}

TEST(PhotoTagTest, ProposalsComeAsCardsTheSurestFirst) {
  EditedLibrary library(3);
  ASSERT_TRUE(library.propose(library.ids[0], library.tag("dog"), 0.9f));
  ASSERT_TRUE(library.propose(library.ids[1], library.tag("dog"), 0.94f));
  ASSERT_TRUE(library.propose(library.ids[1], library.tag("cat"), 0.97f));
  const PhotoTagStore store(library.catalog.database());
  const auto cards = orDie(store.proposals());
  ASSERT_EQ(cards.size(), 2u);
  EXPECT_EQ(cards[0].name, "cat");
  EXPECT_EQ(cards[1].photos, 2);
  const auto photos = orDie(store.proposedPhotos(cards[1].tag));
  ASSERT_EQ(photos.size(), 2u);
  EXPECT_EQ(photos[0].photo.id, library.ids[1]);
}

}  // namespace
}  // namespace calotype::catalog
