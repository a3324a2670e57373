// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/store/file_store.h"

namespace calotype::catalog {

/// How a file ended that the run did something about. Gone: it was not there when it was to be
/// read, which counts as unreadable if the scan had found it.
enum class Outcome { Indexed, Unchanged, Unreadable, Gone };

/// The counts of a run. Every file that was found ends as exactly one of indexed, unchanged and
/// unreadable. Any thread.
class Tally {
 public:
  /// A new run begins.
  void reset();

  void scanning(bool goesOn);
  void scanned(const ListingOutcome& listing);
  /// So many photos were read before but lack a vector.
  void lackVectors(std::int64_t photos);
  void decoded(double seconds);
  /// A photo that was read goes on to the encoder, and comes back from it.
  void toEncoder();
  void fromEncoder(bool encoded);
  void encodeSeconds(double seconds);

  /// A file to be read ended so. Ending anew (its vector failed) corrects the first end.
  void settleFile(FileId file, Outcome outcome);
  /// A file that was read in an earlier run got its vector now, or cannot.
  void settlePhoto(FileId file, Outcome outcome);

  void problem(Error error);

  /// The counts; state is Scanning or Working.
  Progress progress() const;
  IndexReport report() const;

 private:
  using Clock = std::chrono::steady_clock;

  struct Known {
    std::optional<Outcome> outcome;  // none: it waits for being read
    bool listed = false;             // counted among the found
  };

  void settle(Known& known, Outcome outcome);
  std::int64_t& countOf(Outcome outcome);
  void done();
  void tick();
  /// Photos came to the encoder, or left it.
  void moveAtEncoder(std::int64_t photos);

  mutable std::mutex mutex_;
  Clock::time_point begin_ = Clock::now();
  Progress counts_;
  std::int64_t indexed_ = 0;
  double decodeSeconds_ = 0, encodeSeconds_ = 0;
  double waitedSeconds_ = 0;  // photos at the encoder, times how long each was
  Clock::time_point moved_ = begin_;
  std::vector<Error> problems_;
  std::unordered_map<FileId, Known> known_;  // that are or were to be read
  bool encoding_ = false;                    // in this run photos go through the encoder
  std::deque<Clock::time_point> ticks_;      // when the last photos were finished
};

}  // namespace calotype::catalog
