// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/sandbox.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

namespace calotype::catalog {
namespace {

/// Runs `attempt` in a confined process of its own; whether it gave true.
template <class Attempt>
bool confined(Attempt attempt) {
  const pid_t child = ::fork();
  if (child == 0) {
    confineProcess();
    ::_exit(attempt() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
TEST(SandboxTest, DISABLED_SanitizersNeedProcessesOfTheirOwn) {}
#else
TEST(SandboxTest, NoProcessAndNoProgramIsStarted) {
  EXPECT_TRUE(confined([] { return ::fork() == -1 && errno == EPERM; }));
  EXPECT_TRUE(confined([] {
    char* const none[] = {nullptr};
    return ::execve("/bin/true", none, none) == -1 && errno == EPERM;
  }));
}

TEST(SandboxTest, NoConnectionIsMade) {
  EXPECT_TRUE(confined([] { return ::socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == EPERM; }));
  EXPECT_TRUE(confined([] { return ::socket(AF_UNIX, SOCK_STREAM, 0) == -1 && errno == EPERM; }));
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
