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
  decodeSeconds_ = encodeSeconds_ = 0;
  problems_.clear();
  settled_.clear();
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
  counts_.unchanged += listing.unchanged;
  counts_.unreadable += listing.unreadable;
  counts_.pending += listing.pending;
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
}

void Tally::fromEncoder(bool encoded) {
  const std::scoped_lock lock(mutex_);
  if (encoded) ++counts_.encoded;
  done();
  tick();
}

void Tally::encodeSeconds(double seconds) {
  const std::scoped_lock lock(mutex_);
  encodeSeconds_ = seconds;
}

void Tally::settleFile(FileId file, Outcome outcome) {
  const std::scoped_lock lock(mutex_);
  if (settleAgain(file, outcome)) return;
  count(outcome, 1);
  done();
  if (!encoding_) tick();
}

void Tally::settlePhoto(FileId file, Outcome outcome) {
  const std::scoped_lock lock(mutex_);
  if (settleAgain(file, outcome)) return;
  --counts_.unchanged;
  count(outcome, 1);
  done();
}

bool Tally::settleAgain(FileId file, Outcome outcome) {
  const auto [before, first] = settled_.try_emplace(file, outcome);
  if (first) return false;
  count(before->second, -1);
  count(outcome, 1);
  before->second = outcome;
  return true;
}

void Tally::count(Outcome outcome, std::int64_t by) {
  (outcome == Outcome::Indexed ? indexed_ : counts_.unreadable) += by;
}

void Tally::done() {
  counts_.pending = std::max<std::int64_t>(counts_.pending - 1, 0);
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
  report.problems = problems_;
  return report;
}

}  // namespace calotype::catalog
