// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/power.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

#include "tests/support/temporary_folder.h"

namespace calotype::catalog {
namespace {

using Supply = std::map<std::string, std::string>;

const Supply kEmptied{{"type", "Battery"}, {"status", "Discharging"}, {"scope", "System"}};
const Supply kPluggedIn{{"type", "Mains"}, {"online", "1"}};
const Supply kUnplugged{{"type", "Mains"}, {"online", "0"}};

bool runsOn(const std::map<std::string, Supply>& supplies) {
  const test::TemporaryFolder folder;
  for (const auto& [name, files] : supplies) {
    fs::create_directories(folder.path() / name);
    for (const auto& [file, text] : files)
      std::ofstream(folder.path() / name / file) << text << '\n';
  }
  return runsOnBattery(folder.path());
}

TEST(PowerTest, ABatteryThatIsEmptiedWithNothingPluggedInIsWhatCounts) {
  EXPECT_TRUE(runsOn({{"BAT0", kEmptied}, {"AC", kUnplugged}}));
  EXPECT_TRUE(runsOn({{"BAT0", kEmptied}}));
  EXPECT_TRUE(runsOn({{"BAT0", {{"type", "Battery"}, {"status", "Full"}}}, {"BAT1", kEmptied}}));
  EXPECT_FALSE(runsOn({{"BAT0", kEmptied}, {"AC", kPluggedIn}})) << "slower than it is charged";
  EXPECT_FALSE(
      runsOn({{"BAT0", {{"type", "Battery"}, {"status", "Charging"}}}, {"AC", kUnplugged}}));
  EXPECT_FALSE(runsOn({{"BAT0", kEmptied}, {"usb", {{"type", "USB"}, {"online", "1"}}}}));
}

TEST(PowerTest, AMachineWithoutABatteryOrWithAMousesNeverDoes) {
  EXPECT_FALSE(runsOn({}));
  EXPECT_FALSE(runsOn({{"AC", kPluggedIn}}));
  EXPECT_FALSE(
      runsOn({{"mouse", {{"type", "Battery"}, {"status", "Discharging"}, {"scope", "Device"}}}}));
  EXPECT_FALSE(runsOn({{"strange", {}}, {"BAT0", {{"type", "Battery"}}}}));
  EXPECT_FALSE(runsOnBattery("/there is no such folder"));
}

}  // namespace
}  // namespace calotype::catalog
