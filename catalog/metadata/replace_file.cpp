// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/metadata/replace_file.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>
#include <vector>

namespace calotype::catalog {

namespace {

constexpr std::size_t kMaxName = 255;                      // bytes, on Linux' file systems
constexpr std::uint64_t kSpare = std::uint64_t(16) << 20;  // bytes left on the disk (R21.2)

tl::unexpected<Error> failure(int reason, const fs::path& path, const char* what) {
  return fail(codeOfErrno(reason), displayPath(path) + " " + what + ": " +
                                       std::generic_category().message(reason) + ".");
}

/// ".rose.jpg.calotype-0123456789abcdef"; of a name that would be too long, its beginning only.
std::string temporaryName(const std::string& name) {
  std::array<unsigned char, 8> random{};
  if (::getentropy(random.data(), random.size()) != 0) random.fill(0);
  std::string tail = ".calotype-";
  for (const auto byte : random) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", byte);
    tail += digits.data();
  }
  return "." + name.substr(0, kMaxName - 1 - tail.size()) + tail;
}

/// Access lists and the user's own attributes. What the file system cannot keep is left.
void copyAttributes(int from, int to) {
  std::vector<char> names(64 * 1024);
  const auto length = ::flistxattr(from, names.data(), names.size());
  std::vector<char> value(64 * 1024);
  for (const char* name = names.data(); name < names.data() + std::max<ssize_t>(length, 0);
       name += std::char_traits<char>::length(name) + 1) {
    const auto size = ::fgetxattr(from, name, value.data(), value.size());
    if (size >= 0) (void)::fsetxattr(to, name, value.data(), std::size_t(size), 0);
  }
}

Status copyRights(int from, int to, bool keepTimes, const fs::path& path) {
  struct stat status {};
  if (::fstat(from, &status) != 0) return failure(errno, path, "cannot be looked at");
  // Only root may give files away; a group of ours may be set.
  if (::fchown(to, status.st_uid, status.st_gid) != 0)
    (void)!::fchown(to, uid_t(-1), status.st_gid);
  copyAttributes(from, to);
  const mode_t rights = keepTimes ? status.st_mode & 07777 : status.st_mode & 0666;
  if (::fchmod(to, rights) != 0) return failure(errno, path, "cannot be given its rights");
  if (!keepTimes) return {};
  const timespec times[2] = {status.st_atim, status.st_mtim};
  if (::futimens(to, times) != 0) return failure(errno, path, "cannot be given its time");
  return {};
}

Status writeAll(int file, std::span<const std::byte> bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const auto count = ::write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failure(errno, path, "cannot be written");
    bytes = bytes.subspan(std::size_t(count));
  }
  return {};
}

std::optional<FileStat> statNow(int folder, const fs::path& path) {
  struct stat status {};
  if (::fstatat(folder, path.filename().c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
    return std::nullopt;
  return fileStat(status);
}

bool isSame(const std::optional<FileStat>& a, const std::optional<FileStat>& b) {
  return a.has_value() == b.has_value() && (!a || a->sameFile(*b));
}

}  // namespace

Result<FileReplacement> FileReplacement::prepare(const fs::path& target, std::uint64_t bytes) {
  const auto name = target.filename().native();
  if (name.size() > kMaxName)
    return fail(Code::Io, displayPath(target) +
                              ": the name is longer than a file system takes, so nothing can be "
                              "written under it. Give the photo a shorter name.");
  Descriptor folder(
      ::open(target.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOCTTY));
  if (!folder) return failure(errno, target.parent_path(), "cannot be opened");
  struct statvfs space {};
  if (::fstatvfs(folder.get(), &space) == 0 &&
      std::uint64_t(space.f_bavail) * space.f_frsize < 2 * bytes + kSpare)
    return fail(Code::NoSpace, displayPath(target) +
                                   " was not written: its disk is nearly full. Make room on it.");
  return FileReplacement(std::move(folder), target, target.parent_path() / temporaryName(name));
}

FileReplacement::FileReplacement(FileReplacement&& other) noexcept
    : folder_(std::move(other.folder_)),
      target_(std::move(other.target_)),
      temporary_(std::move(other.temporary_)),
      written_(std::exchange(other.written_, false)) {}

void FileReplacement::discard() {
  if (std::exchange(written_, false)) ::unlinkat(folder_.get(), temporary_.filename().c_str(), 0);
}

Status FileReplacement::write(std::span<const std::byte> bytes, int like, bool keepTimes) {
  Descriptor file(::openat(folder_.get(), temporary_.filename().c_str(),
                           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) return failure(errno, target_, "cannot be written");
  written_ = true;
  CALOTYPE_CHECK(writeAll(file.get(), bytes, target_));
  CALOTYPE_CHECK(copyRights(like, file.get(), keepTimes, target_));
  if (::fsync(file.get()) != 0) return failure(errno, target_, "cannot be brought onto the disk");
  if (::close(file.release()) != 0) return failure(errno, target_, "cannot be written");
  return {};
}

Result<Descriptor> FileReplacement::reopen() const {
  Descriptor file(
      ::openat(folder_.get(), temporary_.filename().c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!file) return failure(errno, target_, "cannot be read again");
  return file;
}

Result<FileStat> FileReplacement::commit(const std::optional<FileStat>& before) {
  if (!isSame(statNow(folder_.get(), target_), before))
    return fail(Code::Busy, displayPath(target_) +
                                " was changed by another program meanwhile, so it was left as it "
                                "is. It is looked at again.");
  const auto now = statNow(folder_.get(), temporary_);
  if (!now) return failure(errno, target_, "cannot be looked at");
  const unsigned how = before ? 0 : RENAME_NOREPLACE;
  int done = ::renameat2(folder_.get(), temporary_.filename().c_str(), folder_.get(),
                         target_.filename().c_str(), how);
  if (done != 0 && how != 0 && (errno == EINVAL || errno == ENOSYS))
    done = ::renameat(folder_.get(), temporary_.filename().c_str(), folder_.get(),
                      target_.filename().c_str());
  if (done != 0) return failure(errno, target_, "cannot be put in its place");
  written_ = false;
  if (::fsync(folder_.get()) != 0 && errno != EINVAL)
    return failure(errno, target_, "may not have reached the disk");
  return *now;
}

Status mayBeReplaced(const fs::path& path, int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return failure(errno, path, "cannot be looked at");
  const auto refuse = [&](const char* why) {
    return fail(Code::Permission, displayPath(path) + " " + why);
  };
  if (status.st_nlink != 1)
    return refuse("has several names (hard links), of which only one would be changed.");
  if ((status.st_mode & 0222) == 0) return refuse("is write-protected.");
  int flags = 0;
  if (::ioctl(file, FS_IOC_GETFLAGS, &flags) == 0 &&
      (flags & (FS_IMMUTABLE_FL | FS_APPEND_FL)) != 0)
    return refuse("was made immutable.");
  if (::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0)
    return refuse("is not yours to write.");
  return {};
}

}  // namespace calotype::catalog
