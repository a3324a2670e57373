// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/torch/workers.h"

#include <torch/torch.h>

namespace calotype::model {

namespace {

/// The calling thread's products keep to one core, as long as it lives.
class OneCore {
 public:
  OneCore() : before_(at::get_num_threads()) {
    if (before_ != 1) at::set_num_threads(1);
  }
  ~OneCore() {
    if (before_ != 1) at::set_num_threads(before_);
  }
  OneCore(const OneCore&) = delete;
  OneCore& operator=(const OneCore&) = delete;

 private:
  int before_;
};

}  // namespace

Workers::Workers(int count) {
  for (int i = 1; i < count; ++i)
    threads_.emplace_back([this](const std::stop_token& stop) { serve(stop); });
}

void Workers::run(std::size_t pieces, const std::function<void(std::size_t)>& work) {
  const OneCore one;
  std::unique_lock lock(mutex_);
  work_ = &work;
  next_ = 0;
  pieces_ = unfinished_ = pieces;
  if (pieces > 1) begun_.notify_all();
  takePieces(lock);
  done_.wait(lock, [this] { return unfinished_ == 0; });
  work_ = nullptr;
}

void Workers::serve(const std::stop_token& stop) {
  const OneCore one;
  std::unique_lock lock(mutex_);
  while (begun_.wait(lock, stop, [this] { return work_ != nullptr && next_ < pieces_; }))
    takePieces(lock);
}

void Workers::takePieces(std::unique_lock<std::mutex>& lock) {
  while (work_ != nullptr && next_ < pieces_) {
    const auto piece = next_++;
    const auto& work = *work_;
    lock.unlock();
    work(piece);
    lock.lock();
    if (--unfinished_ == 0) done_.notify_one();
  }
}

}  // namespace calotype::model
