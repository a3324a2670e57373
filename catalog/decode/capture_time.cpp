// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/capture_time.h"

#include <chrono>
#include <cmath>
#include <cstdlib>

namespace calotype::catalog {

namespace {

using std::chrono::sys_days;

constexpr int kMostOffset = 14 * 60;
constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60 * kMinute;

/// Reads a text from left to right; false where it does not go on as asked.
struct Reader {
  std::string_view rest;

  /// Exactly `digits` digits.
  bool number(std::size_t digits, int& value) {
    if (rest.size() < digits) return false;
    int read = 0;
    for (const char digit : rest.substr(0, digits)) {
      if (digit < '0' || digit > '9') return false;
      read = read * 10 + (digit - '0');
    }
    value = read;
    rest.remove_prefix(digits);
    return true;
  }
  bool oneOf(std::string_view characters) {
    if (rest.empty() || characters.find(rest.front()) == std::string_view::npos) return false;
    rest.remove_prefix(1);
    return true;
  }
  void blanks() {
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  }
};

struct Clock {
  int hour = 0, minute = 0, second = 0, ms = 0;
};

/// ".5", ".123456": milliseconds.
int fraction(Reader& reader) {
  if (!reader.oneOf(".,")) return 0;
  int ms = 0, scale = 100, digit = 0;
  while (reader.number(1, digit)) {
    ms += digit * scale;
    scale /= 10;
  }
  return ms;
}

Clock readClock(Reader& reader) {
  Clock clock;
  if (!reader.number(2, clock.hour)) return {};
  reader.oneOf(":");
  if (!reader.number(2, clock.minute)) return clock;
  reader.oneOf(":");
  if (!reader.number(2, clock.second)) return clock;
  clock.ms = fraction(reader);
  return clock;
}

}  // namespace

bool couldBeTaken(std::int64_t ms) {
  const std::int64_t first =
      sys_days(std::chrono::year(1826) / 1 / 1).time_since_epoch().count() * kDay;
  const std::int64_t clockOf1980 =
      sys_days(std::chrono::year(1980) / 1 / 1).time_since_epoch().count() * kDay;
  const std::int64_t now = std::chrono::duration_cast<std::chrono::milliseconds>(
                               std::chrono::system_clock::now().time_since_epoch())
                               .count();
  return ms >= first && ms != 0 && ms != clockOf1980 && ms <= now + 2 * kDay;
}

std::optional<WallTime> parseTime(std::string_view text) {
  Reader reader{text};
  reader.blanks();
  int year = 0, month = 1, day = 1;
  if (!reader.number(4, year)) return std::nullopt;
  Clock clock;
  reader.oneOf(":-/.");
  if (reader.number(2, month)) {
    reader.oneOf(":-/.");
    if (reader.number(2, day)) {
      reader.oneOf("T ");
      reader.blanks();
      clock = readClock(reader);
    }
  }
  const auto date = std::chrono::year(year) / month / day;
  const bool leapSecond = clock.second == 60;
  if (!date.ok() || clock.hour > 23 || clock.minute > 59 || (clock.second > 59 && !leapSecond))
    return std::nullopt;
  WallTime time;
  time.ms = sys_days(date).time_since_epoch().count() * kDay +
            ((clock.hour * 60 + clock.minute) * 60 + clock.second) * std::int64_t(1000) + clock.ms;
  if (!couldBeTaken(time.ms)) return std::nullopt;
  reader.blanks();
  time.offsetMinutes = parseOffset(reader.rest);
  return time;
}

std::optional<int> parseOffset(std::string_view text) {
  Reader reader{text};
  reader.blanks();
  if (reader.oneOf("Zz")) return 0;
  const bool west = !reader.rest.empty() && reader.rest.front() == '-';
  int hours = 0, minutes = 0;
  if (!reader.oneOf("+-") || !reader.number(2, hours)) return std::nullopt;
  reader.oneOf(":");
  reader.number(2, minutes);
  const int offset = hours * 60 + minutes;
  if (minutes > 59 || offset > kMostOffset) return std::nullopt;
  return west ? -offset : offset;
}

std::optional<int> offsetBetween(std::int64_t wallMs, std::int64_t utcMs) {
  const double minutes = double(wallMs - utcMs) / double(kMinute);
  const int offset = int(std::lround(minutes / 15)) * 15;
  if (std::abs(offset) > kMostOffset || std::abs(minutes - offset) > 3) return std::nullopt;
  return offset;
}

}  // namespace calotype::catalog
