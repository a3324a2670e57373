// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/scan/file_event.h"
#include "model/base/bounded_queue.h"

namespace calotype::catalog {

struct ScanOptions {
  std::vector<fs::path> ignored;  // folders never entered: the catalog's own
};

/// Lists a root's folders, by bytes and by descriptors, so no name is too strange and no folder can
/// be swapped for a link on the way. Links are not followed; hidden folders and bins are not
/// entered; pipes, sockets and devices are passed over; 64 folders deep at most (R11). Reads no
/// more of a file than its first bytes, and of those with a picture's name not even these.
class Scanner {
 public:
  explicit Scanner(ScanOptions options) : options_(std::move(options)) {}

  /// Walks `folder` of the root (relative, "" for all of it; depth Itself: no folder below it) and
  /// pushes a FolderListing for each folder that was listed to its end, a ScanProblem for each that
  /// was not. NotFound: the root is not there or cannot be listed, nothing was pushed. Cancelled:
  /// on request, or the queue was closed.
  enum class Depth { All, Itself };
  Status scan(const Root& root, const std::string& folder, Depth depth,
              BoundedQueue<FileEvent>& out, std::stop_token stop);

  /// Candidates seen so far. Any thread.
  std::int64_t found() const { return found_.load(std::memory_order_relaxed); }

 private:
  ScanOptions options_;
  std::atomic<std::int64_t> found_{0};
};

/// By its name: hidden, a bin, or another program's thumbnails. Never entered.
bool isIgnoredFolder(std::string_view name);

/// The folder is one of these or lies below one; all relative to the same root.
bool liesIn(std::string_view folder, std::span<const std::string> folders);

/// The folder is there and can be listed right now.
bool canBeListed(const fs::path& folder);

}  // namespace calotype::catalog
