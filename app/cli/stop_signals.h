// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>
#include <ctime>

namespace calotype::cli {

/// Signals that ask for an end are blocked in every thread and in the decoder processes, and waited
/// for by one.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }

  /// Waits a tenth of a second. True when one came.
  bool came() const {
    const timespec patience{0, 100'000'000};
    return sigtimedwait(&set_, nullptr, &patience) > 0;
  }

 private:
  sigset_t set_{};
};

}  // namespace calotype::cli
