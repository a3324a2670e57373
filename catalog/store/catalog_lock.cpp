// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/catalog_lock.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

namespace calotype::catalog {

namespace {

std::string machineName() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

constexpr const char* kHolder = "process %d on %255s";

std::string firstLine(int descriptor) {
  std::array<char, 512> text{};
  const auto count = ::pread(descriptor, text.data(), text.size() - 1, 0);
  std::string line(text.data(), count > 0 ? std::size_t(count) : 0);
  line.erase(std::min(line.find('\n'), line.size()));
  return line;
}

/// What the holder wrote: "process 123 on host", or less if it had no time to.
std::string holder(int descriptor) {
  const auto line = firstLine(descriptor);
  return line.empty() ? "another process" : displayText(line);
}

/// Size and time of a closed database; empty while it has a log that belongs to it.
std::string sealOf(const fs::path& database) {
  struct stat status {};
  struct stat log {};
  if (::stat(database.c_str(), &status) != 0) return {};
  for (const char* const suffix : {"-wal", "-journal"})
    if (::stat((database.native() + suffix).c_str(), &log) == 0 && log.st_size > 0) return {};
  return "closed with " + std::to_string(status.st_size) + " bytes at " +
         std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec);
}

/// A process of this machine that is alive.
bool isAlive(const std::string& line) {
  int process = 0;
  std::array<char, 256> machine{};
  if (std::sscanf(line.c_str(), kHolder, &process, machine.data()) != 2) return false;
  return machineName() == machine.data() && process > 0 &&
         (::kill(process, 0) == 0 || errno == EPERM);
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
  auto found = firstLine(file.get());
  const std::string line = "process " + std::to_string(::getpid()) + " on " + machineName() + "\n";
  if (::ftruncate(file.get(), 0) != 0 ||
      ::pwrite(file.get(), line.data(), line.size(), 0) != ssize_t(line.size())) {
    const int reason = errno;
    return fail(codeOfErrno(reason), displayPath(path) + ": cannot be written: " +
                                         std::generic_category().message(reason));
  }
  return CatalogLock(std::move(file), std::move(found));
}

CatalogLock::~CatalogLock() {
  if (!file_) return;
  // The file stays: removing it would let two processes hold locks on two files of one name.
  if (::ftruncate(file_.get(), 0) != 0 || database_.empty()) return;
  const auto seal = sealOf(database_);
  if (::pwrite(file_.get(), seal.data(), seal.size(), 0) < 0) return;  // then it is looked through
}

bool CatalogLock::isKnownSound(const fs::path& database) const {
  return !found_.empty() && found_ == sealOf(database);
}

bool isKnownSound(const fs::path& lock, const fs::path& database) {
  const Descriptor file(::open(lock.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  if (!file) return false;
  const auto line = firstLine(file.get());
  return !line.empty() && (line == sealOf(database) || isAlive(line));
}

}  // namespace calotype::catalog
