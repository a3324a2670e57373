// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/files.h"

namespace calotype::catalog {

/// By what a folder is known again besides its path (R6).
struct FolderIdentity {
  std::string uuid;          // of its file system; empty: not to be had (network, FUSE, tmpfs)
  std::string label;         // of its file system, for people; may be empty
  std::string pathInVolume;  // bytes, without '/' at either end: seen from the file system's top
  std::uint64_t inode = 0;   // of the folder
  std::optional<std::int64_t> bornNs;  // its time of birth, ns since 1970 UTC, where one is kept

  /// For certain the same folder: of the same file system or born at the same moment, and nothing
  /// speaks against it.
  bool isCertainly(const FolderIdentity& other) const;
  friend bool operator==(const FolderIdentity&, const FolderIdentity&) = default;
};

/// The file systems that are mounted right now. A snapshot: read it again for what came since.
class Volumes {
 public:
  /// mountTable: proc(5) mountinfo. disks: a folder with by-uuid/ and by-label/, links to devices.
  static Volumes mounted(const fs::path& mountTable = "/proc/self/mountinfo",
                         const fs::path& disks = "/dev/disk");

  /// Empty: there is no such folder, or it cannot be looked at.
  std::optional<FolderIdentity> identify(const fs::path& folder) const;
  /// Where that folder of a file system is now: an existing folder, in the order of mounting.
  std::optional<fs::path> find(const std::string& uuid, const std::string& pathInVolume) const;

 private:
  struct Mount {
    std::uint64_t device = 0;  // as stat gives it for what lies there
    std::string root;          // what of the file system is mounted: "" or "a/b"
    fs::path point;
    std::string uuid, label;
  };
  std::vector<Mount> mounts_;
};

}  // namespace calotype::catalog
