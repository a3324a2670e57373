// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "catalog/types.h"
#include "model/base/files.h"
#include "model/base/result.h"

struct stat;

namespace calotype::catalog {

/// What stat says of a file. Equal values: the file has not changed (R3).
struct FileStat {
  std::uint64_t size = 0;    // bytes
  std::int64_t mtimeNs = 0;  // modification time, ns since 1970 UTC
  std::uint64_t inode = 0;
  std::uint64_t device = 0;  // differs after a move to another disk; not part of "unchanged"
  std::int64_t seenMs = 0;   // when it was asked for, ms since 1970 UTC; not part of it either

  bool sameFile(const FileStat& other) const {
    return size == other.size && mtimeNs == other.mtimeNs && inode == other.inode;
  }
};

FileStat fileStat(const struct stat& status);
/// Of an open file. Io: the system could not say.
Result<FileStat> statOf(const Descriptor& file);

/// A file that may be a picture, by its name or its first bytes.
struct FoundFile {
  std::string name;  // raw bytes, no separators
  FileStat stat;
  bool unfinished = false;    // it is being written right now: neither new nor gone
  std::int64_t sidecars = 0;  // what lies beside it (scan/sidecar_names.h)
};

/// One folder of a root, listed to its end. All names are raw bytes.
struct FolderListing {
  RootId root{};
  std::string folder;            // relative to the root, without '/' at either end; "": the root
  std::vector<FoundFile> files;  // candidates for pictures
  std::vector<std::string> subfolders;  // every folder in it, those that are not entered too
};

/// A folder that could not be listed, or not to its end: what lies in it is unknown, not gone.
struct ScanProblem {
  RootId root{};
  std::string folder;
  Error error;
};

using FileEvent = std::variant<FolderListing, ScanProblem>;

}  // namespace calotype::catalog
