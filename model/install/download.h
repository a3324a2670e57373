// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "model/base/files.h"
#include "model/base/hash.h"
#include "model/base/result.h"

namespace calotype::model {

/// How patient a download is.
struct Patience {
  std::chrono::seconds idle{30};                // without a byte
  int retries = 5;                              // in a row without one byte more
  std::chrono::milliseconds firstPause{1'000};  // then twice as long each time
};

struct Download {
  std::vector<std::string> addresses;  // tried in this order
  fs::path file;                       // where it shall lie in the end
  std::uint64_t bytes = 0;
  Sha256 sha256{};
  Patience patience{};
};

struct DownloadProgress {
  std::uint64_t done = 0, of = 0;  // bytes
  double bytesPerSecond = 0;       // over the last seconds
};
using OnDownload = std::function<void(const DownloadProgress&)>;  // a few times a second

/// Gets a file whose size and hash are known beforehand. Afterwards it is there, whole and read
/// again from the disk, or it is not there and FILE.part is what a later call goes on from. NoSpace
/// before the first byte if the disk has not room for the rest and a tenth; Corrupt, with nothing
/// kept, when the hash is another; Network, TimedOut and NotFound name the host.
Status download(const Download& request, const OnDownload& progress, std::stop_token stop);

}  // namespace calotype::model
