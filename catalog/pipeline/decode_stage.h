// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/pipeline/run_context.h"
#include "catalog/store/photo_store.h"

namespace calotype::catalog {

/// The second stage, on each of its threads: opens a file, hashes it, has it decoded by a decoder
/// process unless its content is known, has the photo written, and hands the crop on.
class DecodeStage {
 public:
  /// reader: a connection of this thread.
  DecodeStage(RunContext& run, const Database& reader, BoundedQueue<Crop>& crops)
      : run_(run), reader_(reader), photos_(reader), crops_(crops) {}

  void work(BoundedQueue<Job>& jobs);

 private:
  struct Opened {
    Descriptor file;
    FileStat stat;
    Sha256 content{};
  };

  void read(const Job& job);
  void readSidecars(const Job& job);
  Result<Opened> open(const fs::path& path) const;
  Result<Decoded> decode(const Job& job, const Opened& opened) const;
  void keepAway(const Sha256& content, const Error& error);
  void keepThumbnail(const Sha256& content, const Decoded& decoded);
  void record(const Job& job, const Opened& opened, const Decoded& decoded);
  void recordKnown(const Job& job, const Opened& opened, PhotoId photo);

  RunContext& run_;
  const Database& reader_;
  PhotoStore photos_;
  BoundedQueue<Crop>& crops_;
};

}  // namespace calotype::catalog
