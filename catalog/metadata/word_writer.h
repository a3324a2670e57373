// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>

#include "catalog/decoder_pool.h"
#include "catalog/job_thread.h"
#include "catalog/store/sidecar_store.h"
#include "catalog/store/writer.h"
#include "catalog/thumbnails.h"

namespace calotype::catalog {

struct WordWriterParts {
  fs::path database;
  Writer& writer;
  DecoderPool& decoders;
  Thumbnails& thumbnails;
  std::function<void(std::span<const PhotoId>)> photosChanged = [](auto) {};
  std::function<void(const Error&)> problem = [](const auto&) {};
};

/// Writes what the user made of photos beside their files, or into them, on a thread of its own:
/// whatever SidecarStore says is unwritten. What is there is read first when somebody else has
/// changed it; nothing takes a file's place that was not read again and found to say what it shall
/// (rules R20 to R24).
class WordWriter {
 public:
  explicit WordWriter(WordWriterParts parts);
  /// Ends after the photo in hand; the rest stays unwritten, for the next time.
  ~WordWriter();

  /// Looks for something to write. Any thread; returns at once.
  void wake();
  /// Returns when all that is due was written or has failed.
  void settle();

 private:
  const WordWriterParts parts_;
  std::atomic<bool> waiting_ = false;
  std::unique_ptr<JobThread> thread_;
};

}  // namespace calotype::catalog
