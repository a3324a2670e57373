// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace calotype::catalog {

/// Where stages wait while a run is paused. Any thread.
class Gate {
 public:
  void set(bool closed) {
    const std::scoped_lock lock(mutex_);
    closed_ = closed;
    changed_.notify_all();
  }
  bool closed() const {
    const std::scoped_lock lock(mutex_);
    return closed_;
  }
  /// Waits while it is closed. False: stopped.
  bool pass(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return !closed_; });
    return !stop.stop_requested();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  bool closed_ = false;
};

/// Wakes one thread that waits for news; a ring that comes before the wait is not lost.
class Bell {
 public:
  void ring() {
    const std::scoped_lock lock(mutex_);
    rung_ = true;
    changed_.notify_all();
  }
  void wait(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, stop, [this] { return rung_; });
    rung_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool rung_ = false;
};

}  // namespace calotype::catalog
