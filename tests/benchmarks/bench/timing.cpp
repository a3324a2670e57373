// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench/timing.h"

#include <algorithm>
#include <chrono>

namespace calotype::bench {

double Subject::median() const {
  if (seconds.empty()) return 0;
  auto sorted = seconds;
  std::sort(sorted.begin(), sorted.end());
  return sorted[sorted.size() / 2];
}

void takeTurns(std::span<Subject> subjects, int rounds) {
  for (auto& subject : subjects) subject.run();
  for (int round = 0; round < rounds; ++round)
    for (auto& subject : subjects) {
      const auto begun = std::chrono::steady_clock::now();
      subject.run();
      subject.seconds.push_back(
          std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    }
}

}  // namespace calotype::bench
