// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/capture_time.h"

#include <gtest/gtest.h>

#include <string>

namespace calotype::catalog {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kJuly4 = 1'562'198'400'000;  // 2019-07-04 00:00:00, as if UTC

TEST(CaptureTimeTest, TheThreeWaysOfWritingMeanTheSame) {
  const auto expected = kJuly4 + 15 * kHour + 30 * 60'000 + 12'000;
  for (const char* text : {"2019:07:04 15:30:12", "2019-07-04T15:30:12", "2019-07-04 153012",
                           " 2019:07:04  15:30:12 ", "2019/07/04 15:30:12"}) {
    const auto time = parseTime(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(time->ms, expected) << text;
    EXPECT_FALSE(time->offsetMinutes) << text;
  }
}

TEST(CaptureTimeTest, TheZoneInTheTextIsRead) {
  EXPECT_EQ(parseTime("2019-07-04T15:30:12.5+02:00")->offsetMinutes, 120);
  EXPECT_EQ(parseTime("2019-07-04T15:30:12.5+02:00")->ms % 1000, 500);
  EXPECT_EQ(parseTime("2019-07-04T15:30-0330")->offsetMinutes, -210);
  EXPECT_EQ(parseTime("2019-07-04T15:30:12Z")->offsetMinutes, 0);
}

TEST(CaptureTimeTest, WhatIsLeftOutIsTheBeginning) {
  EXPECT_EQ(parseTime("2019-07-04")->ms, kJuly4);
  EXPECT_EQ(parseTime("20190704")->ms, kJuly4);
  EXPECT_EQ(parseTime("2019")->ms, 1'546'300'800'000);
}

TEST(CaptureTimeTest, NoDateIsInvented) {
  for (const char* text :
       {"", "    :  :     :  :  ", "0000:00:00 00:00:00", "1970:01:01 00:00:00",
        "1980:01:01 00:00:00", "1825:12:31 23:59:59", "2999:01:01 00:00:00", "2019:13:01 00:00:00",
        "2019:02:29 00:00:00", "2019:07:04 25:00:00", "2019:07:04 12:61:00", "yesterday"})
    EXPECT_FALSE(parseTime(text)) << text;
  EXPECT_TRUE(parseTime("2020:02:29 00:00:00"));
  EXPECT_TRUE(parseTime("2016:12:31 23:59:60")) << "a leap second";
}

TEST(CaptureTimeTest, OffsetsAreThoseThatZonesHave) {
  EXPECT_EQ(parseOffset("+05:45"), 345);
  EXPECT_EQ(parseOffset("-03:00"), -180);
  EXPECT_EQ(parseOffset("+14:00"), 840);
  EXPECT_FALSE(parseOffset("+15:00"));
  EXPECT_FALSE(parseOffset("0200"));
  EXPECT_FALSE(parseOffset(""));
  EXPECT_EQ(offsetBetween(kJuly4 + 2 * kHour, kJuly4 + 90'000), 120);
  EXPECT_FALSE(offsetBetween(kJuly4 + 2 * kHour, kJuly4 + 7 * 60'000)) << "no quarter";
  EXPECT_FALSE(offsetBetween(kJuly4 + 20 * kHour, kJuly4)) << "no zone is that far";
}

}  // namespace
}  // namespace calotype::catalog
