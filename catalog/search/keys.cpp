// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/keys.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>
#include <vector>

#include "catalog/search/key_conditions.h"

namespace calotype::catalog {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;

constexpr const char* kYear[] = {"year", "date"};
constexpr const char* kColour[] = {"color"};
constexpr const char* kStars[] = {"stars"};
constexpr const char* kFormat[] = {"format"};
constexpr const char* kAperture[] = {"aperture"};
constexpr std::span<const char* const> kNone{};

constexpr const char* kColours[] = {"red", "yellow", "green", "blue", "purple", "none"};
constexpr const char* kFlags[] = {"picked", "rejected", "none"};
constexpr const char* kKinds[] = {"picked",    "rejected",  "rated",    "untagged", "tagged",
                                  "captioned", "located",   "proposed", "portrait", "landscape",
                                  "square",    "unwritten", "conflict", "film",     "missing"};
constexpr const char* kOrders[] = {"relevance", "date",   "-date",  "name",
                                   "-name",     "rating", "-rating"};

constexpr auto kText = ValueKind::Text;
constexpr auto kNumber = ValueKind::Number;
constexpr auto kChoice = ValueKind::Choice;

const std::array<Key, 15> kKeys = {{
    {"tag", kNone, kText, false, kNone, "tag:dog", "bears the tag, or one below it", tagCondition},
    {"album", kNone, kText, true, kNone, "album:\"Summer 2019\"", "is in the album",
     albumCondition},
    {"folder", kNone, kText, true, kNone, "folder:2019/Crete",
     "lies in a folder of this name, or below", folderCondition},
    {"in", kYear, ValueKind::Date, true, kNone, "in:2019..2021",
     "was taken in this year, month or day", dateCondition},
    {"rating", kStars, ValueKind::Rating, true, kNone, "rating>=3", "has so many stars",
     ratingCondition},
    {"camera", kNone, kText, true, kNone, "camera:nikon", "was taken with this make or model",
     cameraCondition},
    {"lens", kNone, kText, true, kNone, "lens:50mm", "was taken with this lens", lensCondition},
    {"iso", kNone, kNumber, true, kNone, "iso>=1600", "has this ISO speed", isoCondition},
    {"f", kAperture, kNumber, true, kNone, "f<2.8", "has this f-number", apertureCondition},
    {"focal", kNone, kNumber, true, kNone, "focal:24..35", "has this focal length in mm",
     focalCondition},
    {"colour", kColour, kChoice, true, kColours, "colour:red", "has this colour label",
     colourCondition},
    {"flag", kNone, kChoice, true, kFlags, "flag:picked", "was picked or rejected", flagCondition},
    {"type", kFormat, kText, true, kNone, "type:png", "is a file of this format", typeCondition},
    {"name", kNone, kText, true, kNone, "name:IMG_2*", "has this in its file name", nameCondition},
    {"is", kNone, kChoice, false, kKinds, "is:portrait", "is of this kind", kindCondition},
}};
const Key kUntagged{"untagged",       kNone, kText, false, kNone, "untagged", "bears no tag at all",
                    untaggedCondition};
const Key kSort{"sort",
                kNone,
                kChoice,
                false,
                kOrders,
                "sort:-date",
                "orders the answer; a minus turns it round",
                nullptr};

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return lower;
}

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + std::size_t(a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

std::optional<int> digits(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::int64_t msOf(std::chrono::year_month_day day) {
  return std::chrono::sys_days(day).time_since_epoch().count() * kDayMs;
}

}  // namespace

std::span<const Key> keys() {
  static const std::vector<Key> all = [] {
    std::vector<Key> rows(kKeys.begin(), kKeys.end());
    rows.push_back(kUntagged);
    rows.push_back(kSort);
    return rows;
  }();
  return all;
}

const Key* findKey(std::string_view name) {
  const auto lower = lowered(name);
  for (const Key& key : keys()) {
    if (lower == key.name) return &key;
    if (std::find(key.aliases.begin(), key.aliases.end(), lower) != key.aliases.end()) return &key;
  }
  return nullptr;
}

std::string_view nearestKey(std::string_view name) {
  constexpr std::size_t kNear = 2, kLongEnough = 4;
  const auto lower = lowered(name);
  std::string_view best;
  std::size_t least = kNear + 1;
  if (lower.size() < kLongEnough) return best;
  for (const Key& key : keys()) {
    const auto far = distance(lower, key.name);
    if (far < least && far < std::string_view(key.name).size()) {
      least = far;
      best = key.name;
    }
  }
  return best;
}

std::optional<DateRange> parseDate(std::string_view text, std::int64_t nowWallMs) {
  using namespace std::chrono;
  if (text == "today" || text == "yesterday") {
    const auto day = nowWallMs / kDayMs - (text == "today" ? 0 : 1);
    return DateRange{day * kDayMs, (day + 1) * kDayMs};
  }
  const auto dash = text.find('-'),
             second = dash == text.npos ? text.npos : text.find('-', dash + 1);
  const auto yearText = text.substr(0, dash);
  const auto number = digits(yearText);
  if (!number || yearText.size() != 4 || *number < 1) return std::nullopt;
  const year y(*number);
  if (dash == text.npos) return DateRange{msOf(y / 1 / 1), msOf((y + years(1)) / 1 / 1)};
  const auto monthText = text.substr(dash + 1, second == text.npos ? text.npos : second - dash - 1);
  const auto monthNumber = digits(monthText);
  if (!monthNumber || monthText.size() > 2 || *monthNumber < 1 || *monthNumber > 12)
    return std::nullopt;
  const auto m = y / month(unsigned(*monthNumber));
  if (second == text.npos) return DateRange{msOf(m / 1), msOf((m + months(1)) / 1)};
  const auto dayText = text.substr(second + 1);
  const auto dayNumber = digits(dayText);
  if (!dayNumber || dayText.size() > 2 || *dayNumber < 1) return std::nullopt;
  const auto day = m / std::chrono::day(unsigned(*dayNumber));
  if (!day.ok()) return std::nullopt;
  return DateRange{msOf(day), msOf(day) + kDayMs};
}

std::optional<double> parseNumber(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number) ||
      number < 0)
    return std::nullopt;
  return number;
}

}  // namespace calotype::catalog
