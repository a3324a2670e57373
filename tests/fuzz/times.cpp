// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as cameras write them: whatever is taken for one is a day that a photo can have.
#include <cstdlib>

#include "catalog/decode/capture_time.h"
#include "tests/fuzz/fuzz.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  return {"2019:07:04 15:30:12",
          "2019-07-04T15:30:12.5+02:00",
          "2019-07",
          "20190704",
          "0000:00:00 00:00:00",
          "1970:01:01 00:00:00",
          "+02:00",
          "-0330",
          "Z",
          "2016-02-29T24:00:61Z",
          "1826-01-01 +14"};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype::catalog;
  constexpr int kMostOffset = 14 * 60;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto fits = [](const std::optional<int>& minutes) {
    return !minutes || (*minutes >= -kMostOffset && *minutes <= kMostOffset);
  };
  if (const auto time = parseTime(text))
    if (!couldBeTaken(time->ms) || !fits(time->offsetMinutes) ||
        !fits(offsetBetween(time->ms, time->ms + std::int64_t(size) * 900'000)))
      std::abort();
  if (!fits(parseOffset(text))) std::abort();
  return 0;
}
