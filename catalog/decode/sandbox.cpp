// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/sandbox.h"

#include <malloc.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <memory>

namespace calotype::catalog {

namespace {

constexpr rlim_t kMiB = rlim_t(1) << 20;
constexpr rlim_t kProcessorSeconds = 30;

// A sanitizer reserves terabytes of addresses and looks for leaks from a process of its own, so
// these limits hold in ordinary builds only.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

void limit(__rlimit_resource resource, rlim_t value) {
  const rlimit both{value, value};
  ::setrlimit(resource, &both);
}

/// Threads may be started (libheif's decoders cannot do without), processes and programs may not,
/// nor connections. A limit on the number of processes would count all of the user's.
bool forbidProcesses() {
  const std::unique_ptr<void, void (*)(scmp_filter_ctx)> filter(seccomp_init(SCMP_ACT_ALLOW),
                                                                seccomp_release);
  if (!filter) return false;
  const auto refused = SCMP_ACT_ERRNO(EPERM);
  for (const int call : {SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
                         SCMP_SYS(ptrace), SCMP_SYS(socket), SCMP_SYS(socketpair)})
    if (seccomp_rule_add(filter.get(), refused, call, 0) != 0) return false;
  if (seccomp_rule_add(filter.get(), refused, SCMP_SYS(clone), 1,
                       SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0)) != 0)
    return false;
  // Its flags lie in memory, where a filter cannot look; the C library then takes clone.
  if (seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) != 0)
    return false;
  return seccomp_load(filter.get()) == 0;
}

}  // namespace

void confineProcess() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  ::mallopt(M_ARENA_MAX, 1);  // each more would take 64 MiB of addresses a thread
  if (!kSanitized) limit(RLIMIT_AS, 1024 * kMiB);
  limit(RLIMIT_NOFILE, 16);
  if (!kSanitized && !forbidProcesses()) limit(RLIMIT_NPROC, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 512 * kMiB);
}

void renewProcessorTime() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  rlimit seconds{};
  ::getrlimit(RLIMIT_CPU, &seconds);
  const auto spent = rlim_t(used.ru_utime.tv_sec) + rlim_t(used.ru_stime.tv_sec) + 1;
  seconds.rlim_cur = spent + kProcessorSeconds;
  ::setrlimit(RLIMIT_CPU, &seconds);
}

}  // namespace calotype::catalog
