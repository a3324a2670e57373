// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace calotype::catalog {

namespace {

constexpr std::array<Setting, 8> kSettings = {{
    {kTagPrecision, Setting::Kind::Number, "0.9", 0.5, 0.99,
     "So many of the proposed tags shall be right: 0.9 is nine of ten"},
    {kTagAutomatic, Setting::Kind::Truth, "1", 0, 1,
     "Propose tags for new photos once they are indexed"},
    {kExactLimitSetting, Setting::Kind::Number, "1000000", 0, 1e9,
     "Up to so many photos every search compares all of them"},
    {kSidecars, Setting::Kind::Number, "-1", -1, 1,
     "Write ratings, captions and tags beside the photos too (rose.jpg.xmp): 1 yes, 0 no, -1 not "
     "decided yet"},
    {kWatch, Setting::Kind::Truth, "1", 0, 1,
     "Notice by itself what changes in the folders while the window is open"},
    {kOnBattery, Setting::Kind::Truth, "0", 0, 1,
     "Go on indexing while the computer runs on its battery; the window only"},
    {kModelSetting, Setting::Kind::Text, "", 0, 0, "Folder of the model in use"},
    {kFormerModelSetting, Setting::Kind::Text, "", 0, 0,
     "Folder of the model that answers until the one in use has seen its photos"},
}};

std::optional<double> parsed(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

}  // namespace

std::span<const Setting> settings() {
  return kSettings;
}

const Setting* findSetting(std::string_view key) {
  const auto found = std::find_if(kSettings.begin(), kSettings.end(),
                                  [&](const Setting& each) { return each.key == key; });
  return found == kSettings.end() ? nullptr : &*found;
}

Status checkSetting(std::string_view key, std::string_view value) {
  const auto* const setting = findSetting(key);
  if (setting == nullptr)
    return fail(Code::InvalidArgument, "There is no setting \"" + std::string(key) + "\".");
  if (setting->kind == Setting::Kind::Text) return {};
  const auto number = parsed(value);
  if (!number || *number < setting->least || *number > setting->most)
    return fail(Code::InvalidArgument, "The setting " + std::string(key) + " is a number from " +
                                           std::to_string(setting->least) + " to " +
                                           std::to_string(setting->most) + ".");
  return {};
}

double numberOf(const Setting& setting, const std::optional<std::string>& value) {
  if (value)
    if (const auto number = parsed(*value);
        number && *number >= setting.least && *number <= setting.most)
      return *number;
  return parsed(setting.fallback).value_or(0);
}

}  // namespace calotype::catalog
