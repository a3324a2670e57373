// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "catalog/decoder_pool.h"
#include "model/base/install_paths.h"
#include "tests/support/shared.h"

namespace calotype::catalog {
namespace {

/// Damaged, hostile and odd files, with what a careful program does: "shown", "unreadable" or
/// "either".
TEST(CorruptPhotosTest, EveryDamagedFileIsShownOrRefusedAndTheProgramGoesOn) {
  CALOTYPE_NEEDS_SHARED("corrupt/index.json");
  const auto folder = test::shared() / "corrupt";
  const auto text = readFile(folder / "index.json", 8 << 20);
  ASSERT_TRUE(text);
  const auto index = nlohmann::json::parse(*text);
  DecoderPool pool({.program = decoderProgram(), .processes = 2});
  DecodeRequest request;
  request.metadata = request.pixelHash = true;
  request.thumbnailEdge = 256;
  request.crop = model::TransformSpec{.size = 112, .mean = {}, .deviation = {1, 1, 1}};

  std::map<std::string, int> outcomes;
  int files = 0;
  for (const auto& [name, facts] : index.items()) {
    const auto kind = name.substr(0, name.find('/'));
    // Formats that are recognised but whose pixels this version does not read are refused as a
    // whole.
    static const std::map<std::string, bool> kRead{
        {"jpeg", true}, {"png", true},      {"webp", true}, {"tiff", true}, {"gif", true},
        {"bmp", true},  {"metadata", true}, {"icc", true},  {"odd", true},  {"heic", true},
        {"avif", true}, {"jxl", true},      {"raw", false}};
    if (!kRead.contains(kind)) continue;
    const auto file = openRegularFile(folder / name);
    if (!file) {
      EXPECT_NE(facts["expect"], "shown") << name << ": " << file.error().message;
      continue;
    }
    ++files;
    const auto decoded = pool.decode(file->get(), request);
    ++outcomes[decoded ? "shown" : codeName(decoded.error().code)];
    const bool unsupported = !decoded && decoded.error().code == Code::Unsupported;
    const auto what = name + " (" + facts["kind"].get<std::string>() + ")";
    if (facts["expect"] == "shown" && kRead.at(kind) && !unsupported) {
      EXPECT_TRUE(decoded) << what << ": " << decoded.error().message;
    }
    if (facts["expect"] == "unreadable") {
      EXPECT_FALSE(decoded) << what;
    }
    if (!decoded) {
      EXPECT_FALSE(decoded.error().message.empty()) << name;
      EXPECT_NE(decoded.error().code, Code::TimedOut) << name;
    }
  }
  for (const auto& [outcome, count] : outcomes) std::printf("%-16s %d\n", outcome.c_str(), count);
  EXPECT_GT(files, 200);
}

}  // namespace
}  // namespace calotype::catalog
