// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// A running calotype-decoder and our end of its socket. Destroying it ends the process.
class DecoderProcess {
 public:
  DecoderProcess() = default;
  DecoderProcess(pid_t pid, Descriptor socket) : pid_(pid), socket_(std::move(socket)) {}
  DecoderProcess(DecoderProcess&& other) noexcept
      : pid_(std::exchange(other.pid_, 0)), socket_(std::move(other.socket_)) {}
  DecoderProcess& operator=(DecoderProcess&& other) noexcept;
  ~DecoderProcess() { end(); }

  explicit operator bool() const { return pid_ > 0; }
  int socket() const { return socket_.get(); }

  /// Kills it if it still runs, and waits for it. Returns the signal it had died of before; 0 when
  /// it was running or had ended by itself.
  int end();

 private:
  pid_t pid_ = 0;
  Descriptor socket_;
};

/// What `program --version` prints, at most 1 KiB of it. Io: it printed nothing, or cannot be
/// started.
Result<std::string> versionOfDecoder(const fs::path& program);
/// What holds such a process back beside its limits, "seccomp and Landlock"; empty: nothing.
Result<std::string> confinementOfDecoder(const fs::path& program);

/// Starts processes, all on one thread of its own that lives as long as this object: a process that
/// asked to die with its parent dies with the *thread* that started it.
class DecoderStarter {
 public:
  explicit DecoderStarter(fs::path program);

  /// Any thread. NotFound, Permission … when the program cannot be started.
  Result<DecoderProcess> start();

 private:
  using Job = std::packaged_task<Result<DecoderProcess>()>;
  void run(std::stop_token stop);

  const fs::path program_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Job> jobs_;
  std::jthread thread_;  // last: it uses the members above
};

}  // namespace calotype::catalog
