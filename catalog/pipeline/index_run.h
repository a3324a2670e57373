// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "catalog/pipeline/run_context.h"
#include "catalog/pipeline/scan_stage.h"
#include "catalog/store/work_store.h"

namespace calotype::catalog {

/// One run of the pipeline scan -> decode -> encode -> write. What is to be done is never kept: the
/// work query says it, so a run that was killed is simply followed by another.
class IndexRun {
 public:
  IndexRun(const IndexerParts& parts, Gate& gate, Tally& tally, std::stop_token stop);

  /// Gives the folders to be scanned, and when asked again those that came up since.
  using TakeTargets = std::function<std::vector<ScanTarget>()>;

  void execute(const TakeTargets& takeTargets);

 private:
  using Feed = std::function<Status(BoundedQueue<Job>&, const Database& reader)>;

  void chooseModel();
  bool beginScan(std::vector<ScanTarget> targets);
  void pass(const Feed& feed);
  void decodeOnOneThread(BoundedQueue<Job>& jobs, BoundedQueue<Crop>& crops);

  Status feedFilesWhileScanning(BoundedQueue<Job>& jobs, const Database& reader,
                                const TakeTargets& takeTargets);
  Status feedFiles(BoundedQueue<Job>& jobs, const Database& reader);
  Status feedSidecars(BoundedQueue<Job>& jobs, const Database& reader);
  Status feedPhotos(BoundedQueue<Job>& jobs, const Database& reader);
  bool pushFiles(const std::vector<FileToRead>& files, BoundedQueue<Job>& jobs);
  bool isWanted(const fs::path& path) const;

  RunContext run_;
  Bell bell_;
  ScanStage scan_;
  std::vector<fs::path> wanted_;  // the folders of this run
  std::vector<RootId> roots_;
};

}  // namespace calotype::catalog
