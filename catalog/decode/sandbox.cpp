// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/sandbox.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>

namespace calotype::catalog {

namespace {

constexpr rlim_t kMiB = rlim_t(1) << 20;
constexpr rlim_t kProcessorSeconds = 30;

// A sanitizer reserves terabytes of addresses, so the limit on them holds in ordinary builds only.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kLimitAddresses = false;
#else
constexpr bool kLimitAddresses = true;
#endif

void limit(__rlimit_resource resource, rlim_t value) {
  const rlimit both{value, value};
  ::setrlimit(resource, &both);
}

}  // namespace

void confineProcess() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  if (kLimitAddresses) limit(RLIMIT_AS, 1024 * kMiB);
  limit(RLIMIT_NOFILE, 16);
  limit(RLIMIT_NPROC, 0);
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
