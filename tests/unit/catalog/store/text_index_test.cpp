// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/text_index.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;
using test::photoOf;
using test::TempCatalog;

class TextIndexTest : public testing::Test {
 protected:
  std::vector<PhotoId> find(std::string_view text) { return orDie(catalog.text.find(text, 0)); }

  TempCatalog catalog;
  RootId root = catalog.addRoot("/pictures/Bilder");
};

TEST_F(TextIndexTest, NameFolderDateCaptionAndKeywordFindAPhoto) {
  auto photo = photoOf(1);
  photo.metadata.takenMs = 1'625'400'000'000;  // 2021-07-04
  photo.metadata.caption = "Boats at the M\xc3\xb6ve caf\xc3\xa9";
  photo.metadata.keywords = {"harbour"};
  const auto id = catalog.addPhoto(catalog.addFile(root, "sea side/IMG_0042.JPG"), photo);
  catalog.addPhoto(catalog.addFile(root, "hills/x.jpg"), 2);
  for (const char* text :
       {"img", "0042", "IMG_0042.JPG", "sea", "side", "2021", "2021-07", "2021-07-04", "boats",
        "CAFE", "mov", "harbour", "boats harb", "bilder sea"})
    EXPECT_EQ(find(text), std::vector{id}) << text;
  for (const char* text : {"boats hills", "pictures", "2020", "oats"})
    EXPECT_TRUE(find(text).empty()) << text;
}

TEST_F(TextIndexTest, NoTextCanBreakTheQuery) {
  const auto id = catalog.addPhoto(catalog.addFile(root, "near.jpg"), 1);
  for (const auto& text : std::vector<std::string>{"\"",
                                                   "\"\"",
                                                   "*",
                                                   "NOT",
                                                   "AND OR NOT",
                                                   "NEAR(a b)",
                                                   "name:",
                                                   "{name}: x",
                                                   "a\"b",
                                                   "(",
                                                   ")",
                                                   "^",
                                                   "-",
                                                   "+ +",
                                                   "'; DROP TABLE photo; --",
                                                   "\xff\xfe",
                                                   "a\nb",
                                                   std::string("a\0b", 3),
                                                   "\xf0\x9f\x98\x80",
                                                   "!!! ???"}) {
    const auto found = catalog.text.find(text, 0);
    EXPECT_TRUE(found) << text << ": " << found.error().message;
  }
  EXPECT_EQ(find("near"), std::vector{id});
  EXPECT_EQ(find("!!! near ..."), std::vector{id});
  EXPECT_TRUE(find("").empty());
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    std::string text(random() % 40, ' ');
    for (char& character : text) character = char(random());
    EXPECT_TRUE(catalog.text.find(text, 5)) << i;
  }
  EXPECT_TRUE(catalog.text.find(std::string(100'000, 'a'), 5));
}

TEST_F(TextIndexTest, WhatIsNotShownIsNotFound) {
  const auto file = catalog.addFile(root, "boat.jpg");
  catalog.addPhoto(file, 1);
  ASSERT_EQ(find("boat").size(), 1u);
  ASSERT_TRUE(catalog.write([&](WriteToken& token) {
    return catalog.files.markMissing(token, root, std::span(&file, 1));
  }));
  EXPECT_EQ(find("boat").size(), 1u) << "what is missing is found";
  ASSERT_TRUE(catalog.write([&](WriteToken& token) {
    return token.database().run("UPDATE photo SET forgotten_ms = 1");
  }));
  EXPECT_TRUE(find("boat").empty());
}

TEST_F(TextIndexTest, TheLimitKeepsTheBest) {
  for (std::uint32_t seed = 1; seed <= 10; ++seed)
    catalog.addPhoto(catalog.addFile(root, "boat " + std::to_string(seed)), seed);
  EXPECT_EQ(orDie(catalog.text.find("boat", 3)).size(), 3u);
}

}  // namespace
}  // namespace calotype::catalog
