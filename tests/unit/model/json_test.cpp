// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/json.h"

#include <gtest/gtest.h>

namespace calotype::model {
namespace {

TEST(JsonTest, ValuesOfEveryKindComeThrough) {
  const std::string text =
      R"({"a":[1,-2,2.5,"x\u00e9",true,null,{"b":[]}],"c":18446744073709551615})";
  const auto json = parseJson(text);
  ASSERT_TRUE(json) << json.error().message;
  EXPECT_EQ(*json, Json::parse(text));
  EXPECT_EQ(*parseJson("7"), 7);
}

TEST(JsonTest, WhatIsNotStrictJsonIsRefused) {
  for (const auto* text :
       {"", "{", "{}x", "{\"a\":1,}", "[1,]", "// x\n{}", "{\"a\":NaN}", "\"\xff\"", "\"\\ud800\"",
        "nul", "01", "1e999", "{'a':1}", "\xef\xbb\xbf"})
    EXPECT_FALSE(parseJson(text)) << text;
}

TEST(JsonTest, AKeyThatStandsTwiceIsRefusedAtAnyDepth) {
  EXPECT_FALSE(parseJson(R"({"a":1,"a":1})"));
  EXPECT_FALSE(parseJson(R"({"x":[{"a":1,"b":{},"\u0061":2}]})"));
  EXPECT_TRUE(parseJson(R"({"a":{"a":{"a":1}},"b":{"a":2}})"));
}

TEST(JsonTest, DepthAndSizeAreLimited) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(parseJson(nested(32)));
  EXPECT_FALSE(parseJson(nested(33)));
  EXPECT_FALSE(parseJson(std::string(200'000, '[')));
  EXPECT_EQ(parseJson("[1,2]", {4, 32}).error().code, Code::TooLarge);
}

TEST(JsonFieldsTest, NumbersAreHeldToTheirBounds) {
  const auto json = Json::parse(
      R"({"a":5,"big":18446744073709551615,"real":2.5,"text":"x","nothing":null,"minus":-1})");
  const JsonFields fields(json, "config");
  EXPECT_EQ(*fields.integer("a", 5, 5), 5);
  EXPECT_EQ(*fields.integer("absent", 1, 9, 7), 7);
  EXPECT_EQ(*fields.integer("nothing", 1, 9, 7), 7);
  for (const auto* key : {"big", "real", "text", "absent", "minus"})
    EXPECT_FALSE(fields.integer(key, 0, 100)) << key;
  EXPECT_EQ(fields.integer("a", 6, 9).error().message,
            "config: \"a\" is 5, but may only be 6 to 9");
  EXPECT_EQ(*fields.number("real", 0, 3), 2.5);
  EXPECT_FALSE(fields.number("real", 0, 2));
  EXPECT_FALSE(fields.truth("a", true));
  EXPECT_FALSE(fields.text("a"));
  EXPECT_FALSE(fields.object("a"));
}

}  // namespace
}  // namespace calotype::model
