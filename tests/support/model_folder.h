// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/files.h"
#include "model/files/json.h"

namespace calotype::test {

void writeText(const fs::path& path, const std::string& text);

/// A vocabulary of the 512 byte symbols, these merges ("a b", "ab c</w>") and the start and end
/// tokens, in this order of ids.
struct TinyVocabulary {
  explicit TinyVocabulary(std::vector<std::string> merges);

  model::Json vocabulary;
  std::vector<std::string> merges;
  std::int64_t id(const std::string& symbol) const { return vocabulary.at(symbol); }

  /// vocab.json and merges.txt.
  void write(const fs::path& folder) const;
  /// tokenizer.json, with merges as pairs or as lines.
  void writeTogether(const fs::path& folder, bool asPairs) const;
};

/// The configuration of a transformer of width 64 for pictures of 32 pixels, in each layout.
model::Json tinyOpenClipConfig();
model::Json tinyHuggingFaceConfig();
model::Json tinyPreprocessorConfig();

/// A folder that opens as a model, in the OpenCLIP layout; its weights file holds one tensor, with
/// `seed` as its number, and so has a hash of its own.
fs::path writeModelFolder(const fs::path& folder, float seed = 1,
                          const model::Json& config = tinyOpenClipConfig());

}  // namespace calotype::test
