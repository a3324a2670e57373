// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/install/download.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <utility>

#include "model/install/http_fetch.h"

namespace calotype::model {

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kRateOver = std::chrono::seconds(5);
constexpr auto kTellEvery = std::chrono::milliseconds(200);

fs::path partOf(const fs::path& file) {
  return fs::path(file.native() + ".part");
}

std::uint64_t sizeOf(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  return error ? 0 : std::uint64_t(size);
}

void forget(const fs::path& part) {
  std::error_code ignored;
  fs::remove(part, ignored);
  fs::remove(fs::path(part.native() + ".etag"), ignored);
}

/// Says how far it is, and how fast, but not with every packet.
class Teller {
 public:
  Teller(const OnDownload& tell, std::uint64_t of) : tell_(tell), of_(of) {}

  void operator()(std::uint64_t done) {
    const auto now = Clock::now();
    if (!tell_ || (now - told_ < kTellEvery && done != of_)) return;
    told_ = now;
    if (!seen_.empty() && done < seen_.back().second) seen_.clear();  // it began again
    seen_.emplace_back(now, done);
    while (seen_.size() > 2 && now - seen_.front().first > kRateOver) seen_.pop_front();
    const std::chrono::duration<double> over = now - seen_.front().first;
    const double rate = over.count() > 0 ? double(done - seen_.front().second) / over.count() : 0;
    tell_({done, of_, rate});
  }

 private:
  const OnDownload& tell_;
  const std::uint64_t of_;
  Clock::time_point told_{};
  std::deque<std::pair<Clock::time_point, std::uint64_t>> seen_;
};

Status checkRoom(const Download& request) {
  const auto folder = request.file.parent_path();
  struct statvfs room {};
  if (statvfs(folder.c_str(), &room) != 0)
    return fail(codeOfErrno(errno), displayPath(folder) + ": " + std::strerror(errno));
  const auto have = std::min(sizeOf(partOf(request.file)), request.bytes);
  const auto needed = (request.bytes - have) + request.bytes / 10;
  const auto free = std::uint64_t(room.f_bavail) * room.f_frsize;
  if (have == request.bytes || free >= needed) return {};
  return fail(Code::NoSpace, displayPath(folder) + ": there is room for " +
                                 std::to_string(free >> 20) + " MiB, needed are " +
                                 std::to_string((needed >> 20) + 1) + " MiB. Make room first.");
}

/// False when somebody asked to stop meanwhile.
bool pause(std::chrono::milliseconds time, const std::stop_token& stop) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable_any wakeUp;
  wakeUp.wait_for(lock, stop, time, [] { return false; });
  return !stop.stop_requested();
}

/// From one address, with patience. Empty: all bytes are there.
std::optional<Error> fetchFrom(const std::string& address, const Download& request, Teller& tell,
                               const std::stop_token& stop) {
  const auto part = partOf(request.file);
  HttpFetch fetch{address, part, request.bytes, request.patience.idle,
                  [&](std::uint64_t done) { tell(done); }};
  auto wait = request.patience.firstPause;
  bool answered = false;
  for (int failures = 0;;) {
    const auto before = sizeOf(part);
    const auto end = fetchOnce(fetch, stop);
    if (!end) return std::nullopt;
    // Without a network a person is told at once; in the middle it may come back.
    answered = answered || !end->nobody;
    if (!end->again || !answered) return end->error;
    if (sizeOf(part) > before) {
      failures = 0;
      wait = request.patience.firstPause;
    } else if (++failures > request.patience.retries) {
      return end->error;
    }
    if (!pause(wait, stop)) return Error{Code::Cancelled, "stopped"};
    wait *= 2;
  }
}

/// Reads what the disk holds, not what was meant to be written.
Status verify(const Download& request) {
  const auto part = partOf(request.file);
  CALOTYPE_TRY(const auto file, openRegularFile(part));
  if (fsync(file.get()) != 0)
    return fail(codeOfErrno(errno), displayPath(part) + " could not be written to the disk.");
  CALOTYPE_TRY(const auto hash, sha256OfFile(file.get()));
  if (hash == request.sha256 && sizeOf(part) == request.bytes) return {};
  forget(part);
  return fail(Code::Corrupt, displayPath(request.file.filename()) +
                                 " is not the file that was asked for: its checksum is " +
                                 toHex(hash).substr(0, 12) + "…, expected was " +
                                 toHex(request.sha256).substr(0, 12) +
                                 "…. Nothing of it was kept. Try again later, or from another "
                                 "network.");
}

Status finish(const Download& request) {
  const auto part = partOf(request.file);
  std::error_code error;
  fs::permissions(part, fs::perms::owner_read, error);
  if (!error) fs::rename(part, request.file, error);
  if (error)
    return fail(codeOfErrno(error.value()), displayPath(request.file) + ": " + error.message());
  forget(part);
  const Descriptor folder(
      ::open(request.file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder || fsync(folder.get()) != 0)
    return fail(Code::Io, displayPath(request.file) + " could not be written to the disk.");
  return {};
}

}  // namespace

Status download(const Download& request, const OnDownload& progress, std::stop_token stop) {
  if (request.addresses.empty())
    return fail(Code::InvalidArgument, "There is no address to download from.");
  CALOTYPE_CHECK(checkRoom(request));
  Teller tell(progress, request.bytes);
  std::optional<Error> error;
  for (const auto& address : request.addresses) {
    error = fetchFrom(address, request, tell, stop);
    const bool elsewhere =
        error && (error->code == Code::Network || error->code == Code::TimedOut ||
                  error->code == Code::NotFound);
    if (!elsewhere) break;
  }
  if (error) return tl::make_unexpected(std::move(*error));
  CALOTYPE_CHECK(verify(request));
  return finish(request);
}

}  // namespace calotype::model
