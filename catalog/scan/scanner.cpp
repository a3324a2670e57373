// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/scan/scanner.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "catalog/scan/picture_names.h"
#include "catalog/scan/sidecar_names.h"

namespace calotype::catalog {

namespace {

constexpr int kMaxDepth = 64;
constexpr int kFolderFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};
using OpenFolder = std::unique_ptr<DIR, CloseFolder>;

std::string reason(int errnoValue) {
  return std::generic_category().message(errnoValue);
}

bool contentsLookLikePicture(int folder, const char* name) {
  const Descriptor file(
      ::openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return false;
  std::array<std::byte, kSniffedBytes> start{};
  const auto count = ::pread(file.get(), start.data(), start.size(), 0);
  return count > 0 && beginsLikePicture(std::span(start).first(std::size_t(count)));
}

/// Films are known by their names, pictures also by what they begin with.
bool isWanted(int folder, const char* name, const struct stat& status) {
  if (hasMediaName(name)) return true;
  if (std::string_view(name).starts_with("._") || isOwnTemporaryName(name) || status.st_size == 0)
    return false;
  return contentsLookLikePicture(folder, name);
}

using FolderKey = std::pair<dev_t, ino_t>;

/// One walk over one root.
class Walk {
 public:
  Walk(const Root& root, Scanner::Depth depth, BoundedQueue<FileEvent>& out, std::stop_token stop,
       std::atomic<std::int64_t>& found)
      : root_(root), depth_(depth), out_(out), stop_(std::move(stop)), found_(found) {}

  void ignore(const fs::path& folder) {
    struct stat status {};
    if (::stat(folder.c_str(), &status) == 0) ignored_.emplace(status.st_dev, status.st_ino);
  }

  /// False: stopped.
  bool enter(Descriptor descriptor, const std::string& folder, int depth);

  bool problem(const std::string& folder, Code code, const std::string& why) {
    const fs::path path = folder.empty() ? root_.path : root_.path / folder;
    return push(ScanProblem{root_.id, folder, Error{code, displayPath(path) + ": " + why}});
  }

 private:
  bool push(FileEvent event) { return out_.push(std::move(event), stop_); }
  /// 0, or errno.
  int list(DIR* folder, FolderListing& listing);
  void look(int folder, const char* name, unsigned char type, FolderListing& listing);
  bool enterBelow(int parent, const std::string& folder, const std::string& name, int depth);

  const Root& root_;
  const Scanner::Depth depth_;
  BoundedQueue<FileEvent>& out_;
  std::stop_token stop_;
  std::atomic<std::int64_t>& found_;
  std::set<FolderKey> ignored_;
  std::vector<FoundSidecar> sidecars_;  // of the folder at hand
};

void Walk::look(int folder, const char* name, unsigned char type, FolderListing& listing) {
  if (type != DT_REG && type != DT_DIR && type != DT_UNKNOWN) return;  // links, pipes, devices
  struct stat status {};
  if (type == DT_DIR) {
    listing.subfolders.emplace_back(name);
    return;
  }
  if (::fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return;
  if (S_ISDIR(status.st_mode)) listing.subfolders.emplace_back(name);
  if (!S_ISREG(status.st_mode)) return;
  if (isSidecarName(name)) {
    sidecars_.push_back({name, fileStat(status)});
    return;
  }
  if (!isWanted(folder, name, status)) return;
  listing.files.push_back({name, fileStat(status)});
  found_.fetch_add(1, std::memory_order_relaxed);
}

int Walk::list(DIR* folder, FolderListing& listing) {
  while (!stop_.stop_requested()) {
    errno = 0;
    const dirent* entry = ::readdir(folder);
    if (entry == nullptr) return errno;
    const std::string_view name(entry->d_name);
    if (name != "." && name != "..") look(::dirfd(folder), entry->d_name, entry->d_type, listing);
  }
  return 0;
}

bool Walk::enter(Descriptor descriptor, const std::string& folder, int depth) {
  struct stat status {};
  if (::fstat(descriptor.get(), &status) == 0 && ignored_.contains({status.st_dev, status.st_ino}))
    return true;
  const OpenFolder open(::fdopendir(descriptor.get()));
  if (!open) return problem(folder, codeOfErrno(errno), "cannot be listed: " + reason(errno));
  (void)descriptor.release();  // the stream owns it now

  FolderListing listing{root_.id, folder, {}, {}};
  sidecars_.clear();
  const int error = list(open.get(), listing);
  assignSidecars(sidecars_, listing.files);
  if (stop_.stop_requested()) return false;
  std::sort(listing.files.begin(), listing.files.end(),
            [](const FoundFile& a, const FoundFile& b) { return a.name < b.name; });
  std::sort(listing.subfolders.begin(), listing.subfolders.end());
  const auto below = listing.subfolders;
  const bool pushed = error == 0 ? push(std::move(listing))
                                 : problem(folder, codeOfErrno(error),
                                           "could not be listed to its end: " + reason(error) +
                                               ". What the catalog knows of it stays as it is.");
  if (!pushed) return false;
  if (depth_ == Scanner::Depth::Itself) return true;
  for (const auto& name : below)
    if (!isIgnoredFolder(name) && !enterBelow(::dirfd(open.get()), folder, name, depth + 1))
      return false;
  return true;
}

bool Walk::enterBelow(int parent, const std::string& folder, const std::string& name, int depth) {
  const std::string path = folder.empty() ? name : folder + '/' + name;
  if (liesIn(path, root_.excluded)) return true;
  if (depth > kMaxDepth)
    return problem(path, Code::TooLarge,
                   "lies more than " + std::to_string(kMaxDepth) +
                       " folders deep and is left out: add it as a folder of its own.");
  Descriptor descriptor(::openat(parent, name.c_str(), kFolderFlags | O_NOFOLLOW));
  if (descriptor) return enter(std::move(descriptor), path, depth);
  const int error = errno;
  if (error == ENOENT) return true;  // gone since it was listed: the next scan will tell
  return problem(path, codeOfErrno(error),
                 "the folder cannot be listed: " + reason(error) +
                     ". What the catalog knows of it stays as it is.");
}

/// Opens `folder` below the root step by step, so that no link is followed on the way.
Result<Descriptor> openBelow(const Root& root, const std::string& folder) {
  fs::path path = root.path;
  Descriptor current(::open(path.c_str(), kFolderFlags));
  std::size_t begin = 0;
  while (current && begin < folder.size()) {
    const auto end = std::min(folder.find('/', begin), folder.size());
    const std::string name = folder.substr(begin, end - begin);
    path /= name;
    current = Descriptor(::openat(current.get(), name.c_str(), kFolderFlags | O_NOFOLLOW));
    begin = end + 1;
  }
  if (current) return current;
  const int error = errno;
  return fail(codeOfErrno(error),
              displayPath(path) + ": the folder cannot be listed: " + reason(error) +
                  ". Its photos stay in the catalog as they are; connect the disk it lies on, or "
                  "remove the folder from the catalog.");
}

}  // namespace

Status Scanner::scan(const Root& root, const std::string& folder, Depth depth,
                     BoundedQueue<FileEvent>& out, std::stop_token stop) {
  if (liesIn(folder, root.excluded)) return {};
  CALOTYPE_TRY(auto descriptor, openBelow(root, folder));
  Walk walk(root, depth, out, stop, found_);
  for (const auto& ignored : options_.ignored) walk.ignore(ignored);
  if (!walk.enter(std::move(descriptor), folder, 0))
    return fail(Code::Cancelled, "The scan was stopped.");
  return {};
}

bool isIgnoredFolder(std::string_view name) {
  using namespace std::string_view_literals;
  static constexpr std::array kNames = {"$RECYCLE.BIN"sv, "System Volume Information"sv,
                                        "lost+found"sv, "#recycle"sv, "@eaDir"sv};
  return name.starts_with('.') || std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool liesIn(std::string_view folder, std::span<const std::string> folders) {
  return std::any_of(folders.begin(), folders.end(), [&](const std::string& each) {
    return folder == each ||
           (folder.starts_with(each) && folder.size() > each.size() && folder[each.size()] == '/');
  });
}

bool canBeListed(const fs::path& folder) {
  const Descriptor open(::open(folder.c_str(), kFolderFlags));
  return bool(open);
}

}  // namespace calotype::catalog
