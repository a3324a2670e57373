// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text/tokenizer.h"

#include <algorithm>

#include "model/files/json.h"
#include "model/text/byte_pairs.h"
#include "model/text/clean.h"
#include "model/text/special_tokens.h"

namespace calotype::model {

struct Tokenizer::Tables {
  BytePairs pairs;
  std::size_t context;
};

namespace {

constexpr std::uint64_t kMostMergesBytes = std::uint64_t(32) << 20;

template <class T>
Result<T> named(Result<T> result, const fs::path& path) {
  if (!result) return fail(result.error().code, displayPath(path) + ": " + result.error().message);
  return result;
}

Result<BytePairs> readMerges(const fs::path& path, int most) {
  CALOTYPE_TRY(const auto text, readFile(path, kMostMergesBytes));
  CALOTYPE_TRY(const auto merges, named(BytePairs::parseMerges(text), path));
  const auto vocabularyPath = path.parent_path() / "vocab.json";
  std::error_code error;
  if (!fs::exists(vocabularyPath, error)) return named(BytePairs::build(merges, most), path);
  CALOTYPE_TRY(const auto vocabulary, readJson(vocabularyPath));
  return named(BytePairs::build(vocabulary, merges, most), path);
}

/// A merge of a tokenizer.json: "left right", or newer ["left", "right"].
Result<BytePairs::Pair> readPair(const Json& value) {
  if (value.is_array() && value.size() == 2 && value[0].is_string() && value[1].is_string())
    return BytePairs::Pair(value[0].get<std::string>(), value[1].get<std::string>());
  if (value.is_string()) {
    CALOTYPE_TRY(auto one, BytePairs::parseMerges(value.get_ref<const std::string&>()));
    if (one.size() == 1) return std::move(one.front());
  }
  return fail(Code::Corrupt, "has a merge that is not a pair of symbols");
}

Result<BytePairs> readTogether(const fs::path& path, int most) {
  CALOTYPE_TRY(const auto json, readJson(path));
  CALOTYPE_TRY(const auto model, JsonFields(json, displayPath(path)).object("model"));
  CALOTYPE_TRY(const auto type, model.text("type", "BPE"));
  if (type != "BPE")
    return model.wrong("type", "is not BPE, the only kind of tokenizer that is read",
                       Code::Unsupported);
  CALOTYPE_TRY(const auto wordEnd, model.text("end_of_word_suffix", ""));
  if (wordEnd != "</w>")
    return model.wrong("end_of_word_suffix", "is not </w>, so this is not CLIP's tokenizer",
                       Code::Unsupported);
  if (!model.value("merges").is_array()) return model.wrong("merges", "is not a list");
  std::vector<BytePairs::Pair> merges;
  for (const auto& value : model.value("merges")) {
    CALOTYPE_TRY(auto pair, named(readPair(value), path));
    merges.push_back(std::move(pair));
  }
  return named(BytePairs::build(model.value("vocab"), merges, most), path);
}

}  // namespace

Result<Tokenizer> Tokenizer::open(const ModelSpec& spec) {
  if (!spec.tokenizer)
    return fail(Code::Unsupported, displayPath(spec.folder) +
                                       ": the model has no vocabulary (vocab.json with "
                                       "merges.txt, or tokenizer.json), so it cannot read "
                                       "texts; get these files too");
  const bool together = spec.tokenizer->extension() == ".json";
  CALOTYPE_TRY(auto pairs, together ? readTogether(*spec.tokenizer, spec.text.vocabulary)
                                    : readMerges(*spec.tokenizer, spec.text.vocabulary));
  return Tokenizer(
      std::make_shared<const Tables>(Tables{std::move(pairs), std::size_t(spec.text.context)}));
}

Tokens Tokenizer::encode(std::string_view utf8) const {
  const auto& pairs = tables_->pairs;
  const auto context = tables_->context;
  Tokens tokens;
  tokens.ids.push_back(pairs.start());
  const auto clean = cleanText(utf8);
  for (const auto piece : splitText(clean)) {
    if (tokens.ids.size() >= context) break;
    if (piece == kStartToken) {
      tokens.ids.push_back(pairs.start());
    } else if (piece == kEndToken) {
      tokens.ids.push_back(pairs.end());
    } else {
      pairs.encode(piece, tokens.ids);
    }
  }
  tokens.ids.push_back(pairs.end());
  if (tokens.ids.size() > context) {
    tokens.ids.resize(context);
    tokens.ids.back() = pairs.end();
  }
  const auto end = std::find(tokens.ids.begin(), tokens.ids.end(), pairs.end());
  tokens.end = std::size_t(end - tokens.ids.begin());
  tokens.ids.resize(context, 0);
  return tokens;
}

}  // namespace calotype::model
