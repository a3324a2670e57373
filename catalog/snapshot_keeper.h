// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "catalog/snapshots.h"

namespace calotype::catalog {

/// Takes the daily copy of a catalog that is open for writing, on a thread of its own: a little
/// after the start, and while the program runs on into another day. All methods may be called from
/// any thread.
class SnapshotKeeper {
 public:
  /// `problem` is told when the catalog turns out damaged, on the keeper's thread.
  SnapshotKeeper(fs::path database, fs::path folder, std::function<void(const Error&)> problem);
  /// Gives up a copy that is being made.
  ~SnapshotKeeper() = default;
  SnapshotKeeper(const SnapshotKeeper&) = delete;
  SnapshotKeeper& operator=(const SnapshotKeeper&) = delete;

  /// The daily copy at once, if there is none of today; for programs that do not run long enough to
  /// see it made. Blocks.
  Status takeNow() { return takeIfDue({}); }
  /// Before a change of so many photos at once; blocks. None is made for few photos, nor when there
  /// is one that is a few minutes old. That none can be made stops nobody: the change can be
  /// undone.
  void beforeChanging(std::size_t photos);

 private:
  void work(std::stop_token stop);
  Status takeIfDue(std::stop_token stop);

  const fs::path database_;
  const Snapshots snapshots_;
  const std::function<void(const Error&)> problem_;
  std::mutex taking_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::jthread thread_;  // last: ends before what it uses
};

}  // namespace calotype::catalog
