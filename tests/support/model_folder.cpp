// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/model_folder.h"

#include <unicode/utf8.h>

#include <array>

#include "model/base/assert.h"
#include "model/files/safetensors.h"
#include "model/text/special_tokens.h"

namespace calotype::test {

using model::Json;

void writeText(const fs::path& path, const std::string& text) {
  CALOTYPE_ASSERT(writeFileAtomically(path, std::as_bytes(std::span(text))).has_value());
}

TinyVocabulary::TinyVocabulary(std::vector<std::string> merges_) : merges(std::move(merges_)) {
  std::int64_t next = 0;
  const auto add = [&](const std::string& symbol) { vocabulary[symbol] = next++; };
  for (const std::string ending : {"", "</w>"}) {
    UChar32 stranger = 0x100;
    for (int byte = 0; byte < 256; ++byte) {
      const bool printable = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte != 0xad);
      std::array<char, U8_MAX_LENGTH> utf8{};
      std::int32_t length = 0;
      U8_APPEND_UNSAFE(utf8.data(), length, printable ? byte : stranger++);
      add(std::string(utf8.data(), std::size_t(length)) + ending);
    }
  }
  for (const auto& merge : merges) {
    const auto blank = merge.find(' ');
    add(merge.substr(0, blank) + merge.substr(blank + 1));
  }
  add(std::string(model::kStartToken));
  add(std::string(model::kEndToken));
}

void TinyVocabulary::write(const fs::path& folder) const {
  writeText(folder / "vocab.json", vocabulary.dump());
  std::string lines = "#version: 0.2\n";
  for (const auto& merge : merges) lines += merge + '\n';
  writeText(folder / "merges.txt", lines);
}

void TinyVocabulary::writeTogether(const fs::path& folder, bool asPairs) const {
  auto list = Json::array();
  for (const auto& merge : merges) {
    const auto blank = merge.find(' ');
    if (asPairs) {
      list.push_back(Json::array({merge.substr(0, blank), merge.substr(blank + 1)}));
    } else {
      list.push_back(merge);
    }
  }
  const Json json{
      {"model",
       {{"type", "BPE"}, {"end_of_word_suffix", "</w>"}, {"vocab", vocabulary}, {"merges", list}}}};
  writeText(folder / "tokenizer.json", json.dump());
}

Json tinyOpenClipConfig() {
  return Json::parse(R"({"model_cfg": {
    "embed_dim": 24,
    "vision_cfg": {"image_size": 32, "layers": 2, "width": 64, "patch_size": 8, "head_width": 16},
    "text_cfg": {"context_length": 16, "vocab_size": 600, "width": 32, "heads": 2, "layers": 1}}})");
}

Json tinyHuggingFaceConfig() {
  return Json::parse(R"({"model_type": "clip", "projection_dim": 24,
    "vision_config": {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2,
      "num_attention_heads": 4, "image_size": 32, "patch_size": 8, "hidden_act": "gelu"},
    "text_config": {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 1,
      "num_attention_heads": 2, "max_position_embeddings": 16, "vocab_size": 600}})");
}

Json tinyPreprocessorConfig() {
  return Json::parse(R"({"size": {"shortest_edge": 32}, "crop_size": {"height": 32, "width": 32},
    "resample": 3, "image_mean": [0.5, 0.4, 0.3], "image_std": [0.2, 0.25, 0.5],
    "rescale_factor": 0.00392156862745098})");
}

fs::path writeModelFolder(const fs::path& folder, float seed, const Json& config) {
  std::error_code error;
  fs::create_directories(folder, error);
  writeText(folder / "open_clip_config.json", config.dump());
  TinyVocabulary({"a b", "ab c</w>"}).write(folder);
  model::SafeTensorsWriter weights;
  weights.add("logit_scale", {}, std::vector<float>{seed});
  CALOTYPE_ASSERT(weights.write(folder / "open_clip_model.safetensors").has_value());
  return folder;
}

}  // namespace calotype::test
