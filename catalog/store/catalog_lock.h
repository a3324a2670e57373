// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// Held by the one process that may write to a catalog. The kernel lets go of it when the process
/// ends, however it ends.
class CatalogLock {
 public:
  /// Busy: another process holds it; the sentence names its number and machine.
  static Result<CatalogLock> take(const fs::path& path);

  CatalogLock(CatalogLock&&) = default;
  CatalogLock& operator=(CatalogLock&&) = default;
  ~CatalogLock();

 private:
  explicit CatalogLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

}  // namespace calotype::catalog
