// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/indexer.h"

#include <iterator>
#include <utility>

#include "catalog/pipeline/index_run.h"

namespace calotype::catalog {

Indexer::Indexer(IndexerParts parts)
    : parts_(std::move(parts)),
      resting_([this](std::stop_token stop) { watchRest(stop); }),
      thread_([this](std::stop_token stop) { work(stop); }) {}

Indexer::~Indexer() {
  stop();
  resting_.request_stop();
  thread_.request_stop();
  resting_.join();
  thread_.join();
}

void Indexer::start(std::vector<ScanTarget> targets) {
  const std::scoped_lock lock(mutex_);
  targets_.insert(targets_.end(), std::make_move_iterator(targets.begin()),
                  std::make_move_iterator(targets.end()));
  changed_.notify_all();
}

std::vector<ScanTarget> Indexer::takeTargets() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(targets_, {});
}

void Indexer::pause(bool paused) {
  change([&](Pause& pause) {
    pause.byHand = paused;
    if (!paused) pause.overruled = pause.bySelf;
  });
  parts_.jobsChanged();
}

void Indexer::change(const std::function<void(Pause&)>& pause) {
  const std::scoped_lock lock(mutex_);
  pause(pause_);
  gate_.set(pause_.holds());
}

void Indexer::lookWhetherToRest() {
  const bool rest = parts_.rest();
  bool changed = false;
  change([&](Pause& pause) {
    changed = pause.bySelf != rest;
    pause.bySelf = rest;
    if (!rest) pause.overruled = false;
  });
  if (changed) parts_.jobsChanged();
}

void Indexer::watchRest(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    changed_.wait(lock, stop, [this] { return running_.has_value(); });
    if (stop.stop_requested()) return;
    lock.unlock();
    lookWhetherToRest();
    lock.lock();
    changed_.wait_for(lock, stop, parts_.restEvery, [this] { return !running_; });
  }
}

void Indexer::stop() {
  const std::scoped_lock lock(mutex_);
  targets_.clear();
  if (running_) running_->request_stop();
}

Progress Indexer::progress() const {
  auto progress = tally_.progress();
  const std::scoped_lock lock(mutex_);
  using State = Progress::State;
  if (!running_)
    progress.state = State::Idle;
  else if (pause_.holds())
    progress.state = State::Paused;
  progress.spares = progress.state == State::Paused && !pause_.byHand;
  return progress;
}

IndexReport Indexer::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ended_ || (!running_ && !ending_ && targets_.empty()); });
  return report_;
}

void Indexer::work(std::stop_token stop) {
  while (awaitTargets(stop)) {
    tally_.reset();
    std::stop_token runStop;
    {
      const std::scoped_lock lock(mutex_);
      runStop = running_->get_token();
    }
    parts_.jobsChanged();
    IndexRun(parts_, gate_, tally_, runStop).execute([this] { return takeTargets(); });
    auto report = tally_.report();
    report.cancelled = runStop.stop_requested();
    endRun(std::move(report));
  }
  const std::scoped_lock lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

bool Indexer::awaitTargets(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [this] { return !targets_.empty(); });
  if (stop.stop_requested()) return false;
  running_.emplace();
  changed_.notify_all();
  return true;
}

void Indexer::endRun(IndexReport report) {
  {
    const std::scoped_lock lock(mutex_);
    report_ = std::move(report);
    running_.reset();
    ending_ = true;
  }
  parts_.jobsChanged();  // before anyone who waits goes on: then the observer has heard it all
  const std::scoped_lock lock(mutex_);
  ending_ = false;
  changed_.notify_all();
}

}  // namespace calotype::catalog
