// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/protocol.h"

#include <gtest/gtest.h>

#include <random>

namespace calotype::catalog::protocol {
namespace {

class ProtocolTest : public testing::Test {
 protected:
  int below(int limit) { return int(random_() % unsigned(limit)); }
  double number() { return double(random_()) / 1e6; }
  std::string word() { return std::string(std::size_t(below(20)), char('a' + below(26))); }

  Metadata metadata() {
    Metadata value;
    value.format = "JPEG";
    value.width = 1 + below(9000);
    value.height = 1 + below(9000);
    value.orientation = 1 + below(8);
    if (below(2)) value.takenMs = std::int64_t(random_()) - (1LL << 31);
    if (below(2)) value.offsetMinutes = below(1680) - 840;
    value.make = word();
    value.camera = word();
    value.lens = word();
    if (below(2)) value.exposureSeconds = number();
    if (below(2)) value.fNumber = number();
    if (below(2)) value.iso = number();
    if (below(2)) value.focalLengthMm = number();
    if (below(2)) value.latitude = below(180) - 90;
    if (below(2)) value.longitude = below(360) - 180;
    if (below(2)) value.rating = below(7) - 1;
    for (int i = below(5); i > 0; --i) value.keywords.push_back(word());
    value.title = word();
    value.caption = "Gr\xC3\xBC\xC3\x9F" + word();
    return value;
  }

  std::mt19937 random_{20260101};
};

TEST_F(ProtocolTest, MetadataSurvivesTheWay) {
  for (int round = 0; round < 500; ++round) {
    const auto sent = metadata();
    const auto got = parseMetadata(encodeMetadata(sent));
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(got->width, sent.width);
    EXPECT_EQ(got->orientation, sent.orientation);
    EXPECT_EQ(got->takenMs, sent.takenMs);
    EXPECT_EQ(got->offsetMinutes, sent.offsetMinutes);
    EXPECT_EQ(got->exposureSeconds, sent.exposureSeconds);
    EXPECT_EQ(got->iso, sent.iso);
    EXPECT_EQ(got->latitude, sent.latitude);
    EXPECT_EQ(got->longitude, sent.longitude);
    EXPECT_EQ(got->rating, sent.rating);
    EXPECT_EQ(got->keywords, sent.keywords);
    EXPECT_EQ(got->lens, sent.lens);
    EXPECT_EQ(got->caption, sent.caption);
  }
}

TEST_F(ProtocolTest, RequestsSurviveTheWay) {
  for (int round = 0; round < 200; ++round) {
    Request sent;
    sent.id = random_();
    sent.decode.fullSize = below(2);
    sent.decode.metadata = below(2);
    sent.decode.pixelHash = below(2);
    sent.decode.thumbnailEdge = std::uint32_t(below(1000));
    if (below(2)) {
      sent.decode.crop.emplace();
      sent.decode.crop->size = 1 + below(500);
      sent.decode.crop->mean = {0.5f, 0.25f, 0.125f};
    }
    const auto got = parseRequest(encodeRequest(sent));
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(got->id, sent.id);
    EXPECT_EQ(got->decode.crop, sent.decode.crop);
    EXPECT_EQ(got->decode.fullSize, sent.decode.fullSize);
    EXPECT_EQ(got->decode.thumbnailEdge, sent.decode.thumbnailEdge);
    EXPECT_EQ(got->decode.pixelHash, sent.decode.pixelHash);
  }
}

TEST_F(ProtocolTest, PicturesSurviveTheSealedMemory) {
  Decoded sent;
  sent.metadata = metadata();
  sent.thumbnail = Rgb8(40, 30);
  sent.crop = Rgb8(16, 16);
  for (auto* picture : {&sent.thumbnail, &sent.crop})
    for (auto& value : picture->pixels) value = std::uint8_t(random_());
  const auto text = encodeMetadata(sent.metadata);
  const auto header = describe(9, sent, text);
  const auto payload = writePayload(sent, text);
  ASSERT_TRUE(payload);
  const auto got = readPayload(payload->get(), header);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->thumbnail.pixels, sent.thumbnail.pixels);
  EXPECT_EQ(got->crop.pixels, sent.crop.pixels);
  EXPECT_TRUE(got->picture.empty());
}

TEST_F(ProtocolTest, DamagedBytesAreRefusedOrMeanSomethingSound) {
  const auto sound = encodeMetadata(metadata());
  for (int round = 0; round < 4000; ++round) {
    auto damaged = sound;
    for (int i = 1 + below(4); i > 0; --i)
      damaged[std::size_t(below(int(damaged.size())))] = std::byte(random_());
    if (below(4) == 0) damaged.resize(std::size_t(below(int(damaged.size()) + 1)));
    const auto got = parseMetadata(damaged);
    if (got) {
      EXPECT_TRUE(got->orientation >= 1 && got->orientation <= 8);
      EXPECT_LE(got->keywords.size(), kMaxKeywords);
    }
  }
}

TEST_F(ProtocolTest, AReplyThatGivesMoreThanWasAskedForIsRefused) {
  Request request;
  request.id = 4;
  request.decode.thumbnailEdge = 100;
  ReplyHeader header;
  header.id = 4;
  header.metadataBytes = 10;
  header.pictures[1] = {100, 80, 300};
  EXPECT_TRUE(parseReply(encodeReply(header), request));
  header.pictures[1] = {101, 80, 303};
  EXPECT_FALSE(parseReply(encodeReply(header), request)) << "larger than asked";
  header.pictures[1] = {100, 80, 299};
  EXPECT_FALSE(parseReply(encodeReply(header), request)) << "rows too short for their pixels";
  header.pictures[1] = {};
  header.pictures[2] = {5, 5, 15};
  EXPECT_FALSE(parseReply(encodeReply(header), request)) << "a picture nobody asked for";
}

}  // namespace
}  // namespace calotype::catalog::protocol
