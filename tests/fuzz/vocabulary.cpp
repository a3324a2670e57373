// SPDX-License-Identifier: GPL-3.0-or-later
// A vocabulary of somebody else's is read or refused, whatever it holds.
#include <cstdlib>

#include "catalog/tags/vocabulary.h"
#include "tests/fuzz/fuzz.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  return {"cat\ndog # mine\ndog/terrier\n",
          R"({"format": 1, "templates": ["a photo of {}."], "neutral": ["a photo."], "concepts":)"
          R"( [{"id": "a", "en": ["x"], "group": true}, {"id": "b", "under": "a", "en": ["y"],)"
          R"( "de": ["z"], "prompts": ["a y"]}]})"};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype::catalog;
  const auto vocabulary = Vocabulary::parse({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!vocabulary) return 0;
  std::int32_t index = 0;
  for (const auto& one : vocabulary->concepts())
    if (one.above >= index++ || vocabulary->sentences(one).empty()) std::abort();
  return 0;
}
