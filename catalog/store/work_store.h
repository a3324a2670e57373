// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "catalog/scan/file_event.h"
#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// A file whose bytes were not looked at since they changed.
struct FileToRead {
  FileId file{};
  RootId root{};
  fs::path path;  // absolute
  FileStat stat;  // as the scan saw it
};

/// A photo without a vector, and a file to read it from.
struct PhotoToEncode {
  PhotoId photo{};
  FileId file{};
  RootId root{};
  fs::path path;  // absolute
};

/// The queue of the indexer is a query: what lacks something. So a crash, a new model and a deleted
/// cache all begin again by the same path. Ask for batches in the order of ids, giving the last id
/// of the batch before: a failure never comes twice in one run, and nothing holds a run up.
class WorkStore {
 public:
  explicit WorkStore(const Database& database) : database_(database) {}

  /// Present (or unreadable and due) files of `roots` to be read. runMs: the start of the run, with
  /// which failure.not_before is compared.
  Result<std::vector<FileToRead>> toRead(std::span<const RootId> roots, std::int64_t runMs,
                                         FileId after, std::size_t limit) const;

  /// Photos of `roots` that were read but lack a vector of `model` and `transform`.
  Result<std::vector<PhotoToEncode>> toEncode(std::span<const RootId> roots, ModelId model,
                                              std::uint32_t transform, std::int64_t runMs,
                                              PhotoId after, std::size_t limit) const;

  /// How many of each are left.
  Result<std::int64_t> countToRead(std::span<const RootId> roots, std::int64_t runMs) const;
  Result<std::int64_t> countToEncode(std::span<const RootId> roots, ModelId model,
                                     std::uint32_t transform, std::int64_t runMs) const;

 private:
  const Database& database_;
};

}  // namespace calotype::catalog
