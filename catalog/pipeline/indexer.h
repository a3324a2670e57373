// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/decoder_pool.h"
#include "catalog/index/index_keeper.h"
#include "catalog/pipeline/encoder_thread.h"
#include "catalog/pipeline/gate.h"
#include "catalog/pipeline/tally.h"
#include "catalog/scan/scanner.h"
#include "catalog/store/writer.h"
#include "catalog/thumbnails.h"

namespace calotype::catalog {

/// What indexing works with. All of it outlives the Indexer.
struct IndexerParts {
  fs::path database;  // of the catalog: the stages open reading connections of their own
  Writer& writer;
  DecoderPool& decoders;
  std::function<std::shared_ptr<EncoderThread>()> encoder;  // whose vectors a run shall make
  Thumbnails& thumbnails;
  IndexKeeper& index;
  ScanOptions scan;
  // Should the machine be spared now? Then runs pause by themselves. Asked every `restEvery` while
  // there is one, on a thread of the indexer.
  std::function<bool()> rest = [] { return false; };
  std::chrono::milliseconds restEvery = std::chrono::seconds(10);
  // Called on threads of the catalog; must return at once.
  std::function<void(std::span<const PhotoId>)> photosChanged = [](auto) {};
  std::function<void()> jobsChanged = [] {};
  std::function<void(const Error&)> problem = [](const auto&) {};
};

/// A folder to be scanned: a root, or a folder below it (relative, as in FolderListing).
struct ScanTarget {
  Root root;
  std::string folder;
  std::optional<Error> away{};  // why it is not to be scanned: it is not the folder it was
  bool acceptMissing = false;   // a person said that what is not there is gone, however much it is
  // Of a change that was noticed; such a target is scanned although the run has done so before.
  bool noticed = false;
  Scanner::Depth depth = Scanner::Depth::All;
  std::vector<std::string> unfinished{};  // names in the folder that are being written

  fs::path path() const { return folder.empty() ? root.path : root.path / folder; }
};

/// Brings the catalog up to the state of the folders, in runs (index_run.h). Any thread may call.
class Indexer {
 public:
  explicit Indexer(IndexerParts parts);
  /// Stops a run under way within about a second.
  ~Indexer();
  Indexer(const Indexer&) = delete;
  Indexer& operator=(const Indexer&) = delete;

  /// Begins a run over these folders. A run under way takes them up when its own scan is done.
  void start(std::vector<ScanTarget> targets);
  /// By hand. Resuming a run that paused by itself holds until the machine need not be spared.
  void pause(bool paused);
  void stop();
  Progress progress() const;
  /// Waits until no run is under way; the report of the last one.
  IndexReport wait();

  /// For the run: targets that were asked for since.
  std::vector<ScanTarget> takeTargets();

 private:
  struct Pause {
    bool byHand = false, bySelf = false, overruled = false;
    bool holds() const { return byHand || (bySelf && !overruled); }
  };

  void work(std::stop_token stop);
  void watchRest(std::stop_token stop);
  void lookWhetherToRest();
  void change(const std::function<void(Pause&)>& pause);
  bool awaitTargets(std::stop_token stop);
  void endRun(IndexReport report);

  const IndexerParts parts_;
  Tally tally_;
  Gate gate_;
  mutable std::mutex mutex_;  // guards the next block
  std::condition_variable_any changed_;
  std::vector<ScanTarget> targets_;
  std::optional<std::stop_source> running_;
  bool ending_ = false;  // the run is over, its end is being told
  bool ended_ = false;
  IndexReport report_;
  Pause pause_;

  std::jthread resting_, thread_;  // last: they use all of the above
};

}  // namespace calotype::catalog
