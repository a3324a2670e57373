// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/scan/picture_names.h"

#include <gtest/gtest.h>

#include <string>

namespace calotype::catalog {
namespace {

using namespace std::string_view_literals;

TEST(PictureNamesTest, TheEndOfTheNameDecides) {
  for (const auto name :
       {"a.jpg"sv, "A.JPEG"sv, "x.y.Png"sv, ".jpg"sv, "a.HEIC"sv, "a.cr2"sv, "a.tif"sv, "a.mp4"sv,
        "B.MOV"sv, "caf\xe9.jpg"sv, "-rf.gif"sv, "new\nline.webp"sv})
    EXPECT_TRUE(hasMediaName(name)) << name;
  for (const auto name : {"a"sv, "a.txt"sv, "a.jpg.xmp"sv, "jpg"sv, "a.jpgx"sv, "a."sv, ""sv,
                          "._a.jpg"sv, "a.jp\xe9"sv, "a.mp3"sv})
    EXPECT_FALSE(hasMediaName(name)) << name;
}

TEST(PictureNamesTest, TheFirstBytesDecide) {
  const auto begins = [](std::string_view bytes) {
    return beginsLikePicture(std::as_bytes(std::span(bytes)));
  };
  for (const auto bytes : {"\xff\xd8\xff\xe0"sv, "\x89PNG\r\n\x1a\n...."sv, "GIF89a"sv,
                           "RIFF....WEBPVP8 "sv, "II*\0\x08\0\0\0"sv, "MM\0*\0\0\0\x08"sv,
                           "\0\0\0\x18"
                           "ftypheic\0\0\0\0"sv,
                           "\0\0\0\x1c"
                           "ftypavif"sv,
                           "\0\0\0\x18"
                           "ftypcrx \0"sv,
                           "BM....\0\0\0\0\x36\0\0\0\x28\0\0\0"sv, "\xff\x0a"sv})
    EXPECT_TRUE(begins(bytes));
  for (const auto bytes :
       {""sv, "B"sv, "BMW is a car, and more"sv, "RIFF....WAVEfmt "sv, "%PDF-1.4"sv, "<svg xmlns"sv,
        "\0\0\0\x18"
        "ftypmp42"sv,
        "\xff\xd8"sv, "hello"sv})
    EXPECT_FALSE(begins(bytes));
}

}  // namespace
}  // namespace calotype::catalog
