// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/install/manifest.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/files/json.h"

namespace calotype::model {
namespace {

Json ours() {
  const auto json = readJson(fs::path(CALOTYPE_SOURCE) / "resources/models.json");
  EXPECT_TRUE(json) << json.error().message;
  return *json;
}

std::string sentence(const Json& json) {
  const auto manifest = Manifest::parse(json.dump(), "models.json");
  return manifest ? "" : manifest.error().message;
}

TEST(ManifestTest, OursOffersADefaultThatCanBeDownloadedAndForbidsNoUse) {
  const auto manifest = Manifest::read(fs::path(CALOTYPE_SOURCE) / "resources/models.json");
  ASSERT_TRUE(manifest) << manifest.error().message;
  const auto& offers = manifest->offers();
  const auto& usual = *std::find_if(offers.begin(), offers.end(),
                                    [](const ModelOffer& offer) { return offer.isDefault; });
  EXPECT_EQ(usual.architecture, "ViT-B-32-256");
  EXPECT_TRUE(usual.isConfirmed());
  EXPECT_GT(usual.bytes(), 600'000'000u);
  for (const auto& offer : manifest->offers()) {
    EXPECT_EQ(offer.licence, "MIT") << offer.id;
    EXPECT_FALSE(offer.why.empty()) << offer.id;
    EXPECT_TRUE(offer.imageNet.has_value()) << offer.id;
    EXPECT_FALSE(offer.source.empty()) << offer.id;
  }
  const auto addresses = manifest->addresses(usual, usual.files.front());
  ASSERT_EQ(addresses.size(), 1u);
  EXPECT_TRUE(
      addresses.front().ends_with("/resolve/" + usual.revision + "/" + usual.files.front().name));
  EXPECT_EQ(manifest->findByWeights(usual.files.front().sha256), &usual);
  EXPECT_EQ(manifest->find("VIT-B-32-256 datacomp"), &usual);
  EXPECT_EQ(manifest->find("no such model"), nullptr);
}

TEST(ManifestTest, WhatWouldNotBeSafeIsRefusedWithItsPlace) {
  const auto broken = [](auto change) {
    auto json = ours();
    change(json);
    return sentence(json);
  };
  EXPECT_EQ(sentence(ours()), "");
  EXPECT_NE(broken([](Json& j) {
              j["models"][0]["files"][0]["sha256"] = "";
            }).find("model 1, file 1: \"sha256\""),
            std::string::npos);
  EXPECT_NE(broken([](Json& j) { j["models"][0]["revision"] = "main"; }).find("full revision"),
            std::string::npos);
  for (const char* name : {"../weights.safetensors", "a/b", ".hidden", "", "a\\b"})
    EXPECT_NE(
        broken([&](Json& j) { j["models"][0]["files"][0]["name"] = name; }).find("plain file name"),
        std::string::npos)
        << name;
  EXPECT_NE(broken([](Json& j) { j["hosts"][0] = "http://example.org"; }).find("https"),
            std::string::npos);
  EXPECT_NE(broken([](Json& j) { j["models"][1]["id"] = j["models"][0]["id"]; }).find("two of"),
            std::string::npos);
  EXPECT_NE(broken([](Json& j) { j["models"][0]["default"] = false; }).find("one default"),
            std::string::npos);
  EXPECT_NE(broken([](Json& j) { j["models"][0]["architecture"] = "ViT-Z"; }).find("architecture"),
            std::string::npos);
  EXPECT_NE(broken([](Json& j) { j["models"][0]["files"][0]["bytes"] = -1; }).find("bytes"),
            std::string::npos);
  EXPECT_NE(broken([](Json& j) { j["format"] = 2; }).find("newer"), std::string::npos);
  EXPECT_NE(sentence(Json::array()), "");
}

}  // namespace
}  // namespace calotype::model
