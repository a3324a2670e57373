// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text/tokenizer.h"

#include <cstdlib>

#include "tests/fuzz/fuzz.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  return {"a photo of a dog",
          "Gr\xC3\xBC\xC3\x9F"
          "e &amp;amp; &#x1F600; &nbsp;",
          "they're 3 o'clock, isn't it?!", "\xE9\x9B\xAA\xE3\x81\xAE\xE5\xB1\xB1 <|endoftext|>",
          "a\tb\n c"};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype;
  static const auto spec =
      model::ModelSpec::open(fs::path(CALOTYPE_SOURCE) / "resources/models/starter");
  if (!spec) std::abort();
  static const auto tokenizer = model::Tokenizer::open(*spec);
  if (!tokenizer) std::abort();
  const auto tokens = tokenizer->encode({reinterpret_cast<const char*>(data), size});
  if (tokens.ids.size() != std::size_t(spec->text.context)) std::abort();
  if (tokens.end >= tokens.ids.size()) std::abort();
  for (const auto id : tokens.ids)
    if (id < 0 || id >= spec->text.vocabulary) std::abort();
  return 0;
}
