// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/result.h"

namespace calotype {

namespace fs = std::filesystem;

/// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  Descriptor(Descriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }
  int release() { return std::exchange(descriptor_, -1); }
  void reset();

 private:
  int descriptor_ = -1;
};

/// What a scan comes across must not lead elsewhere; what a person names may.
enum class Links { Refuse, Follow };

/// Opens a regular file for reading, without waiting for a writer at the other end of a pipe.
/// Anything but a regular file is Unsupported, a symbolic link at its end too unless it is
/// followed.
Result<Descriptor> openRegularFile(const fs::path& path, Links links = Links::Refuse);

/// The whole file, if it has at most `limit` bytes (else TooLarge). Read, never mapped: a file that
/// shrinks under us must not kill the program.
Result<std::string> readFile(const fs::path& path, std::uint64_t limit);

/// Reads exactly bytes.size() bytes from `offset`; a shorter file is Corrupt.
Status readExactly(int descriptor, std::uint64_t offset, std::span<std::byte> bytes);

/// Writes to a temporary name in the same folder (mode 0600), fsync, renames, fsync of the folder:
/// afterwards the file is the old one or the new one, whole.
Status writeFileAtomically(const fs::path& path, std::span<const std::byte> bytes);

/// Creates the folder and its parents with mode 0700. Existing ones are left as they are.
Status createPrivateFolder(const fs::path& path);

/// The file lies on a file system on which several machines or a program of the user's may have a
/// say (NFS, SMB, FUSE, 9p), where write-ahead logging is not safe.
bool onSharedFileSystem(const fs::path& path);

/// A path for people: bytes that are not UTF-8 become \xNN, control and bidirectional override
/// characters are escaped too. Never to be turned back into a path.
std::string displayPath(const fs::path& path);
std::string displayText(std::string_view bytes);

}  // namespace calotype
