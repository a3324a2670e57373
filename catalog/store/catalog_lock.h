// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

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

  /// The one who held it before has looked through the database, came to its end, and the file is
  /// as it was left, as far as its size and time tell.
  bool isKnownSound(const fs::path& database) const;

  /// The database was opened and found sound: letting go notes how it was left. Connections have to
  /// be closed before the lock ends.
  void sealAtEnd(fs::path database) { database_ = std::move(database); }

 private:
  CatalogLock(Descriptor file, std::string found)
      : file_(std::move(file)), found_(std::move(found)) {}
  Descriptor file_;
  std::string found_;  // what the one before left in the file
  fs::path database_;
};

/// The same for one who only reads and takes no lock; a process that has the catalog open for
/// writing has looked through it too.
bool isKnownSound(const fs::path& lock, const fs::path& database);

}  // namespace calotype::catalog
