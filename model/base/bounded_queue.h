// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace calotype {

/// A queue between two stages that holds at most `capacity` values: a full queue makes the stage
/// before it wait. Any number of threads may push and pop.
template <class T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  /// Waits for room. False when the queue was closed or a stop was asked for; the value is then
  /// lost.
  bool push(T value, std::stop_token stop = {}) {
    std::unique_lock lock(mutex_);
    const bool room =
        changed_.wait(lock, stop, [&] { return closed_ || values_.size() < capacity_; });
    if (!room || closed_ || stop.stop_requested()) return false;
    values_.push_back(std::move(value));
    changed_.notify_all();
    return true;
  }

  /// Waits for a value. Empty when a stop was asked for, or when the queue is closed and drained.
  std::optional<T> pop(std::stop_token stop = {}) {
    std::unique_lock lock(mutex_);
    const bool ready = changed_.wait(lock, stop, [&] { return closed_ || !values_.empty(); });
    if (!ready || values_.empty() || stop.stop_requested()) return std::nullopt;
    return takeFront();
  }

  /// As pop, but gives up after `patience`.
  template <class Duration>
  std::optional<T> popFor(Duration patience, std::stop_token stop = {}) {
    std::unique_lock lock(mutex_);
    const bool ready =
        changed_.wait_for(lock, stop, patience, [&] { return closed_ || !values_.empty(); });
    if (!ready || values_.empty() || stop.stop_requested()) return std::nullopt;
    return takeFront();
  }

  /// What is inside can still be popped; nothing more can be pushed.
  void close() {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  /// Closed and empty: no pop will give a value again.
  bool finished() const {
    const std::scoped_lock lock(mutex_);
    return closed_ && values_.empty();
  }

  std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return values_.size();
  }

 private:
  T takeFront() {
    T value = std::move(values_.front());
    values_.pop_front();
    changed_.notify_all();
    return value;
  }

  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<T> values_;
  bool closed_ = false;
};

}  // namespace calotype
