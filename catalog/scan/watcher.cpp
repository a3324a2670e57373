// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/scan/watcher.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <stop_token>
#include <system_error>
#include <unordered_map>
#include <utility>

#include "catalog/scan/scanner.h"
#include "model/base/log.h"

namespace calotype::catalog {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint32_t kEvents = IN_CREATE | IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_FROM |
                                  IN_MOVED_TO | IN_DELETE | IN_ONLYDIR | IN_DONT_FOLLOW |
                                  IN_EXCL_UNLINK;
constexpr int kMaxDepth = 64;

struct Busy {
  Clock::time_point first, last;  // of the events that have not been told
  bool below = false;
};

bool isWithin(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder + '/');
}

std::vector<std::string> subfoldersOf(const std::string& folder) {
  std::vector<std::string> names;
  DIR* const open = ::opendir(folder.c_str());
  if (open == nullptr) return names;
  const std::unique_ptr<DIR, void (*)(DIR*)> closing(open, [](DIR* each) { ::closedir(each); });
  while (const dirent* const entry = ::readdir(open)) {
    struct stat status {};
    const bool isFolder =
        entry->d_type == DT_DIR ||
        (entry->d_type == DT_UNKNOWN &&
         ::fstatat(::dirfd(open), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISDIR(status.st_mode));
    if (isFolder && !isIgnoredFolder(entry->d_name)) names.emplace_back(entry->d_name);
  }
  return names;
}

/// The lines of the mount table that are about disks, or about where a root lies: containers and
/// the like mount all day long.
std::string relevantMounts(const fs::path& mountTable, const std::vector<std::string>& roots) {
  std::ifstream table(mountTable);
  std::string mounts;
  for (std::string line; std::getline(table, line);) {
    std::istringstream fields(line);
    std::string id, parent, device, top, point;
    fields >> id >> parent >> device >> top >> point;
    const auto source = line.find(" - ");
    const bool disk =
        source != std::string::npos && line.find(" /dev/", source) != std::string::npos;
    const bool ofRoot = std::any_of(roots.begin(), roots.end(), [&](const std::string& root) {
      return point != "/" && isWithin(root, point);
    });
    if (disk || ofRoot) mounts += line + '\n';
  }
  return mounts;
}

}  // namespace

/// Everything but `wanted_` belongs to the watcher's thread.
class Watcher::State {
 public:
  explicit State(WatcherParts parts)
      : parts_(std::move(parts)),
        events_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
        wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
        mounts_(::open(parts_.mountTable.c_str(), O_RDONLY | O_CLOEXEC)) {}

  void run(std::stop_token stop);
  void wake() {
    const std::uint64_t one = 1;
    if (::write(wake_.get(), &one, sizeof one) < 0) return;  // full: it will wake anyway
  }
  struct Wanted {
    std::vector<fs::path> folders, excluded;
  };
  void want(Wanted wanted) {
    const std::scoped_lock lock(mutex_);
    wanted_ = std::move(wanted);
  }

 private:
  void takeWanted();
  void watch(const std::string& folder, int depth);
  bool watchOne(const std::string& folder);
  void forget(const std::string& folder);
  void cannotWatch(int error);
  bool isIgnored(const std::string& folder) const;

  void readEvents();
  void take(const inotify_event& event);
  void takeFolder(const inotify_event& event, const std::string& folder);
  void note(const std::string& folder, bool below);

  void tellStill();
  bool disksChanged();
  void lookAtAll();
  int timeoutMs() const;

  const WatcherParts parts_;
  const Descriptor events_, wake_, mounts_;
  std::mutex mutex_;
  std::optional<Wanted> wanted_;

  std::vector<std::string> roots_;
  std::vector<fs::path> excluded_;
  std::unordered_map<int, std::string> folders_;  // by watch
  std::map<std::string, int> watches_;            // by folder: those below stand behind it
  std::map<std::string, Busy> busy_;
  std::map<std::string, std::set<std::string>> unfinished_;  // names by folder
  std::string mountsSeen_;
  bool partly_ = false;  // something cannot be watched
  bool told_ = false;
  Clock::time_point nextLook_ = Clock::now();
};

void Watcher::State::run(std::stop_token stop) {
  nextLook_ = Clock::now() + parts_.timed;
  const std::stop_callback waking(stop, [this] { wake(); });
  while (!stop.stop_requested()) {
    std::array<pollfd, 3> fds = {
        {{events_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}, {mounts_.get(), POLLPRI, 0}}};
    ::poll(fds.data(), fds.size(), timeoutMs());
    if (stop.stop_requested()) return;
    std::uint64_t woken = 0;
    if (::read(wake_.get(), &woken, sizeof woken) > 0) takeWanted();
    readEvents();
    if ((fds[2].revents & (POLLPRI | POLLERR)) != 0 && disksChanged()) lookAtAll();
    if (partly_ && Clock::now() >= nextLook_) lookAtAll();
    tellStill();
  }
}

int Watcher::State::timeoutMs() const {
  auto next = partly_ ? nextLook_ : Clock::time_point::max();
  for (const auto& [folder, busy] : busy_)
    next = std::min({next, busy.last + parts_.quiet, busy.first + parts_.patience});
  if (next == Clock::time_point::max()) return -1;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(next - Clock::now());
  return int(std::clamp<std::int64_t>(left.count() + 1, 0, 60'000));
}

// --- which folders -----------------------------------------------------------------------------

void Watcher::State::takeWanted() {
  std::optional<Wanted> wanted;
  {
    const std::scoped_lock lock(mutex_);
    wanted.swap(wanted_);
  }
  if (!wanted) return;
  const auto before = std::exchange(roots_, {});
  for (const auto& folder : wanted->folders) roots_.push_back(folder.native());
  excluded_ = std::move(wanted->excluded);
  for (const auto& folder : excluded_) forget(folder.native());
  for (const auto& root : before)
    if (std::find(roots_.begin(), roots_.end(), root) == roots_.end()) forget(root);
  mountsSeen_ = relevantMounts(parts_.mountTable, roots_);
  partly_ = false;
  for (const auto& root : roots_) {
    partly_ = partly_ || onSharedFileSystem(root);  // other machines' changes are not told
    watch(root, 0);
  }
}

bool Watcher::State::isIgnored(const std::string& folder) const {
  const auto isOne = [&](const fs::path& each) { return folder == each.native(); };
  return std::any_of(parts_.ignored.begin(), parts_.ignored.end(), isOne) ||
         std::any_of(excluded_.begin(), excluded_.end(), isOne);
}

void Watcher::State::watch(const std::string& folder, int depth) {
  if (depth > kMaxDepth || isIgnored(folder) || !watchOne(folder)) return;
  const auto prefix = folder + '/';
  for (const auto& name : subfoldersOf(folder)) watch(prefix + name, depth + 1);
}

/// Also when it is watched: another folder may have taken its place meanwhile.
bool Watcher::State::watchOne(const std::string& folder) {
  const auto known = watches_.find(folder);
  if (known == watches_.end() && watches_.size() >= parts_.mostWatches) {
    cannotWatch(ENOSPC);
    return false;
  }
  const int watch = ::inotify_add_watch(events_.get(), folder.c_str(), kEvents);
  if (watch < 0) {
    if (errno != ENOENT && errno != ENOTDIR) cannotWatch(errno);
    return false;
  }
  if (known != watches_.end() && known->second != watch) {
    ::inotify_rm_watch(events_.get(), known->second);
    folders_.erase(known->second);
  }
  // A folder that was moved keeps its watch: it is another path's now.
  if (const auto former = folders_.find(watch);
      former != folders_.end() && former->second != folder)
    watches_.erase(former->second);
  folders_[watch] = folder;
  watches_[folder] = watch;
  return true;
}

void Watcher::State::cannotWatch(int error) {
  partly_ = true;
  if (error == EACCES || std::exchange(told_, true)) return;
  logFor("catalog.scan").warn("not all folders can be watched ({})", error);
  parts_.problem({Code::TooLarge,
                  "The system lets a program watch only so many folders, and there are more. The "
                  "rest is looked at every few minutes. An administrator can raise the limit: "
                  "fs.inotify.max_user_watches."});
}

void Watcher::State::forget(const std::string& folder) {
  for (auto each = watches_.lower_bound(folder);
       each != watches_.end() && each->first.starts_with(folder);) {
    if (!isWithin(each->first, folder)) {
      ++each;
      continue;
    }
    ::inotify_rm_watch(events_.get(), each->second);
    folders_.erase(each->second);
    unfinished_.erase(each->first);
    busy_.erase(each->first);
    each = watches_.erase(each);
  }
}

// --- what happened -----------------------------------------------------------------------------

void Watcher::State::readEvents() {
  alignas(inotify_event) std::array<char, 1 << 16> buffer;
  while (true) {
    const auto count = ::read(events_.get(), buffer.data(), buffer.size());
    if (count <= 0) return;
    for (ssize_t at = 0; at < count;) {
      const auto* const event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
      take(*event);
      at += ssize_t(sizeof(inotify_event) + event->len);
    }
  }
}

void Watcher::State::take(const inotify_event& event) {
  if ((event.mask & IN_Q_OVERFLOW) != 0) {
    unfinished_.clear();
    for (const auto& root : roots_) watch(root, 0);
    return lookAtAll();
  }
  const auto found = folders_.find(event.wd);
  if (found == folders_.end()) return;
  const std::string folder = found->second;
  if ((event.mask & IN_IGNORED) != 0) {
    watches_.erase(folder);
    folders_.erase(found);
    return;
  }
  if (event.len == 0) return;
  if ((event.mask & IN_ISDIR) != 0) return takeFolder(event, folder);
  const std::string name(event.name);
  auto& unfinished = unfinished_[folder];
  // A link to a file that is there already is whole at once.
  struct stat status {};
  const bool linked = (event.mask & IN_CREATE) != 0 &&
                      ::lstat((folder + '/' + name).c_str(), &status) == 0 && status.st_nlink > 1;
  if ((event.mask & (IN_CREATE | IN_MODIFY)) != 0 && !linked)
    unfinished.insert(name);
  else
    unfinished.erase(name);
  // The rest of a long writing is no news: its end will be.
  if ((event.mask & IN_MODIFY) == 0) note(folder, false);
  if (unfinished.empty()) unfinished_.erase(folder);
}

void Watcher::State::takeFolder(const inotify_event& event, const std::string& folder) {
  const auto path = folder + '/' + event.name;
  if (isIgnoredFolder(event.name)) return;
  note(folder, false);
  if ((event.mask & (IN_MOVED_FROM | IN_DELETE)) != 0) forget(path);
  if ((event.mask & (IN_CREATE | IN_MOVED_TO)) == 0) return;
  watch(path, 1);
  // Whatever came into it before it was watched has to be looked for.
  note(path, true);
}

void Watcher::State::note(const std::string& folder, bool below) {
  const auto now = Clock::now();
  const auto entry = busy_.try_emplace(folder, Busy{now, now, below}).first;
  entry->second.last = now;
  entry->second.below = entry->second.below || below;
}

// --- what is told ------------------------------------------------------------------------------

/// All that is known to be busy at once is told at once: what was moved from one folder to another
/// is best seen in both.
void Watcher::State::tellStill() {
  const auto now = Clock::now();
  const bool waits = std::any_of(busy_.begin(), busy_.end(), [&](const auto& each) {
    return now < each.second.last + parts_.quiet && now < each.second.first + parts_.patience;
  });
  if (busy_.empty() || waits) return;
  std::vector<FolderChange> changes;
  for (const auto& [folder, busy] : std::exchange(busy_, {})) {
    FolderChange change{folder, busy.below, {}};
    if (const auto names = unfinished_.find(folder); names != unfinished_.end())
      change.unfinished.assign(names->second.begin(), names->second.end());
    changes.push_back(std::move(change));
  }
  parts_.changed(std::move(changes));
}

bool Watcher::State::disksChanged() {
  auto now = relevantMounts(parts_.mountTable, roots_);
  if (now == mountsSeen_) return false;
  mountsSeen_ = std::move(now);
  return true;
}

void Watcher::State::lookAtAll() {
  nextLook_ = Clock::now() + parts_.timed;
  busy_.clear();
  parts_.lookAtAll();
}

Watcher::Watcher(WatcherParts parts)
    : state_(std::make_unique<State>(std::move(parts))),
      thread_([state = state_.get()](std::stop_token stop) { state->run(std::move(stop)); }) {}

Watcher::~Watcher() = default;

void Watcher::setFolders(std::vector<fs::path> folders, std::vector<fs::path> excluded) {
  state_->want({std::move(folders), std::move(excluded)});
  state_->wake();
}

}  // namespace calotype::catalog
