// SPDX-License-Identifier: GPL-3.0-or-later
// Sidecars through the whole catalog: real files, real decoder processes.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "catalog/metadata/photo_file.h"
#include "catalog/settings.h"
#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

using Kind = WordsState::Kind;

std::string sidecarWith(const std::string& properties) {
  return "<?xpacket begin='\xef\xbb\xbf' id='W5M0MpCehiHzreSzNTczkc9d'?>\n"
         "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
         "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n"
         "<rdf:Description rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/' "
         "xmlns:dc='http://purl.org/dc/elements/1.1/' "
         "xmlns:lr='http://ns.adobe.com/lightroom/1.0/' "
         "xmlns:other='http://example.org/other/'>\n" +
         properties + "\n</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end='w'?>\n";
}

std::string subjects(const std::vector<std::string>& names) {
  std::string bag = "<dc:subject><rdf:Bag>";
  for (const auto& name : names) bag += "<rdf:li>" + name + "</rdf:li>";
  return bag + "</rdf:Bag></dc:subject>";
}

class SidecarsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    library_.paint("rose.jpg", test::kRed);
    library_.open();
  }

  Catalog& catalog() { return library_.catalog(); }
  PhotoId photo(const std::string& name = "rose.jpg") {
    const auto id = catalog().photoAt(library_.path(name));
    EXPECT_TRUE(id) << name;
    return id.value_or(PhotoId{});
  }
  void edit(EditAction action, const std::string& name = "rose.jpg") {
    const auto done = catalog().edit({std::move(action), {photo(name)}});
    ASSERT_TRUE(done) << done.error().message;
    catalog().settleWords();
  }
  void writeSidecars() {
    ASSERT_TRUE(catalog().setSetting(kSidecars, "1"));
    catalog().settleWords();
  }
  PhotoDetails details() { return catalog().detailsNow(photo()).value_or(PhotoDetails{}); }
  std::vector<std::string> tags() {
    std::vector<std::string> names;
    for (const auto& tag : catalog().tagsOf({photo()}).value_or(std::vector<SharedTag>()))
      if (tag.accepted > 0) names.push_back(tag.path);
    std::sort(names.begin(), names.end());
    return names;
  }
  WordsState state() { return catalog().wordsState(photo()).value_or(WordsState{}); }
  bool exists(const std::string& name) { return fs::exists(library_.path(name)); }
  bool has(const std::string& name, const std::string& text) {
    return library_.read(name).find(text) != std::string::npos;
  }
  std::size_t filesInFolder() {
    return std::size_t(std::distance(fs::directory_iterator(library_.photos()), {}));
  }

  test::SmallLibrary library_;
};

using Names = std::vector<std::string>;

TEST_F(SidecarsTest, NothingIsWrittenUntilTheUserSaysSo) {
  library_.index();
  edit(SetRating{4});
  EXPECT_EQ(filesInFolder(), 1U);
  EXPECT_EQ(state().kind, Kind::None);
  writeSidecars();
  EXPECT_TRUE(has("rose.jpg.xmp", "<xmp:Rating>4</xmp:Rating>"));
  EXPECT_EQ(state().kind, Kind::Written);
}

TEST_F(SidecarsTest, AcceptedTagsReachTheSidecarAndProposalsNever) {
  library_.index();
  writeSidecars();
  edit(AddTag{"plant/rose"});
  edit(SetCaption{"A <rose> & more"});
  EXPECT_TRUE(has("rose.jpg.xmp", "plant|rose"));
  EXPECT_TRUE(has("rose.jpg.xmp", "A &lt;rose&gt; &amp; more"));
  library_.close();
  library_.open();
  library_.index();
  EXPECT_EQ(tags(), Names{"plant / rose"});
  EXPECT_EQ(state().kind, Kind::Written);
}

TEST_F(SidecarsTest, SidecarsOfBothNamesAreReadTogether) {
  library_.write("rose.jpg.xmp", sidecarWith(subjects({"sea"}) + "<xmp:Rating>2</xmp:Rating>"));
  library_.write("rose.xmp", sidecarWith(subjects({"sky"})));
  library_.index();
  EXPECT_EQ(tags(), (Names{"sea", "sky"}));
  EXPECT_EQ(details().metadata.rating, 2);
}

TEST_F(SidecarsTest, ASidecarNamedAfterTheStemBelongsToTheRawPicture) {
  library_.paint("rose.nef", test::kBlue);
  library_.write("rose.xmp", sidecarWith(subjects({"sky"})));
  library_.index();
  EXPECT_EQ(tags(), Names{});
  EXPECT_EQ(catalog().tagsOf({photo("rose.nef")})->size(), 1U);
}

TEST_F(SidecarsTest, WhatAnotherProgramChangedIsTakenOverAndCanBeUndone) {
  library_.index();
  writeSidecars();
  edit(SetRating{3});
  edit(AddTag{"mine"});
  library_.write("rose.jpg.xmp", sidecarWith("<xmp:Rating>5</xmp:Rating>" + subjects({"theirs"})));
  library_.index();
  EXPECT_EQ(details().metadata.rating, 5);
  EXPECT_EQ(tags(), Names{"theirs"});
  ASSERT_TRUE(catalog().undo());
  catalog().settleWords();
  EXPECT_EQ(details().metadata.rating, 3);
  EXPECT_EQ(tags(), Names{"mine"});
  EXPECT_TRUE(has("rose.jpg.xmp", "<xmp:Rating>3</xmp:Rating>"));
}

TEST_F(SidecarsTest, WhatNobodyHereKnowsStaysInTheSidecar) {
  library_.write("rose.jpg.xmp",
                 sidecarWith("<other:recipe><rdf:Seq><rdf:li "
                             "rdf:parseType='Resource'><other:step>sharpen</other:step></rdf:li>"
                             "</rdf:Seq></other:recipe><!-- kept -->"));
  library_.index();
  writeSidecars();
  edit(SetRating{4});
  EXPECT_TRUE(has("rose.jpg.xmp", "<other:step>sharpen</other:step>"));
  EXPECT_TRUE(has("rose.jpg.xmp", "<!-- kept -->"));
  EXPECT_TRUE(has("rose.jpg.xmp", "<xmp:Rating>4</xmp:Rating>"));
}

TEST_F(SidecarsTest, AConflictIsShownAndSettledEitherWay) {
  for (const bool bySidecar : {true, false}) {
    library_.index();
    writeSidecars();
    edit(SetRating{3});
    edit(SetCaption{"first"});
    ASSERT_TRUE(catalog().setSetting(kSidecars, "0"));
    edit(SetRating{5});
    edit(SetCaption{"mine"});
    library_.write("rose.jpg.xmp",
                   sidecarWith("<xmp:Rating>1</xmp:Rating><dc:description><rdf:Alt><rdf:li "
                               "xml:lang='x-default'>theirs</rdf:li></rdf:Alt></dc:description>"));
    library_.index();
    EXPECT_EQ(state().kind, Kind::Conflict);
    EXPECT_EQ(state().otherRating, 1);
    EXPECT_EQ(state().otherCaption, "theirs");
    EXPECT_EQ(details().metadata.rating, 5);
    EXPECT_EQ(library_.counts().conflicts, 1);
    EXPECT_EQ(library_.search("is:conflict"), Names{"rose.jpg"});
    writeSidecars();  // nothing is written over what nobody decided
    EXPECT_TRUE(has("rose.jpg.xmp", "theirs"));
    ASSERT_TRUE(catalog().decideWords(photo(),
                                      bySidecar ? Catalog::Word::Sidecar : Catalog::Word::Catalog));
    catalog().settleWords();
    EXPECT_EQ(state().kind, Kind::Written) << state().message;
    EXPECT_EQ(details().metadata.rating, bySidecar ? 1 : 5);
    EXPECT_EQ(details().metadata.caption, bySidecar ? "theirs" : "mine");
    EXPECT_EQ(has("rose.jpg.xmp", "mine"), !bySidecar);
    EXPECT_EQ(library_.counts().conflicts, 0);
  }
}

TEST_F(SidecarsTest, ASidecarThatCannotBeReadIsLeftAloneAndTheReasonIsShown) {
  const std::string broken = "<x:xmpmeta><rdf:RDF>not closed";
  library_.write("rose.jpg.xmp", broken);
  library_.index();
  EXPECT_EQ(state().kind, Kind::Failed);
  writeSidecars();
  edit(SetRating{4});
  EXPECT_EQ(state().kind, Kind::Failed);
  EXPECT_NE(state().message.find("rose.jpg.xmp"), std::string::npos);
  EXPECT_EQ(library_.read("rose.jpg.xmp"), broken);
  EXPECT_EQ(details().metadata.rating, 4);
  library_.write("rose.jpg.xmp", sidecarWith(subjects({"sea"})));
  library_.index();
  ASSERT_TRUE(catalog().retryWords());
  catalog().settleWords();
  EXPECT_EQ(state().kind, Kind::Written) << state().message;
  EXPECT_TRUE(has("rose.jpg.xmp", "sea"));
  EXPECT_TRUE(has("rose.jpg.xmp", "<xmp:Rating>4</xmp:Rating>"));
}

TEST_F(SidecarsTest, ASidecarThatWasWrittenSinceItWasReadIsNotWrittenOver) {
  library_.index();
  writeSidecars();
  edit(SetRating{3});
  const auto id = photo();
  library_.close();
  const auto theirs = sidecarWith("<xmp:Rating>5</xmp:Rating>");
  library_.write("rose.jpg.xmp", theirs);
  const auto path = library_.paths().database();
  auto writing = Database::open(path, Mode::ReadWrite);
  const auto reader = Database::open(path, Mode::ReadOnly);
  ASSERT_TRUE(writing && reader);
  Writer writer(std::move(*writing));
  DecoderPool decoders({.program = library_.options.decoderProgram, .processes = 1});
  Thumbnails thumbnails(library_.paths().thumbnails());
  const WordWriterParts parts{
      .database = path, .writer = writer, .decoders = decoders, .thumbnails = thumbnails};
  const auto files = filesOf(*reader, id);
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 1U);
  const auto written =
      calotype::catalog::writeSidecars(parts, *reader, files->front(), PhotoWords{4, "", {}}, {});
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Code::Busy);
  EXPECT_EQ(library_.read("rose.jpg.xmp"), theirs);
}

TEST_F(SidecarsTest, ASidecarThatIsALinkIsNotWrittenThrough) {
  library_.index();
  library_.write("victim", "precious");
  fs::create_symlink(library_.path("victim"), library_.path("rose.jpg.xmp"));
  writeSidecars();
  edit(SetRating{4});
  EXPECT_EQ(state().kind, Kind::Failed);
  EXPECT_EQ(library_.read("victim"), "precious");
}

TEST_F(SidecarsTest, TheSidecarGoesToTheTrashWithItsPhotoAndComesBack) {
  library_.index();
  writeSidecars();
  edit(AddTag{"rose"});
  const auto id = photo();
  const auto gone = catalog().trash({id});
  if (!gone || !gone->problems.empty()) GTEST_SKIP() << "SKIPPED: there is no trash here";
  EXPECT_EQ(filesInFolder(), 0U);
  EXPECT_EQ(catalog().trashed()->size(), 1U);
  library_.paint("rose.jpg", test::kGreen);  // somebody else takes the name
  ASSERT_TRUE(catalog().undo());
  EXPECT_TRUE(exists("rose (2).jpg"));
  EXPECT_TRUE(exists("rose (2).jpg.xmp"));
  EXPECT_FALSE(exists("rose.jpg.xmp"));
}

TEST_F(SidecarsTest, ASidecarThatMovedWithItsPhotoIsKnownAtTheNewPlace) {
  library_.index();
  writeSidecars();
  edit(AddTag{"rose"});
  edit(SetRating{2});
  fs::create_directories(library_.path("best"));
  fs::rename(library_.path("rose.jpg"), library_.path("best/red.jpg"));
  fs::rename(library_.path("rose.jpg.xmp"), library_.path("best/red.jpg.xmp"));
  const auto before = library_.read("best/red.jpg.xmp");
  library_.index();
  catalog().settleWords();
  EXPECT_EQ(library_.read("best/red.jpg.xmp"), before);
  const auto state = catalog().wordsState(photo("best/red.jpg"));
  ASSERT_TRUE(state);
  EXPECT_NE(state->kind, Kind::Conflict);
  EXPECT_EQ(catalog().detailsNow(photo("best/red.jpg"))->metadata.rating, 2);
}

TEST_F(SidecarsTest, APhotoThatMovedWithoutItsSidecarGetsAnother) {
  library_.index();
  writeSidecars();
  edit(AddTag{"rose"});
  fs::create_directories(library_.path("best"));
  fs::rename(library_.path("rose.jpg"), library_.path("best/red.jpg"));
  library_.index();
  catalog().settleWords();
  EXPECT_TRUE(has("best/red.jpg.xmp", "rose"));
  EXPECT_TRUE(exists("rose.jpg.xmp"));  // nobody said that it may go
}

TEST_F(SidecarsTest, ATagThatIsRenamedIsRenamedBesideEveryPhoto) {
  library_.paint("sea.jpg", test::kBlue);
  library_.index();
  writeSidecars();
  edit(AddTag{"flower"});
  edit(AddTag{"flower"}, "sea.jpg");
  const auto tag = catalog().tagsOf({photo()})->front().tag;
  ASSERT_TRUE(catalog().edit({RenameTag{tag, "blossom"}, {}}));
  catalog().settleWords();
  for (const char* const name : {"rose.jpg.xmp", "sea.jpg.xmp"}) {
    EXPECT_TRUE(has(name, "blossom")) << name;
    EXPECT_FALSE(has(name, "flower")) << name;
  }
}

TEST_F(SidecarsTest, TheFilesOwnWordsNeedNoSidecar) {
  library_.index();
  writeSidecars();
  const auto album = catalog().edit({CreateAlbum{"best", ""}, {photo()}});
  ASSERT_TRUE(album);
  catalog().settleWords();
  EXPECT_EQ(filesInFolder(), 1U);
}

TEST_F(SidecarsTest, WordsAreWrittenIntoThePhotoWhereTheUserLetsThemAndItStaysTheSamePhoto) {
  library_.index();
  const auto id = photo();
  const auto before = library_.read("rose.jpg");
  ASSERT_TRUE(catalog().setEmbeds(library_.photos(), true));
  edit(AddTag{"plant/rose"});
  edit(SetRating{4});
  EXPECT_EQ(filesInFolder(), 1U);
  EXPECT_NE(library_.read("rose.jpg"), before);
  EXPECT_TRUE(has("rose.jpg", "plant|rose"));
  EXPECT_EQ(photo(), id);
  library_.takeDecoderAway();
  library_.open();
  const auto report = library_.index();
  EXPECT_EQ(report.unchanged, 1);
  EXPECT_EQ(photo(), id);
  const auto metadata = details().metadata;
  EXPECT_EQ(metadata.rating, 4);
}

TEST_F(SidecarsTest, AWriteProtectedPhotoGetsASidecarInstead) {
  library_.index();
  ::chmod(library_.path("rose.jpg").c_str(), 0444);
  const auto before = library_.read("rose.jpg");
  ASSERT_TRUE(catalog().setEmbeds(library_.photos(), true));
  edit(SetRating{4});
  EXPECT_EQ(library_.read("rose.jpg"), before);
  EXPECT_TRUE(has("rose.jpg.xmp", "<xmp:Rating>4</xmp:Rating>"));
}

TEST_F(SidecarsTest, CopiesOfOnePhotoAreAllWrittenIntoAndStayOne) {
  fs::copy_file(library_.path("rose.jpg"), library_.path("copy.jpg"));
  library_.index();
  ASSERT_TRUE(catalog().setEmbeds(library_.photos(), true));
  edit(SetRating{4});
  EXPECT_EQ(library_.read("rose.jpg"), library_.read("copy.jpg"));
  library_.index();
  EXPECT_EQ(photo("copy.jpg"), photo("rose.jpg"));
  EXPECT_EQ(library_.counts().photos, 1);
}

}  // namespace
}  // namespace calotype::catalog
