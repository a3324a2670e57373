// SPDX-License-Identifier: GPL-3.0-or-later
// Another program writes a rating or a caption into a photo itself: three ways, as with sidecars.
#include <gtest/gtest.h>

#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

using Kind = WordsState::Kind;

class OwnWordsTest : public testing::Test {
 protected:
  OwnWordsTest() {
    library_.paint("rose.jpg", test::kRed);
    plain_ = library_.read("rose.jpg");
  }

  /// The photo's file says this from now on, and was looked at.
  void fileSays(int stars, const std::string& caption = {}) {
    std::string packet =
        "http://ns.adobe.com/xap/1.0/" + std::string(1, '\0') +
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
        "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
        "xmp:Rating='" +
        std::to_string(stars) + "'>";
    if (!caption.empty())
      packet += "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>" + caption +
                "</rdf:li></rdf:Alt></dc:description>";
    packet += "</rdf:Description></rdf:RDF></x:xmpmeta>";
    const auto length = packet.size() + 2;
    std::string segment = "\xff\xe1";
    segment += char(length >> 8);
    segment += char(length & 0xff);
    library_.write("rose.jpg", plain_.substr(0, 2) + segment + packet + plain_.substr(2));
    look();
  }
  void look() {
    if (!open_) library_.open();
    open_ = true;
    library_.index();
  }
  Catalog& catalog() { return library_.catalog(); }
  PhotoId photo() { return catalog().photoAt(library_.path("rose.jpg")).value_or(PhotoId{}); }
  void edit(EditAction action) { ASSERT_TRUE(catalog().edit({std::move(action), {photo()}})); }
  Metadata facts() { return catalog().detailsNow(photo())->metadata; }
  WordsState state() { return *catalog().wordsState(photo()); }

  test::SmallLibrary library_;
  std::string plain_;
  bool open_ = false;
};

TEST_F(OwnWordsTest, WhatOnlyTheOtherProgramChangedCounts) {
  fileSays(2);
  fileSays(4, "roses");
  EXPECT_EQ(facts().rating, 4);
  EXPECT_EQ(facts().caption, "roses");
  EXPECT_NE(state().kind, Kind::Conflict);
}

TEST_F(OwnWordsTest, WhatOnlyTheUserChangedStays) {
  fileSays(2, "before");
  edit(SetRating{5});
  fileSays(2, "after");
  EXPECT_EQ(facts().rating, 5);
  EXPECT_EQ(facts().caption, "after");
  EXPECT_NE(state().kind, Kind::Conflict);
}

TEST_F(OwnWordsTest, WhatBothChangedIsAConflictAndTheUsersWordStands) {
  fileSays(2);
  edit(SetRating{5});
  fileSays(3);
  EXPECT_EQ(facts().rating, 5);
  EXPECT_EQ(state().kind, Kind::Conflict);
  EXPECT_EQ(state().otherRating, 3);
  const auto found = catalog().searchNow({.by = std::string("is:conflict")});
  EXPECT_EQ(found->rows.size(), 1u);
}

TEST_F(OwnWordsTest, APersonEndsTheConflictEitherWay) {
  for (const bool theirs : {true, false}) {
    fileSays(1);
    edit(SetRating{5});
    fileSays(theirs ? 3 : 4);
    ASSERT_EQ(state().kind, Kind::Conflict);
    ASSERT_TRUE(
        catalog().decideWords(photo(), theirs ? Catalog::Word::Sidecar : Catalog::Word::Catalog));
    EXPECT_EQ(facts().rating, theirs ? 3 : 5);
    EXPECT_NE(state().kind, Kind::Conflict);
    look();
    EXPECT_EQ(facts().rating, theirs ? 3 : 5) << "and it stays ended";
  }
}

TEST_F(OwnWordsTest, ASidecarThatIsReadForTheFirstTimeDoesNotEndIt) {
  fileSays(2);
  edit(SetRating{5});
  library_.write("rose.jpg.xmp",
                 "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
                 "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
                 "rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:Rating='5'/></rdf:RDF>"
                 "</x:xmpmeta>");
  fileSays(3);
  look();
  EXPECT_EQ(facts().rating, 5);
  EXPECT_EQ(state().kind, Kind::Conflict);
}

TEST_F(OwnWordsTest, ARatingThatAnotherProgramTookAwayStays) {
  fileSays(2);
  edit(SetRating{5});
  library_.write("rose.jpg", plain_);
  look();
  EXPECT_EQ(facts().rating, 5);
}

}  // namespace
}  // namespace calotype::catalog
