// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text/tokenizer.h"

#include <algorithm>

#include "model/files/json.h"
#include "model/text/byte_pairs.h"
#include "model/text/clean.h"
#include "model/text/pieces.h"
#include "model/text/special_tokens.h"

namespace calotype::model {

struct Tokenizer::Tables {
  virtual ~Tables() = default;
  virtual Tokens encode(std::string_view utf8) const = 0;
};

namespace {

constexpr std::uint64_t kMostMergesBytes = std::uint64_t(32) << 20;
constexpr std::uint64_t kMostPiecesBytes = std::uint64_t(32) << 20;

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

Tokens encodeByPairs(const BytePairs& pairs, std::size_t context, std::string_view utf8) {
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

Result<std::unique_ptr<Pieces>> readPieces(const fs::path& path, const TextSpec& text) {
  CALOTYPE_TRY(const auto bytes, readFile(path, kMostPiecesBytes));
  CALOTYPE_TRY(auto pieces, named(openPieces(bytes), path));
  if (pieces->count() > text.vocabulary || pieces->end() < 0)
    return fail(Code::Corrupt, displayPath(path) + ": has " + std::to_string(pieces->count()) +
                                   " pieces, which do not fit the model's vocabulary of " +
                                   std::to_string(text.vocabulary) + ", or none that ends a text");
  return pieces;
}

}  // namespace

/// CLIP's.
struct Tokenizer::PairTables final : Tables {
  PairTables(BytePairs pairs_, std::size_t context_)
      : pairs(std::move(pairs_)), context(context_) {}
  Tokens encode(std::string_view utf8) const override {
    return encodeByPairs(pairs, context, utf8);
  }

  BytePairs pairs;
  std::size_t context;
};

/// SigLIP's: Zhai et al. 2023 pad with the end token and leave out punctuation; Tschannen et al.
/// 2025 pad with the padding piece and leave it in.
struct Tokenizer::PieceTables final : Tables {
  PieceTables(std::unique_ptr<Pieces> pieces_, std::size_t context_, bool first)
      : pieces(std::move(pieces_)), context(context_), punctuation(!first) {
    padding = first || pieces->padding() < 0 ? pieces->end() : pieces->padding();
  }

  Tokens encode(std::string_view utf8) const override {
    const auto text = lowerText(utf8, punctuation);
    Tokens tokens;
    // A text that the vocabulary cannot take is one without words.
    if (auto ids = pieces->encode(text)) tokens.ids = std::move(*ids);
    tokens.ids.resize(std::min(tokens.ids.size(), context - 1));
    tokens.ids.push_back(pieces->end());
    tokens.ids.resize(context, padding);
    tokens.end = context - 1;
    return tokens;
  }

  std::unique_ptr<Pieces> pieces;
  std::size_t context;
  bool punctuation;  // stays
  std::int64_t padding;
};

Result<Tokenizer> Tokenizer::open(const ModelSpec& spec) {
  if (!spec.tokenizer)
    return fail(Code::Unsupported,
                displayPath(spec.folder) +
                    ": the model has no vocabulary (vocab.json with merges.txt, tokenizer.json, or "
                    "SentencePiece's .model), so it cannot read texts; get these files too");
  const auto context = std::size_t(spec.text.context);
  if (spec.vocabularyKind != VocabularyKind::BytePairs) {
    CALOTYPE_TRY(auto pieces, readPieces(*spec.tokenizer, spec.text));
    const bool first = spec.vocabularyKind == VocabularyKind::Pieces;
    return Tokenizer(std::make_shared<const PieceTables>(std::move(pieces), context, first));
  }
  const bool together = spec.tokenizer->extension() == ".json";
  CALOTYPE_TRY(auto pairs, together ? readTogether(*spec.tokenizer, spec.text.vocabulary)
                                    : readMerges(*spec.tokenizer, spec.text.vocabulary));
  return Tokenizer(std::make_shared<const PairTables>(std::move(pairs), context));
}

Tokens Tokenizer::encode(std::string_view utf8) const {
  return tables_->encode(utf8);
}

}  // namespace calotype::model
