// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/command.h"
#include "app/cli/json_lines.h"
#include "model/base/install_paths.h"
#include "model/text/tokenizer.h"

namespace calotype::cli {
namespace {

int tokenize(const fs::path& folder) {
  const auto spec = model::ModelSpec::open(folder);
  if (!spec) return report(spec.error());
  const auto tokenizer = model::Tokenizer::open(*spec);
  if (!tokenizer) return report(tokenizer.error());

  const auto read = eachJsonText(std::cin, "standard input", [&](const std::string& text) {
    auto tokens = tokenizer->encode(text);
    // A text may hold an end token of its own; the last one is ours, and padding stands behind it.
    const auto last = std::find(tokens.ids.rbegin(), tokens.ids.rend(), tokens.ids[tokens.end]);
    tokens.ids.erase(last.base(), tokens.ids.end());
    std::printf("%s\n", nlohmann::json(tokens.ids).dump().c_str());
  });
  return read ? Done : report(read.error());
}

}  // namespace

Run setUpTokenize(CLI::App& parser) {
  const auto folder = std::make_shared<std::string>();
  parser.add_option("--model", *folder, "Folder of the model (default: the starter)");
  parser.footer(
      "Reads one JSON string a line on standard input; writes one JSON array of ids a "
      "line, with start and end token, cut at the model's context.");
  return [folder](const Common&) {
    return tokenize(folder->empty() ? starterModelFolder() : fs::path(*folder));
  };
}

}  // namespace calotype::cli
