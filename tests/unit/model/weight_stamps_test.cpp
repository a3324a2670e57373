// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/weight_stamps.h"

#include <gtest/gtest.h>

#include <fstream>
#include <thread>
#include <vector>

#include "model/files/model_store.h"
#include "tests/support/model_folder.h"
#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

using namespace std::chrono_literals;

class WeightStampsTest : public testing::Test {
 protected:
  fs::path write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name) << text;
    return folder_.path() / name;
  }
  /// As if the files had lain there for a while.
  static std::string stampOf(const std::vector<fs::path>& weights) {
    return WeightStamps::stampOf(weights, std::chrono::system_clock::now() + 1h);
  }

  test::TemporaryFolder folder_;
  WeightStamps stamps_{folder_.path() / "weights.json"};
  const Sha256 hash_{1, 2, 3, 0xfe};
};

TEST_F(WeightStampsTest, WhatWasKeptIsFoundAndNothingElse) {
  const auto a = write("a", "one"), b = write("b", "two");
  EXPECT_FALSE(stamps_.find(stampOf({a})));
  ASSERT_TRUE(stamps_.keep(stampOf({a}), hash_));
  EXPECT_EQ(stamps_.find(stampOf({a})), hash_);
  EXPECT_FALSE(stamps_.find(stampOf({b})));
  EXPECT_FALSE(stamps_.find(stampOf({a, b})));
}

TEST_F(WeightStampsTest, AChangedFileIsUnknownEvenWithItsOldSizeAndTime) {
  const auto file = write("a", "one");
  const auto time = fs::last_write_time(file);
  ASSERT_TRUE(stamps_.keep(stampOf({file}), hash_));
  std::this_thread::sleep_for(20ms);  // a tick of the file system's clock
  write("a", "two");
  fs::last_write_time(file, time);
  EXPECT_FALSE(stamps_.find(stampOf({file})));
}

TEST_F(WeightStampsTest, WhatWasJustWrittenOrIsMissingHasNoStamp) {
  const auto file = write("a", "one");
  EXPECT_EQ(WeightStamps::stampOf(std::vector{file}), "");
  EXPECT_EQ(stampOf({file, folder_.path() / "missing"}), "");
  ASSERT_TRUE(stamps_.keep("", hash_));
  EXPECT_FALSE(stamps_.find(""));
  EXPECT_FALSE(fs::exists(folder_.path() / "weights.json"));
}

TEST_F(WeightStampsTest, ADamagedCacheKnowsNothingAndIsReplaced) {
  for (const auto* text : {"", "[", "{}", "[7]", "[{\"stamp\": \"1 \", \"hash\": \"xy\"}]"}) {
    write("weights.json", text);
    EXPECT_FALSE(stamps_.find("1 ")) << text;
    ASSERT_TRUE(stamps_.keep("1 ", hash_));
    EXPECT_EQ(stamps_.find("1 "), hash_) << text;
  }
}

TEST_F(WeightStampsTest, OfTooManyTheOldestIsForgotten) {
  for (std::size_t i = 0; i <= WeightStamps::kMost; ++i)
    ASSERT_TRUE(stamps_.keep(std::to_string(i), hash_));
  EXPECT_FALSE(stamps_.find("0"));
  EXPECT_TRUE(stamps_.find("1"));
  EXPECT_TRUE(stamps_.find(std::to_string(WeightStamps::kMost)));
}

TEST_F(WeightStampsTest, TheStoreKnowsAModelThatWasProvenUntilItsWeightsChange) {
  const auto folder = test::writeModelFolder(folder_.path() / "models/one", 1);
  const ModelStore store(folder_.path() / "models", folder_.path() / "starter", stamps_);
  std::this_thread::sleep_for(3100ms);  // then it has a stamp
  const auto first = store.choose({}, {});
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->knownSound);
  ASSERT_NE(first->stamp, "");
  ASSERT_TRUE(stamps_.keep(first->stamp, first->weightsHash));

  const auto again = store.choose({}, {});
  EXPECT_TRUE(again->knownSound);
  EXPECT_EQ(again->weightsHash, first->weightsHash);

  test::writeModelFolder(folder, 2);
  const auto changed = store.choose({}, {});
  EXPECT_FALSE(changed->knownSound);
  EXPECT_NE(changed->weightsHash, first->weightsHash);
}

}  // namespace
}  // namespace calotype::model
