// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "catalog/store/database.h"

namespace calotype::catalog {

/// Proof that one runs on the writer's thread inside a transaction: methods that change rows ask
/// for it. Only the Writer makes one.
class WriteToken {
 public:
  const Database& database() const { return database_; }

  /// Runs on the writer's thread once the edit is on disk; not at all if it never gets there. Must
  /// return soon.
  void afterCommit(std::function<void()> hook) { hooks_.push_back(std::move(hook)); }

 private:
  friend class Writer;
  explicit WriteToken(const Database& database) : database_(database) {}

  const Database& database_;
  std::vector<std::function<void()>> hooks_;
};

/// The one thread that changes a catalog. Edits come in order and are committed in batches: a
/// transaction closes after 500 edits or 250 ms, or at once when somebody waits. An edit that fails
/// is undone alone; the rest of its batch stays.
class Writer {
 public:
  explicit Writer(Database database);
  /// Finishes what was posted, commits, empties the write-ahead log.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// edit: Status(WriteToken&). The future is ready when the edit is on disk, or has failed. Waits
  /// while 4096 edits are ahead (but on the writer's own thread never). Any thread.
  template <class F>
  std::future<Status> post(F&& edit) {
    return enqueue(wrap(std::forward<F>(edit)), false);
  }

  /// edit: Result<T>(WriteToken&). Runs it, has it committed at once, gives its value. Any thread
  /// but the writer's.
  template <class F>
  auto run(F&& edit) -> std::invoke_result_t<F&, WriteToken&> {
    using Outcome = std::invoke_result_t<F&, WriteToken&>;
    std::optional<Outcome> outcome;
    auto done = enqueue(
        [&](WriteToken& token) -> Status {
          outcome.emplace(edit(token));
          return *outcome ? Status() : tl::make_unexpected(outcome->error());
        },
        true);
    if (auto status = done.get(); !status) return tl::make_unexpected(std::move(status).error());
    return std::move(*outcome);
  }

  /// Returns when everything posted before is on disk (or has failed), with the error of the commit
  /// it waited for.
  Status barrier();

 private:
  using Edit = std::function<Status(WriteToken&)>;
  struct State;

  template <class F>
  static Edit wrap(F&& edit) {
    auto kept = std::make_shared<std::decay_t<F>>(std::forward<F>(edit));
    return [kept](WriteToken& token) -> Status { return (*kept)(token); };
  }

  std::future<Status> enqueue(Edit edit, bool atOnce);
  void work();
  void runBatch();

  std::unique_ptr<State> state_;
};

}  // namespace calotype::catalog
