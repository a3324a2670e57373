// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace calotype::catalog {

/// One thread that works off small jobs: the reader's and the pictures'. Every job is called
/// exactly once, on that thread. One that was dropped before its turn is called with a token that
/// is already stopped, and answers "cancelled".
class JobThread {
 public:
  using Job = std::function<void(std::stop_token)>;
  enum class Order { OldestFirst, NewestFirst };

  /// Beyond `bound` waiting jobs the oldest are dropped.
  JobThread(Order order, std::size_t bound);
  /// Stops the job in hand, drops the rest.
  ~JobThread();
  JobThread(const JobThread&) = delete;
  JobThread& operator=(const JobThread&) = delete;

  /// `key`: what drop() names it by.
  void post(Job job, std::int64_t key = 0);
  /// Drops the waiting jobs of that key; the one in hand goes on.
  void drop(std::int64_t key);

 private:
  struct Entry {
    Job job;
    std::int64_t key = 0;
    bool dropped = false;
  };

  void run(std::stop_token stop);
  std::optional<Entry> next(std::stop_token stop);

  const Order order_;
  const std::size_t bound_;
  std::mutex mutex_;  // guards the next block
  std::condition_variable_any changed_;
  std::deque<Entry> waiting_;
  std::deque<Entry> dropped_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace calotype::catalog
