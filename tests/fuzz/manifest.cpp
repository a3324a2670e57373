// SPDX-License-Identifier: GPL-3.0-or-later
// A list of models of somebody else's is read or refused, and never names a file outside a folder.
#include <cstdlib>
#include <string>

#include "model/install/manifest.h"
#include "tests/fuzz/fuzz.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  const auto ours = readFile(fs::path(CALOTYPE_SOURCE) / "resources/models.json", 1 << 20);
  const std::string hash(64, 'a'), revision(40, '0');
  return {ours.value_or(""),
          R"({"format": 1, "hosts": ["https://example.org"], "models": [{"id": "a", "name": "A",)"
          R"( "default": true, "architecture": "ViT-B-32", "licence": "MIT", "languages": ["en"],)"
          R"( "repository": "r", "revision": ")" +
              revision + R"(", "files": [{"name": "w.safetensors", "bytes": 9, "sha256": ")" +
              hash + R"("}]}]})"};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype::model;
  const auto manifest = Manifest::parse({reinterpret_cast<const char*>(data), size}, "fuzz");
  if (!manifest) return 0;
  for (const auto& offer : manifest->offers())
    for (const auto& file : offer.files) {
      if (file.name.find('/') != std::string::npos || file.name.front() == '.') std::abort();
      for (const auto& address : manifest->addresses(offer, file))
        if (!address.starts_with("https://")) std::abort();
    }
  return 0;
}
