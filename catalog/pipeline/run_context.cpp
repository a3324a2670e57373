// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/run_context.h"

#include <algorithm>
#include <functional>

#include "model/base/log.h"

namespace calotype::catalog {
namespace {

constexpr std::chrono::milliseconds kTellEvery{200};

bool concernsAllEdits(Code code) {
  return code == Code::NoSpace || code == Code::Io || code == Code::Corrupt ||
         code == Code::Permission;
}

}  // namespace

RunContext::RunContext(const IndexerParts& parts_, Gate& gate_, Tally& tally_,
                       std::stop_token outer)
    : parts(parts_),
      gate(gate_),
      tally(tally_),
      outer_(std::move(outer), [this] { stop_.request_stop(); }) {}

void RunContext::keep(std::future<Status> written) {
  std::vector<std::future<Status>> ready;
  {
    const std::scoped_lock lock(mutex_);
    writes_.push_back(std::move(written));
    while (!writes_.empty() &&
           writes_.front().wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
      ready.push_back(std::move(writes_.front()));
      writes_.pop_front();
    }
  }
  for (auto& future : ready)
    if (const auto status = future.get(); !status) {
      if (concernsAllEdits(status.error().code))
        giveUp(status.error());
      else
        problem(status.error());
    }
}

void RunContext::settleWrites() {
  write([this](WriteToken& token) -> Status {
    token.afterCommit([this] { tell(); });
    return {};
  });
  if (const auto written = parts.writer.barrier(); !written) giveUp(written.error());
  write([](WriteToken&) { return Status(); });  // looks at those before it
}

void RunContext::recordFailure(const Job& job, Step step, const Error& error) {
  if (error.code == Code::Cancelled) return;
  write([this, job, step, error](WriteToken& token) -> Status {
    CALOTYPE_CHECK(FailureStore(token.database()).record(token, job.file, step, error, nowMs()));
    const bool gone = step == Step::Open && error.code == Code::NotFound;
    token.afterCommit(
        [this, job, gone] { settle(job, gone ? Outcome::Gone : Outcome::Unreadable); });
    return {};
  });
}

void RunContext::noteDeath() {
  constexpr std::size_t kTooMany = 10;
  std::unique_lock lock(mutex_);
  deaths_.push_back(Clock::now());
  while (deaths_.front() + std::chrono::minutes(1) < deaths_.back()) deaths_.pop_front();
  if (deaths_.size() < kTooMany) return;
  lock.unlock();
  giveUp({Code::Crashed,
          "The photo decoder broke down ten times within a minute, so indexing was stopped. If "
          "the photos are sound, install Calotype and its libraries again; if they are damaged, "
          "index again to go on with the others."});
}

void RunContext::settle(const Job& job, Outcome outcome) {
  if (job.photo)
    tally.settlePhoto(job.file, outcome);
  else
    tally.settleFile(job.file, outcome);
}

void RunContext::changed(PhotoId id) {
  changes_.push_back(id);
  if (Clock::now() - lastTold_ >= kTellEvery) tell();
}

void RunContext::tell() {
  lastTold_ = Clock::now();
  if (changes_.empty()) return;
  parts.photosChanged(changes_);
  changes_.clear();
}

void RunContext::problem(const Error& error) {
  {
    const std::scoped_lock lock(mutex_);
    if (std::find(told_.begin(), told_.end(), error.message) != told_.end()) return;
    told_.push_back(error.message);
  }
  logFor("catalog").warn("indexing met a problem ({})", codeName(error.code));
  tally.problem(error);
  parts.problem(error);
}

void RunContext::giveUp(const Error& error) {
  problem(error);
  stop_.request_stop();
}

}  // namespace calotype::catalog
