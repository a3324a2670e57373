// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/catalog_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

namespace calotype::catalog {

namespace {

std::string machineName() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

/// What the holder wrote: "process 123 on host", or less if it had no time to.
std::string holder(int descriptor) {
  std::array<char, 512> text{};
  const auto count = ::pread(descriptor, text.data(), text.size() - 1, 0);
  std::string line(text.data(), count > 0 ? std::size_t(count) : 0);
  line.erase(std::min(line.find('\n'), line.size()));
  return line.empty() ? "another process" : displayText(line);
}

}  // namespace

Result<CatalogLock> CatalogLock::take(const fs::path& path) {
  if (path.has_parent_path()) CALOTYPE_CHECK(createPrivateFolder(path.parent_path()));
  Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) {
    const int reason = errno;
    return fail(codeOfErrno(reason), displayPath(path) +
                                         ": the catalog cannot be locked for writing: " +
                                         std::generic_category().message(reason));
  }
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    const int reason = errno;
    if (reason != EWOULDBLOCK)
      return fail(codeOfErrno(reason), displayPath(path) + ": the catalog cannot be locked: " +
                                           std::generic_category().message(reason));
    return fail(Code::Busy, displayPath(path.parent_path()) + ": the catalog is in use by " +
                                holder(file.get()) + ": close it there, or wait until it is done.");
  }
  const std::string line = "process " + std::to_string(::getpid()) + " on " + machineName() + "\n";
  if (::ftruncate(file.get(), 0) != 0 ||
      ::pwrite(file.get(), line.data(), line.size(), 0) != ssize_t(line.size())) {
    const int reason = errno;
    return fail(codeOfErrno(reason), displayPath(path) + ": cannot be written: " +
                                         std::generic_category().message(reason));
  }
  return CatalogLock(std::move(file));
}

CatalogLock::~CatalogLock() {
  // The file stays: removing it would let two processes hold locks on two files of one name.
  if (file_ && ::ftruncate(file_.get(), 0) != 0) return;
}

}  // namespace calotype::catalog
