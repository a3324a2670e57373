// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decoder_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "catalog/protocol.h"

namespace calotype::catalog {

namespace {

/// The file actions and attributes of one posix_spawn.
class SpawnSetup {
 public:
  SpawnSetup() {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawnattr_init(&attributes_);
  }
  SpawnSetup(const SpawnSetup&) = delete;
  SpawnSetup& operator=(const SpawnSetup&) = delete;
  ~SpawnSetup() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  /// Nothing but the socket and a silent standard input and output; signals as at program start.
  int spawn(const fs::path& program, int socket, pid_t& pid) {
    for (const int standard : {0, 1, 2})
      ::posix_spawn_file_actions_addopen(&actions_, standard, "/dev/null", O_RDWR, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, socket, protocol::kDecoderSocket);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, protocol::kDecoderSocket + 1);
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    // A group of its own: Ctrl-C in a terminal is for us, who then end it in order.
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    std::string name = "calotype-decoder", serve = "--serve", language = "LANG=C";
    std::array<char*, 3> arguments{name.data(), serve.data(), nullptr};
    std::array<char*, 2> environment{language.data(), nullptr};
    return ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, arguments.data(),
                         environment.data());
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

Result<DecoderProcess> spawnDecoder(const fs::path& program) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return fail(codeOfErrno(errno),
                std::string("No socket for the photo decoder: ") + std::strerror(errno) + '.');
  Descriptor ours(ends[0]), theirs(ends[1]);
  // dup2 onto itself would keep close-on-exec: move our copy of the child's end out of the way.
  if (theirs.get() == protocol::kDecoderSocket)
    theirs = Descriptor(::fcntl(theirs.get(), F_DUPFD_CLOEXEC, protocol::kDecoderSocket + 1));
  pid_t pid = 0;
  if (const int error = SpawnSetup().spawn(program, theirs.get(), pid); error != 0)
    return fail(codeOfErrno(error), "The photo decoder " + displayPath(program) +
                                        " could not be started: " + std::strerror(error) +
                                        "; install Calotype again.");
  return DecoderProcess(pid, std::move(ours));
}

/// The first line that the program answers to an argument.
Result<std::string> askDecoder(const fs::path& program, std::string question) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return fail(codeOfErrno(errno), std::string("No pipe: ") + std::strerror(errno) + '.');
  const Descriptor reading(ends[0]);
  Descriptor writing(ends[1]);
  posix_spawn_file_actions_t actions{};
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, writing.get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::string name = "calotype-decoder", language = "LANG=C";
  std::array<char*, 3> arguments{name.data(), question.data(), nullptr};
  std::array<char*, 2> environment{language.data(), nullptr};
  pid_t pid = 0;
  const int error =
      ::posix_spawn(&pid, program.c_str(), &actions, nullptr, arguments.data(), environment.data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    return fail(codeOfErrno(error), displayPath(program) + " could not be started: " +
                                        std::strerror(error) + "; install Calotype again.");
  writing.reset();
  DecoderProcess process(pid, Descriptor());
  constexpr std::size_t kMost = 1024;
  std::string line;
  std::array<char, 256> part{};
  for (ssize_t count = 1; count > 0 && line.size() < kMost;) {
    count = ::read(reading.get(), part.data(), part.size());
    if (count > 0) line.append(part.data(), std::size_t(count));
    if (count < 0 && errno == EINTR) count = 1;
  }
  line.erase(std::min(line.find('\n'), line.size()));
  return displayText(line);
}

}  // namespace

Result<std::string> versionOfDecoder(const fs::path& program) {
  auto line = askDecoder(program, "--version");
  if (line && line->empty())
    return fail(Code::Io, displayPath(program) + " does not say its version.");
  return line;
}

Result<std::string> confinementOfDecoder(const fs::path& program) {
  return askDecoder(program, "--confinement");
}

DecoderProcess& DecoderProcess::operator=(DecoderProcess&& other) noexcept {
  if (this != &other) {
    end();
    pid_ = std::exchange(other.pid_, 0);
    socket_ = std::move(other.socket_);
  }
  return *this;
}

int DecoderProcess::end() {
  if (pid_ <= 0) return 0;
  socket_.reset();
  int status = 0;
  pid_t ended = ::waitpid(pid_, &status, WNOHANG);
  const bool wasRunning = ended == 0;
  if (wasRunning) {
    ::kill(pid_, SIGKILL);
    do ended = ::waitpid(pid_, &status, 0);
    while (ended < 0 && errno == EINTR);
  }
  pid_ = 0;
  return !wasRunning && ended > 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

DecoderStarter::DecoderStarter(fs::path program)
    : program_(std::move(program)), thread_([this](std::stop_token stop) { run(stop); }) {}

Result<DecoderProcess> DecoderStarter::start() {
  Job job([this] { return spawnDecoder(program_); });
  auto started = job.get_future();
  {
    const std::scoped_lock lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  changed_.notify_one();
  return started.get();
}

void DecoderStarter::run(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return !jobs_.empty(); })) {
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    lock.lock();
  }
}

}  // namespace calotype::catalog
