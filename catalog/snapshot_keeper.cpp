// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/snapshot_keeper.h"

#include <chrono>
#include <stop_token>
#include <utility>

#include "catalog/pipeline/clock.h"
#include "model/base/log.h"

namespace calotype::catalog {

namespace {

using namespace std::chrono_literals;

constexpr auto kAfterStart = 3s;  // the window is there by then
constexpr auto kBetween = 30min;
constexpr std::size_t kManyPhotos = 1000;
constexpr std::int64_t kRecentMs = 600'000;

}  // namespace

SnapshotKeeper::SnapshotKeeper(fs::path database, fs::path folder,
                               std::function<void(const Error&)> problem)
    : database_(std::move(database)), snapshots_(std::move(folder)), problem_(std::move(problem)) {
  thread_ = std::jthread([this](std::stop_token stop) { work(std::move(stop)); });
}

void SnapshotKeeper::work(std::stop_token stop) {
  std::chrono::steady_clock::duration wait = kAfterStart;
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, stop, wait, [] { return false; });
    }
    if (stop.stop_requested()) return;
    if (const auto taken = takeIfDue(stop); !taken && taken.error().code != Code::Cancelled) {
      logFor("catalog").warn("the daily copy of the catalog was not made ({})",
                             codeName(taken.error().code));
      problem_(taken.error());
    }
    wait = kBetween;
  }
}

Status SnapshotKeeper::takeIfDue(std::stop_token stop) {
  const std::scoped_lock lock(taking_);
  if (!snapshots_.isDue(database_, nowMs())) return {};
  CALOTYPE_TRY(const auto catalog, Database::open(database_, Mode::ReadOnly));
  const std::stop_callback interrupt(stop, [&] { catalog.interrupt(); });
  CALOTYPE_TRY(const auto folders, catalog.value("SELECT count(*) FROM root"));
  if (folders.value_or(0) == 0) return {};
  CALOTYPE_TRY(const auto taken, snapshots_.take(catalog, nowMs(), Occasion::Daily));
  logFor("catalog").info("a copy of the catalog was made ({} bytes)", taken.bytes);
  return {};
}

void SnapshotKeeper::beforeChanging(std::size_t photos) {
  if (photos <= kManyPhotos) return;
  const std::scoped_lock lock(taking_);
  const auto known = snapshots_.all();
  if (!known.empty() && known.front().atMs + kRecentMs > nowMs()) return;
  const auto catalog = Database::open(database_, Mode::ReadOnly);
  const auto taken = catalog ? snapshots_.take(*catalog, nowMs(), Occasion::BeforeManyChanges)
                             : Result<Snapshot>(tl::make_unexpected(catalog.error()));
  if (!taken)
    logFor("catalog").warn("no copy of the catalog was made before a large change ({})",
                           codeName(taken.error().code));
}

}  // namespace calotype::catalog
