// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/scan/file_event.h"

#include <sys/stat.h>

#include <cerrno>
#include <chrono>

namespace calotype::catalog {

FileStat fileStat(const struct stat& status) {
  return {std::uint64_t(status.st_size),
          std::int64_t(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec,
          std::uint64_t(status.st_ino), std::uint64_t(status.st_dev),
          std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

Result<FileStat> statOf(const Descriptor& file) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0)
    return fail(codeOfErrno(errno),
                "The file could not be looked at; it may be on a failing disk.");
  return fileStat(status);
}

}  // namespace calotype::catalog
