// SPDX-License-Identifier: GPL-3.0-or-later
// For LD_PRELOAD: writes down, in order, what is written to files below a folder, and what was made
// lasting. Other files and processes are left alone.
//   CALOTYPE_RECORD_UNDER  the folder
//   CALOTYPE_RECORD_TO     a file that grows by a record for each call, also over several
//   processes:
//                          a letter, the length of the path and the path, an offset and a count (64
//                          bits, little-endian), and of a write its bytes.
//                          W write, T truncate (to the offset), S sync, U unlink, R rename (the new
//                          path as the bytes)
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <climits>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

namespace {

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

const std::string& under() {
  static const std::string folder = [] {
    const char* const value = std::getenv("CALOTYPE_RECORD_UNDER");
    return std::string(value == nullptr ? "" : value);
  }();
  return folder;
}

bool concerns(const std::string& path) {
  return !under().empty() && path.starts_with(under());
}

std::string pathOf(int descriptor) {
  char name[PATH_MAX];
  const auto link = "/proc/self/fd/" + std::to_string(descriptor);
  const auto length = ::readlink(link.c_str(), name, sizeof name);
  return length > 0 ? std::string(name, std::size_t(length)) : std::string();
}

void record(char kind, const std::string& path, std::uint64_t offset, const void* bytes,
            std::uint64_t count) {
  static std::mutex mutex;
  static const int log = [] {
    const char* const name = std::getenv("CALOTYPE_RECORD_TO");
    return name == nullptr ? -1 : ::open(name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }();
  static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
  if (log < 0) return;
  std::string line(1, kind);
  const auto number = [&](std::uint64_t value) {
    line.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  number(path.size());
  line += path;
  number(offset);
  number(count);
  if (bytes != nullptr) line.append(static_cast<const char*>(bytes), count);
  const std::lock_guard lock(mutex);
  if (next(log, line.data(), line.size()) != ssize_t(line.size())) std::abort();
}

void recordOf(int descriptor, char kind, std::uint64_t offset, const void* bytes,
              std::uint64_t count) {
  if (under().empty()) return;
  if (const auto path = pathOf(descriptor); concerns(path))
    record(kind, path, offset, bytes, count);
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t count) {
  static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
  const auto at = under().empty() ? off_t(0) : ::lseek(descriptor, 0, SEEK_CUR);
  const auto done = next(descriptor, bytes, count);
  if (done > 0 && at >= 0) recordOf(descriptor, 'W', std::uint64_t(at), bytes, std::uint64_t(done));
  return done;
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t count, off64_t at) {
  static auto* const next = real<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
  const auto done = next(descriptor, bytes, count, at);
  if (done > 0) recordOf(descriptor, 'W', std::uint64_t(at), bytes, std::uint64_t(done));
  return done;
}

ssize_t pwrite(int descriptor, const void* bytes, size_t count, off_t at) {
  return pwrite64(descriptor, bytes, count, at);
}

int fsync(int descriptor) {
  static auto* const next = real<int(int)>("fsync");
  const int done = next(descriptor);
  if (done == 0) recordOf(descriptor, 'S', 0, nullptr, 0);
  return done;
}

int fdatasync(int descriptor) {
  static auto* const next = real<int(int)>("fdatasync");
  const int done = next(descriptor);
  if (done == 0) recordOf(descriptor, 'S', 0, nullptr, 0);
  return done;
}

int ftruncate64(int descriptor, off64_t size) {
  static auto* const next = real<int(int, off64_t)>("ftruncate64");
  const int done = next(descriptor, size);
  if (done == 0) recordOf(descriptor, 'T', std::uint64_t(size), nullptr, 0);
  return done;
}

int ftruncate(int descriptor, off_t size) {
  return ftruncate64(descriptor, size);
}

int unlink(const char* path) {
  static auto* const next = real<int(const char*)>("unlink");
  const int done = next(path);
  if (done == 0 && concerns(path)) record('U', path, 0, nullptr, 0);
  return done;
}

int rename(const char* from, const char* to) {
  static auto* const next = real<int(const char*, const char*)>("rename");
  const int done = next(from, to);
  if (done == 0 && concerns(to)) record('R', from, 0, to, std::strlen(to));
  return done;
}

}  // extern "C"
#pragma GCC visibility pop
