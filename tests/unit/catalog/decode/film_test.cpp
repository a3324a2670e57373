// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/film.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "catalog/decode/formats.h"
#include "catalog/decode/photo.h"
#include "tests/support/film_file.h"

namespace calotype::catalog {
namespace {

using namespace std::string_literals;
using test::FilmFile;

Bytes asBytes(const std::string& text) {
  return std::as_bytes(std::span(text));
}

Metadata described(const std::string& film) {
  DecodeRequest request;
  request.films = true;
  auto done = decodePhoto(asBytes(film), request);
  EXPECT_TRUE(done) << done.error().message;
  return done ? done->metadata : Metadata();
}

TEST(FilmTest, AFilmOfACameraSaysItsSizeLengthAndTime) {
  for (const bool wide : {false, true}) {
    const auto facts = described(test::isoFilm({.createdSeconds = 1'565'616'264, .wide = wide}));
    EXPECT_EQ(facts.format, "MP4");
    EXPECT_EQ(facts.width, 1920);
    EXPECT_EQ(facts.height, 1080);
    EXPECT_EQ(facts.durationMs, 83'500);
    EXPECT_EQ(facts.takenMs, 1'565'616'264'000);
    EXPECT_EQ(facts.offsetMinutes, 0);
  }
}

TEST(FilmTest, OneThatWasHeldUprightIsUpright) {
  const auto facts = described(test::isoFilm({.turned = true}));
  EXPECT_EQ(facts.width, 1080);
  EXPECT_EQ(facts.height, 1920);
}

TEST(FilmTest, TheTimeWithAZoneCountsMoreThanTheOneWithout) {
  const auto facts = described(test::isoFilm(
      {.createdSeconds = 1'565'616'264, .appleTime = "2019-08-12T15:24:22+0200", .brand = "qt  "}));
  EXPECT_EQ(facts.format, "MOV");
  EXPECT_EQ(facts.takenMs, 1'565'623'462'000);
  EXPECT_EQ(facts.offsetMinutes, 120);
}

TEST(FilmTest, AClockThatWasNotSetIsNoDate) {
  for (const std::int64_t seconds : {std::int64_t(0), std::int64_t(-2'082'844'799),
                                     std::int64_t(315'532'800), std::int64_t(2'200'000'000)})
    EXPECT_FALSE(described(test::isoFilm({.createdSeconds = seconds})).takenMs) << seconds;
}

TEST(FilmTest, AnAviSaysItsSizeAndLength) {
  const auto facts = described(test::aviFilm(250, 40'000, 640, 480));
  EXPECT_EQ(facts.format, "AVI");
  EXPECT_EQ(facts.width, 640);
  EXPECT_EQ(facts.height, 480);
  EXPECT_EQ(facts.durationMs, 10'000);
}

TEST(FilmTest, EveryContainerIsKnownByItsFirstBytes) {
  const auto packets = [](std::size_t first, std::size_t size) {
    std::string stream(first + 4 * size, '\1');
    for (std::size_t at = first; at < stream.size(); at += size) stream[at] = '\x47';
    return stream;
  };
  const std::pair<std::string, const char*> films[] = {
      {test::isoFilm({.brand = "mp42"}), "MP4"},
      {test::isoFilm({.brand = "XAVC"}), "MP4"},
      {test::isoFilm({.brand = "3gp5"}), "3GP"},
      {test::isoBox("wide", "") + test::isoBox("mdat", "xx"), "MOV"},
      {"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska"s, "MKV"},
      {"\x1a\x45\xdf\xa3\x93\x42\x82\x84webm"s, "WEBM"},
      {packets(0, 188), "MTS"},
      {packets(4, 192), "MTS"},
      {"\0\0\1\xba more"s, "MPEG"},
      {"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"s, "WMV"}};
  for (const auto& [bytes, format] : films) {
    const auto facts = described(bytes);
    EXPECT_EQ(facts.format, format);
    EXPECT_TRUE(facts.durationMs) << "that is how one knows that it is a film";
  }
}

TEST(FilmTest, AFilmIsRefusedWhereAPictureIsNeeded) {
  DecodeRequest request;
  request.pictureEdge = 100;
  const auto done = decodePhoto(asBytes(test::isoFilm({})), request);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::Unsupported);
}

TEST(FilmTest, BoxesThatLieEndTheWalk) {
  const auto moov = test::isoBox("moov", "");
  for (const std::string& lie : {"\0\0\0\4mdat"s, "\0\0\0\1mdat\xff\xff\xff\xff\xff\xff\xff\xff"s,
                                 "\0\0\0\1mdat"s, "\xff\xff\xff\xffmdat"s, "\0\0\0\0mdat"s}) {
    const auto facts = described(test::isoBox("ftyp", "isom") + lie + moov);
    EXPECT_EQ(facts.durationMs, 0);
    EXPECT_EQ(facts.width, 0);
  }
}

TEST(FilmTest, WhateverIsWrongInAFilmItIsOneOrItIsRefused) {
  std::mt19937 random(1);
  const auto sound = test::isoFilm(
      {.createdSeconds = 1'565'616'264, .appleTime = "2019-08-12T15:24:22+0200", .mediaBytes = 10});
  DecodeRequest request;
  request.films = true;
  for (int round = 0; round < 5000; ++round) {
    auto film = sound;
    for (int i = 0; i < 4; ++i) film[20 + random() % (film.size() - 20)] = char(random());
    if (round % 3 == 0) film.resize(random() % film.size());
    const auto done = decodePhoto(asBytes(film), request);
    if (!done) continue;
    EXPECT_TRUE(done->metadata.durationMs);
    EXPECT_GE(done->metadata.width, 0);
  }
}

}  // namespace
}  // namespace calotype::catalog
