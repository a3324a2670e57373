// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/sandbox.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace calotype::catalog {
namespace {

/// Runs `attempt` in a confined process of its own; whether it gave true.
template <class Attempt>
[[maybe_unused]] bool confined(Attempt attempt) {
  const pid_t child = ::fork();
  if (child == 0) {
    confineProcess();
    ::_exit(attempt() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Of which signal a confined process dies that does this; 0: of none.
template <class Attempt>
[[maybe_unused]] int signalOf(Attempt attempt) {
  const pid_t child = ::fork();
  if (child == 0) {
    confineProcess();
    attempt();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
TEST(SandboxTest, DISABLED_SanitizersNeedProcessesOfTheirOwn) {}
#else
TEST(SandboxTest, WhoStartsAProcessOrAProgramEnds) {
  EXPECT_EQ(signalOf([] { ::fork(); }), SIGSYS);
  EXPECT_EQ(signalOf([] {
              char* const none[] = {nullptr};
              ::execve("/bin/true", none, none);
            }),
            SIGSYS);
}

TEST(SandboxTest, NoConnectionIsMade) {
  EXPECT_TRUE(confined([] { return ::socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == EPERM; }));
  EXPECT_TRUE(confined([] { return ::socket(AF_UNIX, SOCK_STREAM, 0) == -1 && errno == EPERM; }));
}

TEST(SandboxTest, NoFileIsOpenedByItsPath) {
  EXPECT_TRUE(confined([] { return ::open("/etc/passwd", O_RDONLY) == -1; }));
  EXPECT_TRUE(confined([] { return ::open("/dev/null", O_WRONLY) == -1; }));
}

TEST(SandboxTest, AnAbortEndsTheProcessAsItShould) {
  EXPECT_EQ(signalOf([] { std::abort(); }), SIGABRT);
}

TEST(SandboxTest, ThreadsStart) {
  EXPECT_TRUE(confined([] {
    int done = 0;
    std::thread([&] { done = 1; }).join();
    return done == 1;
  }));
}
#endif

}  // namespace
}  // namespace calotype::catalog
