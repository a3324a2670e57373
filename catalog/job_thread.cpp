// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/job_thread.h"

#include <iterator>
#include <utility>

namespace calotype::catalog {
namespace {

std::stop_token stoppedToken() {
  std::stop_source source;
  source.request_stop();
  return source.get_token();
}

}  // namespace

JobThread::JobThread(Order order, std::size_t bound)
    : order_(order), bound_(bound), thread_([this](std::stop_token stop) { run(stop); }) {}

JobThread::~JobThread() {
  thread_.request_stop();
  thread_.join();
}

void JobThread::post(Job job, std::int64_t key) {
  const std::scoped_lock lock(mutex_);
  waiting_.push_back({std::move(job), key});
  if (waiting_.size() > bound_) {
    dropped_.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  changed_.notify_all();
}

void JobThread::drop(std::int64_t key) {
  const std::scoped_lock lock(mutex_);
  for (auto entry = waiting_.begin(); entry != waiting_.end();) {
    if (entry->key == key) {
      dropped_.push_back(std::move(*entry));
      entry = waiting_.erase(entry);
    } else {
      ++entry;
    }
  }
  changed_.notify_all();
}

void JobThread::run(std::stop_token stop) {
  while (auto entry = next(stop)) entry->job(entry->dropped ? stoppedToken() : stop);
}

/// What is dropped is answered first: it costs nothing. After a stop everything is.
std::optional<JobThread::Entry> JobThread::next(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [this] { return !waiting_.empty() || !dropped_.empty(); });
  if (stop.stop_requested()) {
    std::move(waiting_.begin(), waiting_.end(), std::back_inserter(dropped_));
    waiting_.clear();
  }
  const bool dropped = !dropped_.empty();
  auto& from = dropped ? dropped_ : waiting_;
  if (from.empty()) return std::nullopt;
  const bool newest = !dropped && order_ == Order::NewestFirst;
  Entry entry = std::move(newest ? from.back() : from.front());
  if (newest)
    from.pop_back();
  else
    from.pop_front();
  entry.dropped = dropped;
  return entry;
}

}  // namespace calotype::catalog
