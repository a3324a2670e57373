// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

namespace calotype::bench {

/// Something to be timed: `run` does it once.
struct Subject {
  std::function<void()> run;
  std::vector<double> seconds = {};  // of each round

  /// The middle one of the rounds; 0 when there were none.
  double median() const;
};

/// One run of each that is not counted, then `rounds` times all of them in turn, so that whatever
/// else the machine does falls on all alike.
void takeTurns(std::span<Subject> subjects, int rounds);

}  // namespace calotype::bench
