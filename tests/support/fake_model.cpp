// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_model.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "model/base/assert.h"

namespace calotype::test {
namespace {

void writeText(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  CALOTYPE_ASSERT(file.good());
}

/// How CLIP's vocabulary files write a byte: printable ones as themselves in Latin-1, the others as
/// the characters from U+0100 on.
std::string writtenByte(int byte, int& stranger) {
  const bool printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte != 0xad);
  const int character = printable ? byte : stranger++;
  if (character < 0x80) return std::string(1, char(character));
  return {char(0xc0 | character >> 6), char(0x80 | (character & 0x3f))};
}

std::string vocabulary() {
  nlohmann::json entries = nlohmann::json::object();
  const auto add = [&](const std::string& symbol) {
    const auto id = unsigned(entries.size());
    entries[symbol] = id;
  };
  int stranger = 0x100;
  for (int byte = 0; byte < 256; ++byte) {
    const auto symbol = writtenByte(byte, stranger);
    add(symbol);
    add(symbol + "</w>");
  }
  add("th");
  add("<|startoftext|>");
  add("<|endoftext|>");
  return entries.dump();
}

std::string weights(std::uint32_t seed) {
  const std::string header = R"({"logit_scale":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";
  std::string bytes(8, '\0');
  bytes[0] = char(header.size());
  bytes += header;
  for (int shift = 0; shift < 32; shift += 8) bytes += char(seed >> shift & 0x7f);
  return bytes;
}

}  // namespace

void writeFakeModel(const fs::path& folder, std::uint32_t seed, int dims) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  writeText(folder / "open_clip_config.json", R"({
    "model_cfg": {
      "embed_dim": )" + std::to_string(dims) +
                                                  R"(,
      "vision_cfg": {"image_size": 32, "layers": 1, "width": 64, "patch_size": 16},
      "text_cfg": {"context_length": 77, "vocab_size": 515, "width": 64, "heads": 1, "layers": 1}
    },
    "preprocess_cfg": {"mean": [0, 0, 0], "std": [1, 1, 1]}
  })");
  writeText(folder / "open_clip_model.safetensors", weights(seed));
  writeText(folder / "vocab.json", vocabulary());
  writeText(folder / "merges.txt", "#version: 0.2\nt h\n");
}

}  // namespace calotype::test
