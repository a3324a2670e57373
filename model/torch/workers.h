// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace calotype::model {

/// Threads that each work through pieces by themselves, on one core: a team that shares every
/// product falls apart when a decoder wants one of its cores (0.3 instead of 12.6 pictures a second
/// were seen), these only lose that core. The caller works too.
class Workers {
 public:
  /// count: threads in all, the caller's among them; at least 1.
  explicit Workers(int count);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  int count() const { return int(threads_.size()) + 1; }

  /// work(0) … work(pieces - 1), each once, on any of the threads; returns when all are done. Work
  /// lets no exception out. LibTorch and oneDNN keep to one core within it.
  void run(std::size_t pieces, const std::function<void(std::size_t)>& work);

 private:
  void serve(const std::stop_token& stop);
  void takePieces(std::unique_lock<std::mutex>& lock);

  std::mutex mutex_;
  std::condition_variable_any begun_;
  std::condition_variable done_;
  const std::function<void(std::size_t)>* work_ = nullptr;
  std::size_t next_ = 0, pieces_ = 0, unfinished_ = 0;
  std::vector<std::jthread> threads_;  // last, so that they end first
};

}  // namespace calotype::model
