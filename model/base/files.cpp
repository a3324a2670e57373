// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

namespace calotype {

namespace {

std::string reason(int errnoValue) {
  return std::generic_category().message(errnoValue);
}

tl::unexpected<Error> failErrno(const fs::path& path, const char* what, int errnoValue) {
  return fail(codeOfErrno(errnoValue), displayPath(path) + ": " + what + ": " + reason(errnoValue));
}

Status writeAll(int descriptor, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(codeOfErrno(errno), reason(errno));
    bytes = bytes.subspan(std::size_t(count));
  }
  return {};
}

bool needsEscape(UChar32 character) {
  const bool control = character < 0x20 || (character >= 0x7f && character < 0xa0);
  const bool direction = (character >= 0x202a && character <= 0x202e) ||
                         (character >= 0x2066 && character <= 0x2069) || character == 0x200e ||
                         character == 0x200f || character == 0x061c;
  return control || direction || character == 0x2028 || character == 0x2029;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    reset();
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}

Descriptor::~Descriptor() {
  reset();
}

void Descriptor::reset() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

Result<Descriptor> openRegularFile(const fs::path& path, Links links) {
  const int noFollow = links == Links::Follow ? 0 : O_NOFOLLOW;
  Descriptor file(::open(path.c_str(), O_RDONLY | noFollow | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file) {
    if (errno == ELOOP)
      return fail(Code::Unsupported,
                  displayPath(path) + ": is a symbolic link, which is not followed");
    return failErrno(path, "cannot be opened", errno);
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return failErrno(path, "cannot be examined", errno);
  if (!S_ISREG(status.st_mode))
    return fail(Code::Unsupported, displayPath(path) + ": is not a regular file");
  return file;
}

Result<std::string> readFile(const fs::path& path, std::uint64_t limit) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!file) return failErrno(path, "cannot be opened", errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return failErrno(path, "cannot be examined", errno);
  if (!S_ISREG(status.st_mode))
    return fail(Code::Unsupported, displayPath(path) + ": is not a regular file");
  if (std::uint64_t(status.st_size) > limit)
    return fail(Code::TooLarge, displayPath(path) + ": has " + std::to_string(status.st_size) +
                                    " bytes, more than the " + std::to_string(limit) +
                                    " allowed here");
  std::string contents(std::size_t(status.st_size), '\0');
  if (auto read = readExactly(file.get(), 0, std::as_writable_bytes(std::span(contents))); !read)
    return fail(read.error().code, displayPath(path) + ": " + read.error().message);
  return contents;
}

Status readExactly(int descriptor, std::uint64_t offset, std::span<std::byte> bytes) {
  while (!bytes.empty()) {
    const auto count = ::pread(descriptor, bytes.data(), bytes.size(), off_t(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(codeOfErrno(errno), "cannot be read: " + reason(errno));
    if (count == 0) return fail(Code::Corrupt, "ends too early");
    bytes = bytes.subspan(std::size_t(count));
    offset += std::uint64_t(count);
  }
  return {};
}

Status writeFileAtomically(const fs::path& path, std::span<const std::byte> bytes) {
  std::string temporary = path.native() + ".XXXXXX";
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file) return failErrno(path, "cannot be written", errno);
  const auto giveUp = [&](std::string message, Code code) {
    ::unlink(temporary.c_str());
    return fail(code, displayPath(path) + ": cannot be written: " + std::move(message));
  };
  if (auto written = writeAll(file.get(), bytes); !written)
    return giveUp(written.error().message, written.error().code);
  if (::fsync(file.get()) != 0) return giveUp(reason(errno), codeOfErrno(errno));
  if (::close(file.release()) != 0) return giveUp(reason(errno), codeOfErrno(errno));
  if (::rename(temporary.c_str(), path.c_str()) != 0)
    return giveUp(reason(errno), codeOfErrno(errno));
  const auto folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  const Descriptor parent(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (parent) ::fsync(parent.get());
  return {};
}

Status createPrivateFolder(const fs::path& path) {
  std::error_code error;
  if (path.empty() || fs::is_directory(path, error)) return {};
  if (path.has_parent_path() && path.parent_path() != path)
    CALOTYPE_CHECK(createPrivateFolder(path.parent_path()));
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    return failErrno(path, "the folder cannot be created", errno);
  return {};
}

bool onSharedFileSystem(const fs::path& path) {
  // Values of statfs(2): AFS, CIFS, CODA, FUSE, NFS, SMB, SMB2, 9p.
  constexpr std::array<std::uint64_t, 8> kShared = {0x5346414f, 0xff534d42, 0x73757245, 0x65735546,
                                                    0x6969,     0x517b,     0xfe534d42, 0x01021997};
  struct statfs status {};
  if (::statfs(path.c_str(), &status) != 0) return false;
  const auto type = std::uint64_t(status.f_type) & 0xffffffffu;
  return std::find(kShared.begin(), kShared.end(), type) != kShared.end();
}

std::string displayPath(const fs::path& path) {
  return displayText(path.native());
}

std::string displayText(std::string_view bytes) {
  std::string shown;
  shown.reserve(bytes.size());
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const auto length = std::int32_t(bytes.size());
  for (std::int32_t position = 0; position < length;) {
    const auto start = position;
    UChar32 character = 0;
    U8_NEXT(data, position, length, character);
    std::array<char, 16> escape{};
    if (character < 0) {
      for (auto i = start; i < position; ++i) {
        std::snprintf(escape.data(), escape.size(), "\\x%02X", unsigned(data[i]));
        shown += escape.data();
      }
    } else if (needsEscape(character)) {
      std::snprintf(escape.data(), escape.size(), "\\u{%X}", unsigned(character));
      shown += escape.data();
    } else {
      shown.append(bytes.substr(std::size_t(start), std::size_t(position - start)));
    }
  }
  return shown;
}

}  // namespace calotype
