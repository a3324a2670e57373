// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace calotype::catalog {

/// A point on the camera's wall clock, and where that clock stood, if the photo says so.
struct WallTime {
  std::int64_t ms = 0;               // since 1970, as if the clock had shown UTC
  std::optional<int> offsetMinutes;  // east of UTC
};

/// A date and time as Exif ("2019:07:04 15:30:12"), XMP ("2019-07-04T15:30:12.5+02:00") or IPTC
/// write it; what is left out at the end counts as the beginning (1 January, midnight). Empty for
/// what is no date, and for dates that no photo has: zeros, a clock's start (1970 and 1980-01-01
/// 00:00:00), before 1826, later than the day after tomorrow.
std::optional<WallTime> parseTime(std::string_view text);

/// Not one of those dates that no photo has.
bool couldBeTaken(std::int64_t ms);

/// "+02:00", "-0330", "Z": minutes east of UTC, within 14 hours.
std::optional<int> parseOffset(std::string_view text);

/// The offset between a wall clock and UTC where it is one that a zone can have: a multiple of a
/// quarter of an hour, give or take three minutes, and 14 hours at most.
std::optional<int> offsetBetween(std::int64_t wallMs, std::int64_t utcMs);

}  // namespace calotype::catalog
