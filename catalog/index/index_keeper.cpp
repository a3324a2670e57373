// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/index_keeper.h"

#include <sys/resource.h>

#include <system_error>
#include <utility>

#include "catalog/store/embedding_store.h"
#include "model/base/log.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kAtOnce = 4;  // photos added to the graph between two breaths
constexpr std::chrono::milliseconds kBreath(1);
constexpr std::chrono::minutes kSaveAfter(5);
constexpr int kLowestPriority = 19;

auto now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

IndexKeeper::IndexKeeper(fs::path file, std::size_t exactLimit)
    : file_(std::move(file)), index_(exactLimit), saved_(now()) {
  thread_ = std::jthread([this](std::stop_token stop) { work(stop); });
}

IndexKeeper::~IndexKeeper() {
  thread_.request_stop();
  thread_.join();
  if (unsaved_) save();
}

Result<std::vector<PhotoId>> IndexKeeper::loadFrom(const EmbeddingStore& store, ModelId model,
                                                   const IndexIdentity& identity,
                                                   std::stop_token stop) {
  const std::scoped_lock alone(residency_);
  {
    const std::scoped_lock lock(mutex_);
    ++loads_;
    loading_ = true;
    failed_ = unsaved_ = false;
    index_.reset(identity.dims);
    identity_ = identity;
  }
  const auto fill = [&]() -> Result<std::vector<PhotoId>> {
    std::vector<PhotoId> leftOut;
    bool fits = true;
    const auto take = [&](std::span<const PhotoId> ids, std::span<const Half> rows) {
      fits = fits && rows.size() == ids.size() * identity.dims;
      if (!fits) return;
      const auto wrong = index_.add(ids, rows);
      leftOut.insert(leftOut.end(), wrong.begin(), wrong.end());
    };
    CALOTYPE_TRY(auto damaged, store.readAll(model, identity.transform, take, stop));
    if (!fits)
      return fail(Code::Corrupt,
                  "the vectors in the catalog have other dimensions than the model's " +
                      std::to_string(identity.dims) + "; index the photos again");
    damaged.insert(damaged.end(), leftOut.begin(), leftOut.end());
    if (index_.graphBehind()) restore(identity);
    return damaged;
  };
  auto damaged = fill();
  const std::scoped_lock lock(mutex_);
  loading_ = false;
  saved_ = now();
  changed_.notify_all();
  if (damaged && !damaged->empty())
    logFor("catalog.index").warn("{} stored vectors are damaged and left out", damaged->size());
  return damaged;
}

std::optional<std::shared_lock<std::shared_mutex>> IndexKeeper::hold(
    const IndexIdentity& identity) {
  std::shared_lock held(residency_);
  const std::scoped_lock lock(mutex_);
  if (identity != identity_) return std::nullopt;
  return held;
}

void IndexKeeper::restore(const IndexIdentity& identity) {
  auto payload = readIndexFile(file_, identity);
  const auto restored = payload ? index_.restoreGraph(*payload)
                                : Status(tl::make_unexpected(std::move(payload).error()));
  if (restored || restored.error().code == Code::NotFound) return;
  logFor("catalog.index").info("{}", restored.error().message);
  std::error_code ignored;
  fs::remove(file_, ignored);
}

void IndexKeeper::add(const IndexIdentity& identity, std::span<const PhotoId> ids,
                      std::span<const Half> rows) {
  const std::scoped_lock lock(mutex_);
  if (identity != identity_) return;
  index_.add(ids, rows);
  changed_.notify_all();
}

void IndexKeeper::remove(std::span<const PhotoId> ids) {
  const std::scoped_lock lock(mutex_);
  index_.remove(ids);
  if (index_.graphSize() > 0) unsaved_ = true;
  changed_.notify_all();
}

void IndexKeeper::work(std::stop_token stop) {
  ::setpriority(PRIO_PROCESS, 0, kLowestPriority);  // of this thread alone, on Linux
  std::unique_lock lock(mutex_);
  const auto behind = [&] { return !loading_ && !failed_ && index_.graphBehind(); };
  const auto due = [&] { return unsaved_ && now() >= saved_ + kSaveAfter; };
  while (!stop.stop_requested()) {
    if (behind()) {
      lock.unlock();
      grow();
      lock.lock();
      changed_.wait_for(lock, stop, kBreath, [] { return false; });
    } else if (unsaved_) {
      changed_.wait_until(lock, stop, saved_ + kSaveAfter, behind);
    } else {
      changed_.wait(lock, stop, [&] { return unsaved_ || behind(); });
    }
    if (!loading_ && due()) {
      lock.unlock();
      save();
      lock.lock();
    }
  }
}

void IndexKeeper::grow() {
  const auto more = index_.growGraph(kAtOnce);
  const std::scoped_lock lock(mutex_);
  unsaved_ = more.has_value();
  if (more) return;
  failed_ = true;
  logFor("catalog.index").warn("{}; searches go on without it", more.error().message);
}

void IndexKeeper::save() {
  std::size_t loads = 0;
  IndexIdentity identity;
  {
    const std::scoped_lock lock(mutex_);
    loads = loads_;
    identity = identity_;
    unsaved_ = false;
    saved_ = now();
  }
  const auto payload = index_.saveGraph();
  {
    const std::scoped_lock lock(mutex_);
    if (loads != loads_ || payload.empty()) return;
  }
  if (const auto written = writeIndexFile(file_, identity, payload); !written)
    logFor("catalog.index")
        .warn("the search index could not be saved ({}); it is built again at the next start",
              codeName(written.error().code));
}

}  // namespace calotype::catalog
