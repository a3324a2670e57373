// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/edit/bin.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>
#include <system_error>

namespace calotype::catalog {

namespace {

constexpr int kMostNames = 10'000;  // tried for one file

struct Bin {
  fs::path folder;  // holds files/ and info/
  fs::path top;     // paths in notes are relative to it; empty: absolute
};

tl::unexpected<Error> failure(int reason, const fs::path& path, const std::string& what) {
  return fail(codeOfErrno(reason), displayPath(path) + " " + what + ": " +
                                       std::generic_category().message(reason) + ".");
}

std::optional<struct stat> statOf(const fs::path& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return std::nullopt;
  return found;
}

bool isOurFolder(const fs::path& path) {
  const auto found = statOf(path);
  return found && S_ISDIR(found->st_mode) && found->st_uid == ::getuid();
}

/// Makes the folder with mode 0700 unless it is there; true when it is ours and no link.
bool makeOurFolder(const fs::path& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return false;
  return isOurFolder(path);
}

bool makeBin(const fs::path& folder) {
  return makeOurFolder(folder) && makeOurFolder(folder / "files") && makeOurFolder(folder / "info");
}

fs::path homeData() {
  const char* const data = std::getenv("XDG_DATA_HOME");
  if (data != nullptr && data[0] == '/') return data;
  const char* const home = std::getenv("HOME");
  return home != nullptr && home[0] == '/' ? fs::path(home) / ".local/share" : fs::path();
}

std::optional<Bin> homeBin(dev_t device) {
  const auto data = homeData();
  if (data.empty() || !createPrivateFolder(data)) return std::nullopt;
  const auto found = statOf(data);
  if (!found || found->st_dev != device || !makeBin(data / "Trash")) return std::nullopt;
  return Bin{data / "Trash", {}};
}

/// The highest folder above the file that is on the same device.
fs::path topOf(const fs::path& file, dev_t device) {
  fs::path top = file.parent_path();
  while (top.has_relative_path()) {
    const auto above = statOf(top.parent_path());
    if (!above || above->st_dev != device) break;
    top = top.parent_path();
  }
  return top;
}

std::optional<Bin> topBin(const fs::path& top) {
  const auto user = std::to_string(::getuid());
  const auto shared = statOf(top / ".Trash");
  // Only a folder that nobody can play with: no link, and sticky.
  if (shared && S_ISDIR(shared->st_mode) && (shared->st_mode & S_ISVTX) != 0 &&
      makeBin(top / ".Trash" / user))
    return Bin{top / ".Trash" / user, top};
  const fs::path own = top / (".Trash-" + user);
  if (makeBin(own)) return Bin{own, top};
  return std::nullopt;
}

std::string percentEncoded(const std::string& path) {
  static constexpr const char* kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char character : path) {
    const auto byte = static_cast<unsigned char>(character);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= 'a' && byte <= 'z') || byte == '/' || byte == '-' || byte == '.' ||
                       byte == '_' || byte == '~';
    if (plain) {
      encoded += character;
    } else {
      encoded += '%';
      encoded += kDigits[byte >> 4];
      encoded += kDigits[byte & 15];
    }
  }
  return encoded;
}

std::string noteFor(const fs::path& file, const Bin& bin) {
  const auto now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  std::array<char, 32> date{};
  std::strftime(date.data(), date.size(), "%Y-%m-%dT%H:%M:%S", &local);
  const auto path = bin.top.empty() ? file : file.lexically_relative(bin.top);
  return "[Trash Info]\nPath=" + percentEncoded(path.native()) + "\nDeletionDate=" + date.data() +
         "\n";
}

/// "rose.jpg", then "rose.2.jpg", and so on.
std::string nameInBin(const fs::path& file, int attempt) {
  if (attempt == 1) return file.filename().native();
  return file.stem().native() + "." + std::to_string(attempt) + file.extension().native();
}

bool writeAll(int descriptor, const std::string& text) {
  return ::write(descriptor, text.data(), text.size()) == ssize_t(text.size()) &&
         ::fsync(descriptor) == 0;
}

int renameWithoutReplacing(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  // A file system that cannot promise it (some network ones): link and unlink cannot replace
  // either.
  if (::link(from.c_str(), to.c_str()) != 0) return errno;
  return ::unlink(from.c_str()) == 0 ? 0 : errno;
}

Result<Binned> moveInto(const Bin& bin, const fs::path& file) {
  for (int attempt = 1; attempt <= kMostNames; ++attempt) {
    const auto name = nameInBin(file, attempt);
    const Binned binned{bin.folder / "files" / name, bin.folder / "info" / (name + ".trashinfo")};
    const Descriptor note(
        ::open(binned.info.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!note && errno == EEXIST) continue;
    if (!note) return failure(errno, file, "cannot be moved to the trash");
    int reason = writeAll(note.get(), noteFor(file, bin)) ? 0 : errno;
    if (reason == 0) reason = renameWithoutReplacing(file, binned.file);
    if (reason == 0) return binned;
    ::unlink(binned.info.c_str());
    if (reason != EEXIST) return failure(reason, file, "cannot be moved to the trash");
  }
  return fail(Code::Io, displayPath(file) + ": the trash is full of files of this name. Empty it.");
}

}  // namespace

Result<Binned> moveToBin(const fs::path& file) {
  const auto found = statOf(file);
  if (!found) return failure(errno, file, "cannot be moved to the trash");
  if (!S_ISREG(found->st_mode))
    return fail(Code::Unsupported, displayPath(file) + " is not a file, so it was left alone.");
  auto bin = homeBin(found->st_dev);
  if (!bin) bin = topBin(topOf(file, found->st_dev));
  if (!bin)
    return fail(Code::Permission, displayPath(file) +
                                      " lies on a disk that has no trash, so it was left alone. "
                                      "Delete it in a file manager if it may go for good.");
  return moveInto(*bin, file);
}

namespace {

/// A file in a bin and its description, as the FreeDesktop.org trash specification has them: a
/// catalog from elsewhere may name any two files.
bool liesInBin(const Binned& binned) {
  const auto files = binned.file.parent_path(), info = binned.info.parent_path();
  return files.filename() == "files" && info.filename() == "info" &&
         files.parent_path() == info.parent_path() &&
         binned.info.filename().native() == binned.file.filename().native() + ".trashinfo";
}

}  // namespace

Result<fs::path> moveOutOfBin(const Binned& binned, const fs::path& target) {
  if (!liesInBin(binned))
    return fail(Code::Corrupt, displayPath(binned.file) +
                                   " does not lie in a trash, whatever the catalog says: it was "
                                   "left alone.");
  if (!statOf(binned.file))
    return fail(Code::NotFound, displayPath(target) +
                                    " is no longer in the trash: it was emptied, or restored by "
                                    "another program.");
  std::error_code failed;
  fs::create_directories(target.parent_path(), failed);
  if (failed) return failure(failed.value(), target.parent_path(), "cannot be made again");
  for (int attempt = 1; attempt <= kMostNames; ++attempt) {
    auto place = target;
    if (attempt > 1)
      place.replace_filename(target.stem().native() + " (" + std::to_string(attempt) + ")" +
                             target.extension().native());
    const int reason = renameWithoutReplacing(binned.file, place);
    if (reason == EEXIST) continue;
    if (reason != 0) return failure(reason, target, "cannot be restored");
    ::unlink(binned.info.c_str());
    return place;
  }
  return fail(Code::Io, displayPath(target) + " cannot be restored: too many files of this name.");
}

}  // namespace calotype::catalog
