// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>
#include <vector>

#include "catalog/pipeline/clock.h"
#include "catalog/pipeline/indexer.h"
#include "catalog/store/failure_store.h"

namespace calotype::catalog {

/// A file for the decode stage. With `photo`, it was read before and only a vector is lacking; with
/// `beside`, only what lies beside it is to be read.
struct Job {
  FileId file{};
  fs::path path;  // absolute
  std::optional<PhotoId> photo;
  bool beside = false;
};

/// A decoded photo for the encode stage.
struct Crop {
  Sha256 content{};
  Job job;
  Rgb8 pixels;
};

/// The model of a run: what its vectors are kept under, and how its input is made.
struct RunModel {
  ModelId id{};
  IndexIdentity identity;
  model::TransformSpec transform;
};

/// What the stages of one run share.
class RunContext {
 public:
  RunContext(const IndexerParts& parts, Gate& gate, Tally& tally, std::stop_token outer);

  const IndexerParts& parts;
  const std::shared_ptr<EncoderThread> encoder = parts.encoder();  // the same for the whole run
  Gate& gate;
  Tally& tally;
  const std::int64_t beginMs = nowMs();
  std::optional<RunModel> model;  // set before the first stage runs; none: no vectors in this run

  std::stop_token token() const { return stop_.get_token(); }

  /// Writer::post, but a failure is told, and one that would fail all further edits (a full disk)
  /// ends the run.
  template <class Edit>
  void write(Edit&& edit) {
    keep(parts.writer.post(std::forward<Edit>(edit)));
  }
  /// Waits for all that was written.
  void settleWrites();

  /// The file could not be read, decoded or encoded.
  void recordFailure(const Job& job, Step step, const Error& error);
  /// A decoder died or hung. Ten times in a minute are not the photos' fault: the run ends.
  void noteDeath();
  /// The file got what it lacked, or cannot: counted once the writer has committed it.
  void settle(const Job& job, Outcome outcome);
  /// For hooks after a commit, on the writer's thread: tells photosChanged in batches.
  void changed(PhotoId id);

  /// Something that is no single file's fault. Told once.
  void problem(const Error& error);
  /// As problem, and the run ends.
  void giveUp(const Error& error);

 private:
  using Clock = std::chrono::steady_clock;

  void keep(std::future<Status> written);
  void tell();

  std::stop_source stop_;
  std::stop_callback<std::function<void()>> outer_;
  std::mutex mutex_;  // guards the next three
  std::deque<std::future<Status>> writes_;
  std::vector<std::string> told_;
  std::deque<Clock::time_point> deaths_;  // of the last minute; guarded too
  std::vector<PhotoId> changes_;          // the writer's thread only
  Clock::time_point lastTold_ = Clock::now();
};

}  // namespace calotype::catalog
