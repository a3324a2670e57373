// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <malloc.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <memory>

#include "model/base/files.h"

namespace calotype::catalog {

namespace {

constexpr rlim_t kMiB = rlim_t(1) << 20;
constexpr rlim_t kProcessorSeconds = 30;
constexpr int kKeptBytes = 128 << 20;

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

using Filter = std::unique_ptr<void, void (*)(scmp_filter_ctx)>;

/// Calls that decoding makes, with whatever arguments.
constexpr int kAllowed[] = {
    SCMP_SYS(read),         SCMP_SYS(pread64),         SCMP_SYS(write),
    SCMP_SYS(close),        SCMP_SYS(lseek),           SCMP_SYS(fstat),
    SCMP_SYS(munmap),       SCMP_SYS(mremap),          SCMP_SYS(madvise),
    SCMP_SYS(brk),          SCMP_SYS(futex),           SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn),    SCMP_SYS(sigaltstack),
    SCMP_SYS(exit),         SCMP_SYS(exit_group),      SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),         SCMP_SYS(restart_syscall), SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_yield),  SCMP_SYS(getpid),          SCMP_SYS(gettid),
    SCMP_SYS(getuid),       SCMP_SYS(clock_gettime),   SCMP_SYS(clock_nanosleep),
    SCMP_SYS(getrandom),    SCMP_SYS(getrusage),       SCMP_SYS(sysinfo),
    SCMP_SYS(recvmsg),      SCMP_SYS(sendmsg),         SCMP_SYS(memfd_create),
    SCMP_SYS(ftruncate),
};

/// No decoder makes these; one that does was taken over and ends. Other calls fail: a library that
/// looks for a file of settings goes on without.
constexpr int kDeadly[] = {
    SCMP_SYS(execve),           SCMP_SYS(execveat),          SCMP_SYS(fork), SCMP_SYS(vfork),
    SCMP_SYS(ptrace),           SCMP_SYS(connect),           SCMP_SYS(bind), SCMP_SYS(kill),
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
};

bool addRules(scmp_filter_ctx filter) {
  bool added = true;
  const auto rule = [&](std::uint32_t action, int call, auto... conditions) {
    // A call that this machine's kernel does not know cannot be made either.
    if (call >= 0)
      added = added &&
              seccomp_rule_add(filter, action, call, sizeof...(conditions), conditions...) == 0;
  };
  for (const int call : kAllowed) rule(SCMP_ACT_ALLOW, call);
  for (const int call : kDeadly) rule(SCMP_ACT_KILL_PROCESS, call);
  // Threads may be started (libheif's decoders cannot do without), processes may not. A limit on
  // the number of processes would count all of the user's.
  rule(SCMP_ACT_ALLOW, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  rule(SCMP_ACT_KILL_PROCESS, SCMP_SYS(clone), SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0));
  // Its flags lie in memory, where a filter cannot look; the C library then takes clone.
  rule(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));
  // No new code.
  rule(SCMP_ACT_ALLOW, SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  rule(SCMP_ACT_ALLOW, SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  // Of descriptors it holds, and of itself.
  rule(SCMP_ACT_ALLOW, SCMP_SYS(newfstatat),
       SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH));
  rule(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), SCMP_A0(SCMP_CMP_EQ, 0));
  rule(SCMP_ACT_ALLOW, SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, scmp_datum_t(::getpid())));
  rule(SCMP_ACT_ALLOW, SCMP_SYS(prctl), SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
  for (const int command : {F_ADD_SEALS, F_GET_SEALS, F_GETFL, F_GETFD, F_SETFD})
    rule(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), SCMP_A1(SCMP_CMP_EQ, scmp_datum_t(command)));
  return added;
}

bool filterCalls() {
  const Filter filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), seccomp_release);
  return filter && addRules(filter.get()) && seccomp_load(filter.get()) == 0;
}

/// Landlock (Linux 5.13 and later): a ruleset that handles every way to reach a file and allows
/// none of them.
bool closeFileSystem() {
  const long version =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return false;
  landlock_ruleset_attr all{};
  all.handled_access_fs = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
  if (version >= 2) all.handled_access_fs |= LANDLOCK_ACCESS_FS_REFER;
  const Descriptor rules(int(::syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0)));
  return rules && ::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0;
}

}  // namespace

void allowMemory(Memory memory) {
  if (kSanitized) return;
  const rlimit both{(memory == Memory::Raw ? 2048 : 1024) * kMiB, 2048 * kMiB};
  ::setrlimit(RLIMIT_AS, &both);
}

Confinement confineProcess() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  ::mallopt(M_ARENA_MAX, 1);  // each more would take 64 MiB of addresses a thread
  // Memory of one picture serves for the next; fresh pages would cost a few per cent of the time.
  ::mallopt(M_MMAP_THRESHOLD, kKeptBytes);
  ::mallopt(M_TRIM_THRESHOLD, kKeptBytes);
  allowMemory(Memory::Usual);
  limit(RLIMIT_NOFILE, 16);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 512 * kMiB);
  if (kSanitized) return {};
  Confinement confinement;
  confinement.files = closeFileSystem();
  confinement.systemCalls = filterCalls();
  if (!confinement.systemCalls) limit(RLIMIT_NPROC, 0);
  return confinement;
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
