// SPDX-License-Identifier: GPL-3.0-or-later
// For LD_PRELOAD: the n-th call that writes below a folder fails, once or from then on. Other
// processes and files are left alone.
//   CALOTYPE_FAULT_UNDER  the folder
//   CALOTYPE_FAULT_AT     n, from 1
//   CALOTYPE_FAULT_ERRNO  the number of the error, or "short" for writes of half the bytes
//   CALOTYPE_FAULT_LASTS  set: all later calls fail too
//   CALOTYPE_FAULT_COUNT  a file that gets the number of calls at the end
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

struct Plan {
  std::string under = variable("CALOTYPE_FAULT_UNDER");
  long at = std::atol(variable("CALOTYPE_FAULT_AT").c_str());
  std::string error = variable("CALOTYPE_FAULT_ERRNO");
  bool lasts = !variable("CALOTYPE_FAULT_LASTS").empty();
  std::string count = variable("CALOTYPE_FAULT_COUNT");
  std::atomic<long> calls = 0;

  ~Plan() {
    if (count.empty() || calls == 0) return;
    if (FILE* const file = std::fopen(count.c_str(), "w")) {
      std::fprintf(file, "%ld\n", calls.load());
      std::fclose(file);
    }
  }
};

Plan& plan() {
  static Plan the;
  return the;
}

bool concerns(const std::string& path) {
  return !plan().under.empty() && path.starts_with(plan().under);
}

bool concerns(int descriptor) {
  if (plan().under.empty()) return false;
  char name[PATH_MAX];
  const auto link = "/proc/self/fd/" + std::to_string(descriptor);
  const auto length = ::readlink(link.c_str(), name, sizeof name);
  return length > 0 && concerns(std::string(name, std::size_t(length)));
}

enum class Fate { Pass, Fail, Short };

Fate fate() {
  const long call = ++plan().calls;
  if (plan().at == 0 || call < plan().at || (call > plan().at && !plan().lasts)) return Fate::Pass;
  if (plan().error == "short") return Fate::Short;
  errno = std::atoi(plan().error.c_str());
  return Fate::Fail;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t count) {
  static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
  const auto what = concerns(descriptor) ? fate() : Fate::Pass;
  if (what == Fate::Fail) return -1;
  return next(descriptor, bytes, what == Fate::Short && count > 1 ? count / 2 : count);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t count, off64_t at) {
  static auto* const next = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  const auto what = concerns(descriptor) ? fate() : Fate::Pass;
  if (what == Fate::Fail) return -1;
  return next(descriptor, bytes, what == Fate::Short && count > 1 ? count / 2 : count, at);
}

ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t at) {
  return pwrite64(descriptor, bytes, count, at);
}

int fsync(int descriptor) {
  static auto* const next = real<int(int)>("fsync");
  return concerns(descriptor) && fate() == Fate::Fail ? -1 : next(descriptor);
}

int fdatasync(int descriptor) {
  static auto* const next = real<int(int)>("fdatasync");
  return concerns(descriptor) && fate() == Fate::Fail ? -1 : next(descriptor);
}

int ftruncate64(int descriptor, off64_t size) {
  static auto* const next = real<int(int, off64_t)>("ftruncate64");
  return concerns(descriptor) && fate() == Fate::Fail ? -1 : next(descriptor, size);
}

int rename(const char* from, const char* to) {
  static auto* const next = real<int(const char*, const char*)>("rename");
  return concerns(std::string(to)) && fate() == Fate::Fail ? -1 : next(from, to);
}

int mkdir(const char* path, mode_t mode) {
  static auto* const next = real<int(const char*, mode_t)>("mkdir");
  return concerns(std::string(path)) && fate() == Fate::Fail ? -1 : next(path, mode);
}

int open64(const char* path, int flags, ...) {
  static auto* const next = real<int(const char*, int, ...)>("open64");
  va_list rest;
  va_start(rest, flags);
  const auto mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : mode_t(0);
  va_end(rest);
  if ((flags & O_ACCMODE) != O_RDONLY && concerns(std::string(path)) && fate() == Fate::Fail)
    return -1;
  return next(path, flags, mode);
}

int open(const char* path, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const auto mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(rest, mode_t) : mode_t(0);
  va_end(rest);
  return open64(path, flags, mode);
}

}  // extern "C"
#pragma GCC visibility pop
