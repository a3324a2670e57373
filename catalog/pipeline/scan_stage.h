// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <map>
#include <set>
#include <thread>
#include <vector>

#include "catalog/pipeline/run_context.h"

namespace calotype::catalog {

/// The first stage: lists folders and brings the file rows up to what was found. What is to be done
/// about them, the work query says.
class ScanStage {
 public:
  ScanStage(RunContext& run, Bell& bell) : run_(run), bell_(bell), scanner_(run.parts.scan) {}

  /// Begins to scan on a thread of its own; call it when none is running. The bell rings whenever
  /// file rows were committed, and at the end.
  void begin(std::vector<ScanTarget> targets);
  bool running() const { return running_.load(); }

  /// Marks what the scans proved to be gone (R8, R9), and gives the user's work to where photos
  /// went (R4, R5). After files were read, so that a moved file is known at its new place.
  void settleMissing();

 private:
  void scan(const std::vector<ScanTarget>& targets);
  void list(const std::vector<ScanTarget>& targets, BoundedQueue<FileEvent>& events);
  static void leaveUnfinished(const std::vector<ScanTarget>& targets, FolderListing& listing);
  void apply(FolderListing listing);
  void markMissing(RootId root, const std::vector<FileId>& absent);
  void tell(const std::vector<PhotoId>& changed);

  RunContext& run_;
  Bell& bell_;
  Scanner scanner_;
  std::atomic<bool> running_ = false;
  std::set<RootId> accepted_;                     // between scans only
  std::map<RootId, std::vector<FileId>> absent_;  // the writer's thread only, until it is done
  std::jthread thread_;
};

}  // namespace calotype::catalog
