// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/edit/journal.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/unit/catalog/edit/edited_library.h"

namespace calotype::catalog {
namespace {

using test::EditedLibrary;
using test::orDie;

/// Does something a person might do; what is not possible just now is refused, which is fine too.
class RandomUser {
 public:
  RandomUser(EditedLibrary& library, unsigned seed) : library_(library), random_(seed) {}

  /// True when something changed.
  bool doSomething() {
    const auto done = library_.edit(action(), photos());
    return done && done->changed;
  }

 private:
  int upTo(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  std::vector<PhotoId> photos() {
    std::vector<PhotoId> some;
    for (const auto id : library_.ids)
      if (upTo(2) == 0) some.push_back(id);
    return some;
  }
  std::string name() { return std::string(1, char('a' + upTo(7))); }
  TagId tag() {
    const auto tags = orDie(library_.catalog.tags.all());
    return tags.empty() ? TagId{1} : tags[std::size_t(upTo(int(tags.size()) - 1))].id;
  }
  AlbumId album() {
    const auto albums = orDie(AlbumStore(library_.catalog.database()).all());
    return albums.empty() ? AlbumId{1} : albums[std::size_t(upTo(int(albums.size()) - 1))].id;
  }
  EditAction action() {
    switch (upTo(17)) {
      case 0:
        return SetRating{upTo(5)};
      case 1:
        return SetFlag{upTo(2) - 1};
      case 2:
        return SetColour{upTo(5)};
      case 3:
        return SetCaption{upTo(2) == 0 ? std::string() : "caption " + name()};
      case 4:
      case 5:
      case 6:
        return AddTag{upTo(1) == 0 ? name() : name() + "/" + name()};
      case 7:
        return RemoveTag{tag()};
      case 8:
        return AcceptTag{tag()};
      case 9:
        return RejectTag{tag()};
      case 10:
        return AddToAlbum{album()};
      case 11:
        return RemoveFromAlbum{album()};
      case 12:
        return RenameTag{tag(), name()};
      case 13:
        return MoveTag{tag(), upTo(2) == 0 ? std::nullopt : std::optional(tag())};
      case 14:
        return MergeTags{tag(), tag()};
      case 15:
        return DeleteTag{tag()};
      case 16:
        return CreateAlbum{"album " + name(), upTo(3) == 0 ? "rating>=3" : ""};
      default:
        return upTo(1) == 0 ? EditAction(DeleteAlbum{album()})
                            : EditAction(RenameAlbum{album(), "album " + name()});
    }
  }

  EditedLibrary& library_;
  std::mt19937 random_;
};

TEST(JournalTest, AThousandRandomChangesUndoneAndDoneAgainAreTheIdentity) {
  EditedLibrary library;
  for (const auto photo : library.ids) ASSERT_TRUE(library.propose(photo, library.tag("a"), 0.9f));
  RandomUser user(library, 7);
  std::vector<std::string> states{library.contents()};
  while (states.size() <= 1000)
    if (user.doSomething()) states.push_back(library.contents());
  for (std::size_t i = states.size() - 1; i > 0; --i) {
    ASSERT_EQ(library.contents(), states[i]);
    const auto undone = library.undo();
    ASSERT_TRUE(undone) << i << ": " << undone.error().message;
  }
  EXPECT_EQ(library.contents(), states[0]);
  EXPECT_EQ(library.undo().error().code, Code::NotFound);
  for (std::size_t i = 1; i < states.size(); ++i) {
    const auto redone = library.redo();
    ASSERT_TRUE(redone) << i << ": " << redone.error().message;
    ASSERT_EQ(library.contents(), states[i]) << describe(redone->name);
  }
  EXPECT_EQ(library.redo().error().code, Code::NotFound);
}

TEST(JournalTest, AWalkBackAndForthAtRandomEndsWhereItShould) {
  EditedLibrary library;
  RandomUser user(library, 11);
  std::mt19937 random(12);
  std::vector<std::string> states{library.contents()};
  std::size_t at = 0;
  for (int step = 0; step < 400; ++step) {
    const int what = std::uniform_int_distribution<int>(0, 3)(random);
    if (what == 0 && at > 0) {
      ASSERT_TRUE(library.undo());
      --at;
    } else if (what == 1 && at + 1 < states.size()) {
      ASSERT_TRUE(library.redo());
      ++at;
    } else if (user.doSomething()) {
      states.resize(++at);
      states.push_back(library.contents());
    }
    ASSERT_EQ(library.contents(), states[at]) << step;
  }
}

TEST(JournalTest, AnEntryNamesWhatWasDoneAndToHowMany) {
  EditedLibrary library;
  ASSERT_TRUE(library.edit(SetRating{4}, {library.ids[0], library.ids[1]}));
  const auto state = orDie(Journal(library.catalog.database()).state());
  ASSERT_TRUE(state.undo);
  EXPECT_EQ(*state.undo, (EditName{"rating", "4", 2}));
  EXPECT_FALSE(state.redo);
  EXPECT_EQ(describe(*state.undo), "rating \"4\": 2 photos");
}

TEST(JournalTest, WhatChangesNothingIsNoEntry) {
  EditedLibrary library;
  ASSERT_TRUE(library.edit(SetRating{0}, library.ids));
  EXPECT_FALSE(orDie(Journal(library.catalog.database()).state()).undo);
}

TEST(JournalTest, ANewChangeEndsWhatCouldBeDoneAgain) {
  EditedLibrary library;
  ASSERT_TRUE(library.edit(SetRating{1}, library.ids));
  ASSERT_TRUE(library.undo());
  ASSERT_TRUE(library.edit(SetRating{2}, library.ids));
  EXPECT_EQ(library.redo().error().code, Code::NotFound);
}

TEST(JournalTest, AnEditThatIsRefusedLeavesNothingBehind) {
  EditedLibrary library;
  const auto before = library.contents();
  EXPECT_EQ(library.edit(SetRating{6}, library.ids).error().code, Code::InvalidArgument);
  EXPECT_EQ(library.edit(AddTag{std::string(10'000, 'x')}, library.ids).error().code,
            Code::InvalidArgument);
  EXPECT_EQ(library.edit(AddToAlbum{AlbumId{77}}, library.ids).error().code, Code::NotFound);
  EXPECT_EQ(library.edit(AddTag{" / "}, library.ids).error().code, Code::InvalidArgument);
  EXPECT_EQ(library.contents(), before);
  EXPECT_FALSE(orDie(Journal(library.catalog.database()).state()).undo);
}

TEST(JournalTest, UndoLeavesAPhotoAloneThatIsGone) {
  EditedLibrary library;
  ASSERT_TRUE(library.edit(AddTag{"beach"}, library.ids));
  ASSERT_TRUE(library.edit(DeleteTag{library.tag("beach")}));
  ASSERT_TRUE(library.catalog.write([&](WriteToken& token) -> Result<bool> {
    CALOTYPE_CHECK(library.catalog.photos.remove(token, std::span(library.ids).first(1)));
    return true;
  }));
  ASSERT_TRUE(library.undo());
  EXPECT_EQ(library.catalog.count("photo_tag"), std::int64_t(library.ids.size()) - 1);
  EXPECT_EQ(library.catalog.count("pragma_foreign_key_check"), 0);
}

TEST(JournalTest, UndoDoesNotTakeBackWhatSomebodyElseChangedSince) {
  EditedLibrary library;
  ASSERT_TRUE(library.edit(SetCaption{"mine"}, {library.ids[0]}));
  ASSERT_TRUE(library.catalog.write([&](WriteToken& token) -> Result<bool> {
    CALOTYPE_CHECK(token.database().run("UPDATE photo SET caption = 'from the file' WHERE id = ?1",
                                        library.ids[0]));
    return true;
  }));
  ASSERT_TRUE(library.undo());
  EXPECT_EQ(library.catalog.count("photo", "caption = 'from the file'"), 1);
}

TEST(JournalTest, OldEntriesGoWhenThereAreTooMany) {
  EditedLibrary library(1);
  for (int i = 0; i < Journal::kKept + 20; ++i)
    ASSERT_TRUE(library.edit(SetRating{1 + i % 2}, library.ids));
  EXPECT_EQ(library.catalog.count("journal"), Journal::kKept);
}

}  // namespace
}  // namespace calotype::catalog
