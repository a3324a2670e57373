// SPDX-License-Identifier: GPL-3.0-or-later
// libFuzzer starts from nothing; this puts a target's seeds into its hands by mutating towards
// them.
#include <algorithm>
#include <cstring>

#include "tests/fuzz/fuzz.h"

#ifdef CALOTYPE_LIBFUZZER
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  static const auto sound = calotype::fuzz::seeds();
  if (seed % 8 == 0 && !sound.empty()) {
    const auto& chosen = sound[seed / 8 % sound.size()];
    size = std::min(chosen.size(), most);
    std::memcpy(data, chosen.data(), size);
  }
  return LLVMFuzzerMutate(data, size, most);
}
#endif
