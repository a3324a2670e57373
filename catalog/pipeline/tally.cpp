// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/tally.h"

#include <algorithm>
#include <utility>

namespace calotype::catalog {
namespace {

constexpr std::size_t kTicks = 200;  // over how many photos the speed is measured, at most
constexpr std::chrono::seconds kTicksAge{10};

}  // namespace

void Tally::reset() {
  const std::scoped_lock lock(mutex_);
  begin_ = Clock::now();
  counts_ = {};
  indexed_ = 0;
  decodeSeconds_ = encodeSeconds_ = waitedSeconds_ = 0;
  moved_ = begin_;
  problems_.clear();
  known_.clear();
  encoding_ = false;
  ticks_.clear();
}

void Tally::scanning(bool goesOn) {
  const std::scoped_lock lock(mutex_);
  counts_.state = goesOn ? Progress::State::Scanning : Progress::State::Working;
}

void Tally::scanned(const ListingOutcome& listing) {
  const std::scoped_lock lock(mutex_);
  counts_.found += listing.found;
  counts_.unreadable += listing.unreadable;
  for (const FileId file : listing.unchanged) {
    const auto known = known_.find(file);
    if (known == known_.end())
      ++counts_.unchanged;
    else if (std::exchange(known->second.listed, true))
      --counts_.found;  // the folder is listed again: it is still one file
  }
  for (const FileId file : listing.pending) {
    const auto [at, first] = known_.try_emplace(file);
    auto& known = at->second;
    if (std::exchange(known.listed, true)) --counts_.found;
    if (first || known.outcome) ++counts_.pending;
    if (known.outcome) --countOf(*known.outcome);
    known.outcome.reset();
  }
}

void Tally::lackVectors(std::int64_t photos) {
  const std::scoped_lock lock(mutex_);
  counts_.pending += photos;
}

void Tally::decoded(double seconds) {
  const std::scoped_lock lock(mutex_);
  ++counts_.decoded;
  decodeSeconds_ += seconds;
}

void Tally::toEncoder() {
  const std::scoped_lock lock(mutex_);
  encoding_ = true;
  ++counts_.pending;
  moveAtEncoder(1);
}

void Tally::fromEncoder(bool encoded) {
  const std::scoped_lock lock(mutex_);
  if (encoded) ++counts_.encoded;
  moveAtEncoder(-1);
  done();
  tick();
}

void Tally::encodeSeconds(double seconds) {
  const std::scoped_lock lock(mutex_);
  encodeSeconds_ = seconds;
}

void Tally::settleFile(FileId file, Outcome outcome) {
  const std::scoped_lock lock(mutex_);
  const bool found = known_.contains(file);
  if (!found && outcome == Outcome::Gone) return;
  settle(known_[file], outcome);
  if (!encoding_) tick();
}

void Tally::settlePhoto(FileId file, Outcome outcome) {
  const std::scoped_lock lock(mutex_);
  const auto [known, first] = known_.try_emplace(file, Known{{}, true});
  if (first) --counts_.unchanged;
  settle(known->second, outcome);
}

void Tally::settle(Known& known, Outcome outcome) {
  if (known.outcome)
    --countOf(*known.outcome);
  else
    done();
  known.outcome = outcome;
  ++countOf(outcome);
}

std::int64_t& Tally::countOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::Indexed:
      return indexed_;
    case Outcome::Unchanged:
      return counts_.unchanged;
    case Outcome::Unreadable:
    case Outcome::Gone:
      break;
  }
  return counts_.unreadable;
}

void Tally::done() {
  counts_.pending = std::max<std::int64_t>(counts_.pending - 1, 0);
}

void Tally::moveAtEncoder(std::int64_t photos) {
  const auto now = Clock::now();
  waitedSeconds_ += double(counts_.atEncoder) * std::chrono::duration<double>(now - moved_).count();
  counts_.atEncoder += photos;
  moved_ = now;
}

void Tally::tick() {
  ticks_.push_back(Clock::now());
  if (ticks_.size() > kTicks) ticks_.pop_front();
}

void Tally::problem(Error error) {
  const std::scoped_lock lock(mutex_);
  problems_.push_back(std::move(error));
}

Progress Tally::progress() const {
  const std::scoped_lock lock(mutex_);
  Progress progress = counts_;
  const auto now = Clock::now();
  const auto recent =
      std::find_if(ticks_.begin(), ticks_.end(), [&](auto tick) { return now - tick < kTicksAge; });
  const auto photos = double(ticks_.end() - recent);
  if (photos < 2) return progress;
  progress.photosPerSecond = photos / std::chrono::duration<double>(now - *recent).count();
  progress.secondsLeft = double(progress.pending) / progress.photosPerSecond;
  return progress;
}

IndexReport Tally::report() const {
  const std::scoped_lock lock(mutex_);
  IndexReport report;
  report.found = counts_.found;
  report.indexed = indexed_;
  report.unchanged = counts_.unchanged;
  report.unreadable = counts_.unreadable;
  report.seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
  report.decodeSeconds = decodeSeconds_;
  report.encodeSeconds = encodeSeconds_;
  if (report.seconds > 0) report.meanAtEncoder = waitedSeconds_ / report.seconds;
  report.problems = problems_;
  return report;
}

}  // namespace calotype::catalog
