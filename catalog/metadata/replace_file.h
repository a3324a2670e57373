// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>

#include "catalog/scan/file_event.h"
#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// A file that is to take another's place, whole or not at all (rules R21 to R23): written under a
/// temporary name beside it, with its rights, owner and attributes, looked at, and only then
/// renamed over it. Until commit() nothing but the temporary file was touched; without it that one
/// goes.
class FileReplacement {
 public:
  /// `like`: the open file whose rights, owner, lists and extended attributes it gets; times too,
  /// when it replaces that very file. Permission: the folder or the file may not be written. Io:
  /// less than twice the bytes and 16 MiB would be left on the disk.
  static Result<FileReplacement> prepare(const fs::path& target, std::uint64_t bytes);
  /// Where it lies until then.
  const fs::path& temporary() const { return temporary_; }

  /// Creates it. The errors of writing: NoSpace, Io, Permission.
  Status write(std::span<const std::byte> bytes, int like, bool keepTimes);
  /// Opened for reading what is on the disk.
  Result<Descriptor> reopen() const;

  /// before: how the target was when its bytes were read; empty: it was not there. Busy: it has
  /// changed since, and stays. Gives how the new one is.
  Result<FileStat> commit(const std::optional<FileStat>& before);

  /// Takes the temporary file away.
  void discard();

  FileReplacement(FileReplacement&& other) noexcept;
  FileReplacement& operator=(FileReplacement&&) = delete;
  ~FileReplacement() { discard(); }

 private:
  FileReplacement(Descriptor folder, fs::path target, fs::path temporary)
      : folder_(std::move(folder)), target_(std::move(target)), temporary_(std::move(temporary)) {}

  Descriptor folder_;
  fs::path target_, temporary_;
  bool written_ = false;
};

/// Nobody meant this file to stay as it is: it is no link, not immutable, not write-protected and
/// has one name only. Permission, with the reason.
Status mayBeReplaced(const fs::path& path, int file);

}  // namespace calotype::catalog
