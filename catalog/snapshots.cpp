// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/snapshots.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <map>
#include <set>
#include <system_error>

#include "catalog/store/copy.h"

namespace calotype::catalog {

namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::size_t kDays = 7, kWeeks = 4, kBeforeChanges = 3;
constexpr std::uint64_t kMostBytes = 1ull << 30;  // or a twentieth of the disk, if that is less
constexpr std::array<const char*, 3> kOccasionNames = {"daily", "before-many", "by-hand"};

std::int64_t dayOf(std::int64_t ms) {
  return ms >= 0 ? ms / kDayMs : (ms - kDayMs + 1) / kDayMs;
}

/// Weeks that begin on Monday; 1970 began on a Thursday.
std::int64_t weekOf(std::int64_t ms) {
  return dayOf(ms + 3 * kDayMs) / 7;
}

std::tm utc(std::int64_t ms) {
  const auto seconds = std::time_t(ms / 1000);
  std::tm time{};
  ::gmtime_r(&seconds, &time);
  return time;
}

/// catalog-2026-11-29T163733.123Z-daily.db
std::string nameOf(std::int64_t ms, Occasion occasion) {
  const auto time = utc(ms);
  std::array<char, 96> name{};
  std::snprintf(name.data(), name.size(), "catalog-%04d-%02d-%02dT%02d%02d%02d.%03dZ-%s.db",
                time.tm_year + 1900, time.tm_mon + 1, time.tm_mday, time.tm_hour, time.tm_min,
                time.tm_sec, int(ms % 1000), kOccasionNames[std::size_t(occasion)]);
  return name.data();
}

std::optional<Snapshot> parse(const fs::path& path) {
  std::tm time{};
  int millis = 0;
  std::array<char, 32> word{};
  const auto name = path.filename().native();
  if (std::sscanf(name.c_str(), "catalog-%4d-%2d-%2dT%2d%2d%2d.%3dZ-%31[a-z-].db", &time.tm_year,
                  &time.tm_mon, &time.tm_mday, &time.tm_hour, &time.tm_min, &time.tm_sec, &millis,
                  word.data()) != 8)
    return std::nullopt;
  time.tm_year -= 1900;
  time.tm_mon -= 1;
  const auto ms = std::int64_t(::timegm(&time)) * 1000 + millis;
  for (std::size_t i = 0; i < kOccasionNames.size(); ++i)
    if (const auto occasion = Occasion(i); name == nameOf(ms, occasion))
      return Snapshot{path, ms, occasion, 0};
  return std::nullopt;
}

struct Room {
  std::uint64_t free = 0, mostForSnapshots = kMostBytes;
};

Room roomIn(const fs::path& folder) {
  struct statvfs status {};
  if (::statvfs(folder.c_str(), &status) != 0) return {~0ull, kMostBytes};
  const auto block = std::uint64_t(status.f_frsize);
  return {block * status.f_bavail, std::min(kMostBytes, block * status.f_blocks / 20)};
}

/// What a process that was killed has left of a copy; what is younger may be another's that is
/// being made.
void removeUnfinished(const fs::path& folder) {
  constexpr auto kAbandoned = std::chrono::hours(1);
  std::error_code ignored;
  const auto now = fs::file_time_type::clock::now();
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const auto name = entry.path().filename().native();
    const bool ours = name.starts_with("catalog-") && name.find(".part") != std::string::npos;
    if (ours && entry.last_write_time(ignored) + kAbandoned < now)
      fs::remove(entry.path(), ignored);
  }
}

}  // namespace

std::string displayTime(std::int64_t ms) {
  const auto time = utc(ms);
  std::array<char, 64> text{};
  const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &time);
  return {text.data(), length};
}

std::vector<Snapshot> Snapshots::all() const {
  std::vector<Snapshot> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder_, error), end; !error && entry != end;
       entry.increment(error)) {
    auto snapshot = parse(entry->path());
    struct stat status {};
    if (!snapshot || ::lstat(entry->path().c_str(), &status) != 0 || !S_ISREG(status.st_mode))
      continue;
    snapshot->bytes = std::uint64_t(status.st_size);
    found.push_back(std::move(*snapshot));
  }
  std::sort(found.begin(), found.end(), [](const Snapshot& a, const Snapshot& b) {
    return a.atMs != b.atMs ? a.atMs > b.atMs : a.path > b.path;
  });
  return found;
}

Result<Snapshot> Snapshots::take(const Database& catalog, std::int64_t nowMs,
                                 Occasion occasion) const {
  CALOTYPE_CHECK(createPrivateFolder(folder_));
  CALOTYPE_TRY(const auto pages, catalog.value("PRAGMA page_count"));
  CALOTYPE_TRY(const auto pageBytes, catalog.value("PRAGMA page_size"));
  const auto bytes = std::uint64_t(pages.value_or(0)) * std::uint64_t(pageBytes.value_or(0));
  if (roomIn(folder_).free < 2 * bytes)
    return fail(Code::NoSpace, displayPath(folder_) +
                                   ": there is no room for a copy of the catalog, so none was "
                                   "made. Free " +
                                   std::to_string(2 * bytes >> 20) + " MiB on that disk.");
  removeUnfinished(folder_);
  Snapshot snapshot{folder_ / nameOf(nowMs, occasion), nowMs, occasion, 0};
  CALOTYPE_CHECK(copyCatalog(catalog, snapshot.path));
  std::error_code ignored;
  snapshot.bytes = fs::file_size(snapshot.path, ignored);
  CALOTYPE_CHECK(thinOut());
  return snapshot;
}

bool Snapshots::isDue(const fs::path& catalog, std::int64_t nowMs) const {
  const auto known = all();
  if (known.empty()) return true;
  if (dayOf(known.front().atMs) == dayOf(nowMs)) return false;
  std::int64_t changedMs = 0;
  for (const char* const suffix : {"", "-wal"}) {
    struct stat status {};
    if (::stat((catalog.native() + suffix).c_str(), &status) != 0 || status.st_size == 0) continue;
    changedMs = std::max(
        changedMs, std::int64_t(status.st_mtim.tv_sec) * 1000 + status.st_mtim.tv_nsec / 1'000'000);
  }
  return changedMs > known.front().atMs;
}

Status Snapshots::thinOut() const {
  auto known = all();
  for (const auto& snapshot : superfluous(known, ~0ull))
    if (std::error_code error; !fs::remove(snapshot.path, error) && error)
      return fail(codeOfErrno(error.value()),
                  displayPath(snapshot.path) + ": an old copy of the catalog cannot be deleted");
  known = all();
  for (std::size_t i = 1; i < known.size(); ++i) CALOTYPE_CHECK(leaveOutVectors(known[i].path));
  std::error_code ignored;
  for (const auto& snapshot : superfluous(all(), roomIn(folder_).mostForSnapshots))
    fs::remove(snapshot.path, ignored);
  return {};
}

std::vector<Snapshot> superfluous(const std::vector<Snapshot>& snapshots, std::uint64_t mostBytes) {
  std::set<std::int64_t> days, weeks;
  std::size_t beforeChanges = 0;
  std::uint64_t bytes = 0;
  std::vector<Snapshot> gone;
  for (const auto& snapshot : snapshots) {
    bool wanted = snapshot.occasion == Occasion::ByHand;
    if (snapshot.occasion == Occasion::BeforeManyChanges)
      wanted = ++beforeChanges <= kBeforeChanges;
    if (snapshot.occasion == Occasion::Daily) {
      const bool ofDay = days.size() < kDays && days.insert(dayOf(snapshot.atMs)).second;
      const bool ofWeek = weeks.size() < kWeeks && weeks.insert(weekOf(snapshot.atMs)).second;
      wanted = ofDay || ofWeek;
    }
    const bool newest = &snapshot == &snapshots.front();
    if (snapshot.occasion != Occasion::ByHand && !newest && bytes + snapshot.bytes > mostBytes)
      wanted = false;
    if (wanted || newest)
      bytes += snapshot.bytes;
    else
      gone.push_back(snapshot);
  }
  return gone;
}

}  // namespace calotype::catalog
