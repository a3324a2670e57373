// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// A folder in which something has changed and that is still now.
struct FolderChange {
  fs::path folder;     // absolute
  bool below = false;  // what lies below it is new too
  /// Names of files in it that somebody is writing: to be left alone until they are told again.
  std::vector<std::string> unfinished;
};

/// What a Watcher works with. The functions are called on its thread and must return soon.
struct WatcherParts {
  std::function<void(std::vector<FolderChange>)> changed = [](auto) {};
  /// Anything may have changed: more happened than the system could tell, a disk came or went, or
  /// the time for looking at folders that cannot be watched has come.
  std::function<void()> lookAtAll = [] {};
  std::function<void(const Error&)> problem = [](const auto&) {};
  std::vector<fs::path> ignored;  // folders never entered
  fs::path mountTable = "/proc/self/mountinfo";
  std::chrono::milliseconds quiet{2000};       // a folder is still after so long
  std::chrono::milliseconds patience{30'000};  // or when it was busy for so long
  std::chrono::milliseconds timed{600'000};    // between looks at what cannot be watched
  std::size_t mostWatches = 1'000'000;         // the system's limit may be lower
};

/// Notices changes in folders by inotify(7). Its events only say where to look: what has changed is
/// for a scan to find out. Folders beyond the system's limit, and those on network file systems,
/// are looked at from time to time instead; that is said once.
class Watcher {
 public:
  explicit Watcher(WatcherParts parts);
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  /// Watches these folders and all below them from now on, and no others. Any thread.
  void setFolders(std::vector<fs::path> folders, std::vector<fs::path> excluded = {});

 private:
  class State;
  std::unique_ptr<State> state_;
  std::jthread thread_;  // last: ends before what it uses
};

}  // namespace calotype::catalog
