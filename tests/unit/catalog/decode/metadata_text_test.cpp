// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/metadata_text.h"

#include <gtest/gtest.h>

namespace calotype::catalog {
namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
  return std::as_bytes(std::span(text));
}

using namespace std::string_view_literals;

TEST(MetadataTextTest, Utf8StaysAndOtherBytesAreReadAsWindows1252) {
  EXPECT_EQ(cleanText("Z\xC3\xBCrich"), "Z\xC3\xBCrich");
  EXPECT_EQ(cleanText("Z\xFCrich"), "Z\xC3\xBCrich");
  EXPECT_EQ(cleanText("\x80 5"), "\xE2\x82\xAC 5") << "the euro sign";
}

TEST(MetadataTextTest, NulsAndBlanksAtTheEndsGo) {
  EXPECT_EQ(cleanText("  boat \0garbage"sv), "boat");
  EXPECT_EQ(cleanText(" \n\t "), "");
}

TEST(MetadataTextTest, Utf16OfWindowsIsRead) {
  EXPECT_EQ(fromUtf16(bytesOf("h\0i\0\0\0"sv)), "hi");
  EXPECT_EQ(fromUtf16(bytesOf("\xFC\x00"sv)), "\xC3\xBC");
  EXPECT_EQ(fromUtf16(bytesOf("h"sv)), "") << "half a letter is none";
}

TEST(MetadataTextTest, TheCommentsEncodingIsMinded) {
  EXPECT_EQ(fromUserComment(bytesOf("ASCII\0\0\0hello"sv), true), "hello");
  EXPECT_EQ(fromUserComment(bytesOf("UNICODE\0h\0i\0"sv), true), "hi");
  EXPECT_EQ(fromUserComment(bytesOf("UNICODE\0\0h\0i"sv), false), "hi");
  EXPECT_EQ(fromUserComment(bytesOf("ASCII\0\0\0        "sv), true), "");
  EXPECT_EQ(fromUserComment(bytesOf("short"sv), true), "");
}

TEST(MetadataTextTest, KeywordsThatDifferInCaseOnlyAreOne) {
  KeywordList list;
  for (const char* word : {"Sea", "sea", "", "  ", "STRASSE",
                           "stra\xC3\x9F"
                           "e",
                           " boat "})
    list.add(word);
  EXPECT_EQ(list.take(), (std::vector<std::string>{"Sea", "STRASSE", "boat"}));
}

TEST(MetadataTextTest, AFloodOfKeywordsIsCut) {
  KeywordList list;
  for (int i = 0; i < 5000; ++i) list.add(std::to_string(i));
  list.add("x");
  EXPECT_EQ(list.take().size(), 1000u);
  KeywordList longOne;
  longOne.add(std::string(255, 'a') + "\xC3\xBC");
  EXPECT_EQ(longOne.take().front(), std::string(255, 'a')) << "between two letters";
}

}  // namespace
}  // namespace calotype::catalog
