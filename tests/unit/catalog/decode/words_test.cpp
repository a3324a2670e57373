// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <span>

#include "catalog/decode/categories.h"
#include "catalog/decode/metadata.h"
#include "catalog/decode/metadata_text.h"

namespace calotype::catalog {
namespace {

const bool kReady = (prepareMetadata(), true);

Bytes bytesOf(const std::string& text) {
  return std::as_bytes(std::span(text));
}

std::string textOf(const Result<std::vector<std::byte>>& bytes) {
  if (!bytes) return "FAILED: " + bytes.error().message;
  return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
}

constexpr const char* kHead =
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
    "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:lr='http://ns.adobe.com/lightroom/1.0/' "
    "xmlns:digiKam='http://www.digikam.org/ns/1.0/' "
    "xmlns:MicrosoftPhoto='http://ns.microsoft.com/photo/1.0/' "
    "xmlns:acdsee='http://ns.acdsee.com/iptc/1.0/' xmlns:own='http://example.org/own/' ";
constexpr const char* kTail = "</rdf:Description></rdf:RDF></x:xmpmeta>";

std::string document(const std::string& attributes, const std::string& elements) {
  return kHead + attributes + ">" + elements + kTail;
}

std::string array(const char* name, const char* kind, const std::vector<std::string>& items) {
  std::string xml = std::string("<") + name + "><rdf:" + kind + ">";
  for (const auto& item : items) xml += "<rdf:li>" + item + "</rdf:li>";
  return xml + "</rdf:" + kind + "></" + name + ">";
}

Metadata read(const std::string& text) {
  EXPECT_TRUE(kReady);
  const auto metadata = readSidecar(bytesOf(text));
  EXPECT_TRUE(metadata) << metadata.error().message;
  return metadata.value_or(Metadata{});
}

using Names = std::vector<std::string>;

TEST(WordsTest, AFreshSidecarSaysWhatWasWritten) {
  const PhotoWords words{4, "A <caption> & \"more\",\nin two lines", {"animal/bird", "sea\\/side"}};
  const auto metadata = read(textOf(editSidecar({}, words)));
  EXPECT_EQ(metadata.rating, 4);
  EXPECT_EQ(metadata.caption, words.caption);
  EXPECT_EQ(metadata.keywords, (Names{"bird", "sea/side"}));
  EXPECT_EQ(metadata.keywordPaths, (Names{"animal/bird", "sea\\/side"}));
}

TEST(WordsTest, WhateverIsWrittenIsRead) {
  std::mt19937 random(7);
  const auto text = [&](std::size_t most) {
    static const std::vector<std::string> kPieces{"a",  "B", "ä",  "日",      " ",   "&",
                                                  "<",  ">", "\"", "'",       "]]>", "/",
                                                  "\\", "-", "😀",  "e\u0301", "{",   "%"};
    std::string made;
    for (auto i = 1 + random() % most; i > 0; --i) made += kPieces[random() % kPieces.size()];
    return made;
  };
  for (int round = 0; round < 2000; ++round) {
    PhotoWords words{int(random() % 6), "x" + text(30) + "x", {}};
    for (auto tags = random() % 5; tags > 0; --tags)
      words.tags.push_back(tagPathOf({"t" + text(6) + std::to_string(tags), "u" + text(6) + "u"}));
    const auto metadata = read(textOf(editSidecar({}, words)));
    EXPECT_EQ(metadata.rating.value_or(0), words.rating) << round;
    EXPECT_EQ(metadata.caption, words.caption) << round;
    EXPECT_EQ(metadata.keywordPaths, words.tags) << round;
  }
}

TEST(WordsTest, WordsAreReplacedWhereverTheyStoodAndTheRestStays) {
  const auto before = document(
      "xmp:Rating='1' own:attribute='kept' xmp:Label='Red'",
      array("dc:subject", "Seq", {"old"}) + array("lr:hierarchicalSubject", "Seq", {"x|old"}) +
          "<dc:description><rdf:Alt><rdf:li xml:lang='de'>alt</rdf:li><rdf:li "
          "xml:lang='x-default'>old</rdf:li></rdf:Alt></dc:description>"
          "<own:deep rdf:parseType='Resource'><own:er>kept too</own:er></own:deep>");
  const auto after = textOf(editSidecar(bytesOf(before), {3, "new", {"y/new"}}));
  const auto metadata = read(after);
  EXPECT_EQ(metadata.rating, 3);
  EXPECT_EQ(metadata.caption, "new");
  EXPECT_EQ(metadata.keywords, Names{"new"});
  EXPECT_EQ(metadata.keywordPaths, Names{"y/new"});
  for (const char* const kept : {"own:attribute=\"kept\"", "kept too", "xmp:Label=\"Red\"", "alt"})
    EXPECT_NE(after.find(kept), std::string::npos) << kept;
  EXPECT_EQ(after.find("old"), std::string::npos) << after;
  EXPECT_EQ(textOf(editSidecar(bytesOf(after), {3, "new", {"y/new"}})), after);
}

TEST(WordsTest, WhatProgramsNoteAmongTagsIsNoTagAndStays) {
  const auto before =
      document("", array("lr:hierarchicalSubject", "Bag", {"darktable|exported", "sea"}) +
                       array("digiKam:TagsList", "Seq", {"_Digikam_Internal_Tags_/x", "sea"}));
  EXPECT_EQ(read(before).keywordPaths, Names{"sea"});
  const auto after = textOf(editSidecar(bytesOf(before), {std::nullopt, "", {"sky"}}));
  EXPECT_NE(after.find("darktable|exported"), std::string::npos);
  EXPECT_NE(after.find("_Digikam_Internal_Tags_/x"), std::string::npos);
  EXPECT_EQ(read(after).keywordPaths, Names{"sky"});
}

TEST(WordsTest, OtherProgramsOwnFieldsAreWrittenOnlyWhereTheyAre) {
  const auto fresh = textOf(editSidecar({}, {4, "", {"a"}}));
  EXPECT_EQ(fresh.find("LastKeywordXMP"), std::string::npos);
  EXPECT_EQ(fresh.find("categories"), std::string::npos);
  const auto before =
      document("MicrosoftPhoto:Rating='1'",
               array("MicrosoftPhoto:LastKeywordXMP", "Bag", {"old/one"}) +
                   "<acdsee:categories>&lt;Categories&gt;&lt;Category "
                   "Assigned=\"1\"&gt;Old&lt;/Category&gt;&lt;/Categories&gt;</acdsee:categories>");
  EXPECT_EQ(read(before).keywordPaths, (Names{"old/one", "Old"}));
  EXPECT_EQ(read(before).rating, 1);
  const auto after = textOf(editSidecar(bytesOf(before), {4, "", {"p/q & r"}}));
  EXPECT_EQ(read(after).keywordPaths, Names{"p/q & r"});
  EXPECT_NE(after.find("<MicrosoftPhoto:Rating>75<"), std::string::npos) << after;
}

TEST(WordsTest, ARatingOfNothingIsOnlyWrittenOverAnother) {
  EXPECT_EQ(textOf(editSidecar({}, {0, "", {"a"}})).find("Rating"), std::string::npos);
  const auto after = textOf(editSidecar(bytesOf(document("xmp:Rating='4'", "")), {0, "", {}}));
  EXPECT_EQ(read(after).rating, 0);
  const auto rejected = document("xmp:Rating='-1'", "");
  EXPECT_EQ(read(textOf(editSidecar(bytesOf(rejected), {std::nullopt, "", {}}))).rating, -1);
}

TEST(WordsTest, APrefixThatMeansSomethingElseIsNotTaken) {
  const std::string odd =
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
      "rdf:about='' xmlns:dc='http://example.org/other/' xmlns:xmp='http://example.org/another/'>"
      "<dc:subject>theirs</dc:subject></rdf:Description></rdf:RDF>";
  const auto after = textOf(editSidecar(bytesOf(odd), {2, "c", {"a"}}));
  const auto metadata = read(after);
  EXPECT_EQ(metadata.rating, 2);
  EXPECT_EQ(metadata.caption, "c");
  EXPECT_NE(after.find("theirs"), std::string::npos);
}

TEST(WordsTest, WhatIsNoXmpIsRefused) {
  for (const std::string bad : {"nonsense", "<a/>", "<x:xmpmeta xmlns:x='adobe:ns:meta/'>",
                                "<!DOCTYPE a [<!ENTITY b 'c'>]><rdf:RDF "
                                "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>"}) {
    EXPECT_FALSE(readSidecar(bytesOf(bad))) << bad;
    EXPECT_FALSE(editSidecar(bytesOf(bad), {1, "", {}})) << bad;
  }
}

TEST(WordsTest, BombsOfEntitiesAndOfDepthAreRefusedQuickly) {
  std::string laughs = "<!DOCTYPE lolz [<!ENTITY a 'ha'>";
  for (char c = 'b'; c < 'm'; ++c)
    laughs += std::string("<!ENTITY ") + c + " '" + std::string("&") + char(c - 1) + ";&" +
              char(c - 1) + ";'>";
  EXPECT_FALSE(readSidecar(bytesOf(laughs + "]><r>&l;</r>")));
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_FALSE(readSidecar(bytesOf(deep)));
  EXPECT_FALSE(readSidecar(bytesOf(std::string((std::size_t(16) << 20) + 1, ' '))));
}

TEST(CategoriesTest, AreReadAsTheyAreWritten) {
  const std::vector<TagLevels> tags{{"Places", "Paris & <more>"}, {"Solo"}, {"a", "b", "c"}};
  EXPECT_EQ(readCategories(writeCategories(tags)), tags);
  EXPECT_TRUE(readCategories("no xml").empty());
}

}  // namespace
}  // namespace calotype::catalog
