// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/writer.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <new>
#include <string>
#include <thread>

#include "model/base/log.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kMaxQueued = 4096;
constexpr std::size_t kBatchEdits = 500;
constexpr std::chrono::milliseconds kBatchTime(250);

struct Queued {
  std::function<Status(WriteToken&)> edit;
  std::promise<Status> done;
  bool atOnce = false;
};

/// An edit that ran and waits for its batch to be committed.
struct Ran {
  std::promise<Status> done;
  Status status;
  std::vector<std::function<void()>> hooks;
};

Status callGuarded(const std::function<Status(WriteToken&)>& edit, WriteToken& token) {
  try {
    return edit(token);
  } catch (const std::bad_alloc&) {
    return fail(Code::OutOfMemory, "There is not enough memory to change the catalog.");
  } catch (const std::exception& error) {
    return fail(Code::Internal, std::string("The catalog could not be changed: ") + error.what());
  }
}

/// Runs one edit in a savepoint of its own, so that a failing one takes nothing else with it.
Status runGuarded(const Database& database, const std::function<Status(WriteToken&)>& edit,
                  WriteToken& token) {
  CALOTYPE_CHECK(database.execute("SAVEPOINT edit"));
  auto status = callGuarded(edit, token);
  if (status) return database.execute("RELEASE edit");
  // After some errors (a full disk) SQLite has already undone the whole transaction.
  if (database.inTransaction()) CALOTYPE_CHECK(database.execute("ROLLBACK TO edit; RELEASE edit"));
  return status;
}

}  // namespace

struct Writer::State {
  explicit State(Database opened) : database(std::move(opened)) {}

  Database database;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Queued> queue;
  bool closing = false;
  std::thread thread;
  std::thread::id id;

  /// The next edit, waiting for one until `deadline`.
  std::optional<Queued> take(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock(mutex);
    changed.wait_until(lock, deadline, [&] { return closing || !queue.empty(); });
    if (queue.empty()) return std::nullopt;
    auto next = std::move(queue.front());
    queue.pop_front();
    changed.notify_all();
    return next;
  }
};

Writer::Writer(Database database) : state_(std::make_unique<State>(std::move(database))) {
  const std::scoped_lock lock(state_->mutex);
  state_->thread = std::thread([this] { work(); });
  state_->id = state_->thread.get_id();
}

Writer::~Writer() {
  {
    const std::scoped_lock lock(state_->mutex);
    state_->closing = true;
    state_->changed.notify_all();
  }
  state_->thread.join();
  if (auto emptied = state_->database.run("PRAGMA wal_checkpoint(TRUNCATE)"); !emptied)
    logFor("catalog.store").debug("checkpoint at the end: {}", emptied.error().message);
}

std::future<Status> Writer::enqueue(Edit edit, bool atOnce) {
  Queued queued{std::move(edit), {}, atOnce};
  auto future = queued.done.get_future();
  std::unique_lock lock(state_->mutex);
  if (std::this_thread::get_id() != state_->id)
    state_->changed.wait(lock,
                         [&] { return state_->closing || state_->queue.size() < kMaxQueued; });
  if (state_->closing) {
    queued.done.set_value(fail(Code::Cancelled, "The catalog is being closed."));
    return future;
  }
  state_->queue.push_back(std::move(queued));
  state_->changed.notify_all();
  return future;
}

Status Writer::barrier() {
  return enqueue([](WriteToken&) { return Status(); }, true).get();
}

void Writer::work() {
  while (true) {
    {
      std::unique_lock lock(state_->mutex);
      state_->changed.wait(lock, [&] { return state_->closing || !state_->queue.empty(); });
      if (state_->queue.empty()) return;
    }
    runBatch();
  }
}

void Writer::runBatch() {
  const Database& database = state_->database;
  const auto deadline = std::chrono::steady_clock::now() + kBatchTime;
  std::vector<Ran> batch;
  auto outcome = database.execute("BEGIN IMMEDIATE");
  while (batch.size() < kBatchEdits) {
    auto queued = state_->take(deadline);
    if (!queued) break;
    WriteToken token(database);
    Ran ran{std::move(queued->done), outcome, {}};
    if (outcome) ran.status = runGuarded(database, queued->edit, token);
    ran.hooks = std::move(token.hooks_);
    if (outcome && !database.inTransaction()) outcome = ran.status;
    batch.push_back(std::move(ran));
    const bool late = std::chrono::steady_clock::now() >= deadline;
    if (queued->atOnce || late || !outcome) break;
  }
  if (outcome) outcome = database.execute("COMMIT");
  if (!outcome && database.inTransaction()) {
    if (auto undone = database.execute("ROLLBACK"); !undone)
      logFor("catalog.store").error("A batch could not be rolled back: {}", undone.error().message);
  }
  for (auto& ran : batch) {
    if (ran.status && !outcome) ran.status = outcome;
    if (ran.status)
      for (const auto& hook : ran.hooks) hook();
    ran.done.set_value(std::move(ran.status));
  }
}

}  // namespace calotype::catalog
