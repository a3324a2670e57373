// SPDX-License-Identifier: GPL-3.0-or-later
// The ordinary run of a fuzz target: its seeds, and the same mutations of them every time.
#include <cstdio>
#include <random>

#include "tests/fuzz/fuzz.h"

namespace {

constexpr int kMutations = 400;

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string mutated(std::string input, std::mt19937& random) {
  for (auto i = 1 + random() % 6; i > 0 && !input.empty(); --i) {
    const auto at = random() % input.size();
    switch (random() % 5) {
      case 0:
        input[at] = char(random());
        break;
      case 1:
        input[at] = char(input[at] ^ (1 << random() % 8));
        break;
      case 2:
        input.resize(at);
        break;
      case 3:
        input.insert(at, 1 + random() % 9, char(random()));
        break;
      default:
        input.replace(at, 4, "\xff\xff\xff\x7f");
        break;
    }
  }
  return input;
}

}  // namespace

int main() {
  std::mt19937 random(1);
  const auto seeds = calotype::fuzz::seeds();
  run({});
  for (const auto& seed : seeds) run(seed);
  for (int i = 0; i < kMutations && !seeds.empty(); ++i)
    run(mutated(seeds[random() % seeds.size()], random));
  std::printf("%zu seeds, %d mutations\n", seeds.size(), seeds.empty() ? 0 : kMutations);
  return seeds.empty() ? 1 : 0;
}
