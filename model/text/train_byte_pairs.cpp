// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text/train_byte_pairs.h"

#include <optional>
#include <queue>
#include <set>
#include <unordered_map>

#include "model/files/json.h"
#include "model/text/clean.h"
#include "model/text/special_tokens.h"

namespace calotype::model {

namespace {

constexpr int kSpecialTokens = 2;  // start and end
constexpr std::int64_t kLeastCount = 2;

struct Word {
  std::vector<std::uint32_t> symbols;
  std::int64_t count;
};

constexpr std::uint64_t key(std::uint32_t left, std::uint32_t right) {
  return std::uint64_t(left) << 32 | right;
}

/// The words' pairs with their counts, kept while pairs are merged.
class Counts {
 public:
  explicit Counts(std::vector<Word> words) : words_(std::move(words)) {
    for (std::size_t i = 0; i < words_.size(); ++i) change(i, 1);
    for (const auto& entry : counts_) offer(entry.first);
  }

  /// The most frequent pair, the smallest among equals; none when no pair occurs twice.
  std::optional<std::uint64_t> best() {
    while (!waiting_.empty()) {
      const auto [count, negative] = waiting_.top();
      const auto pair = ~negative;
      waiting_.pop();
      if (counts_[pair] != count) continue;  // an old figure; the present one waits too
      if (count < kLeastCount) break;
      return pair;
    }
    return std::nullopt;
  }

  void merge(std::uint64_t pair, std::uint32_t product) {
    const auto left = std::uint32_t(pair >> 32), right = std::uint32_t(pair);
    const auto places = std::move(places_[pair]);
    places_.erase(pair);
    touched_.clear();
    for (const auto place : places) {
      change(place, -1);
      auto& symbols = words_[place].symbols;
      std::size_t kept = 0;
      for (std::size_t i = 0; i < symbols.size(); ++i, ++kept) {
        const bool here = i + 1 < symbols.size() && symbols[i] == left && symbols[i + 1] == right;
        symbols[kept] = here ? product : symbols[i];
        i += here ? 1 : 0;
      }
      symbols.resize(kept);
      change(place, 1);
    }
    counts_[pair] = 0;
    for (const auto changed : touched_)
      if (changed != pair) offer(changed);
  }

 private:
  void change(std::size_t place, std::int64_t sign) {
    const auto& word = words_[place];
    for (std::size_t i = 0; i + 1 < word.symbols.size(); ++i) {
      const auto pair = key(word.symbols[i], word.symbols[i + 1]);
      counts_[pair] += sign * word.count;
      if (sign > 0) places_[pair].insert(place);
      touched_.insert(pair);
    }
  }
  void offer(std::uint64_t pair) { waiting_.emplace(counts_[pair], ~pair); }

  std::vector<Word> words_;
  std::unordered_map<std::uint64_t, std::int64_t> counts_;
  std::unordered_map<std::uint64_t, std::set<std::size_t>> places_;
  std::set<std::uint64_t> touched_;
  std::priority_queue<std::pair<std::int64_t, std::uint64_t>> waiting_;
};

}  // namespace

void BytePairTrainer::add(std::string_view text) {
  const auto clean = cleanText(text);
  for (const auto piece : splitText(clean))
    if (piece != kStartToken && piece != kEndToken) ++pieces_[std::string(piece)];
}

std::vector<BytePairs::Pair> BytePairTrainer::merges(int size) const {
  // Symbols 0 to 255 are bytes, 256 to 511 bytes at a word's end, then the products.
  std::vector<std::string> written = BytePairs::writtenBytes();
  std::vector<Word> words;
  for (const auto& [piece, count] : pieces_) {
    Word word{{}, count};
    for (const char byte : piece) word.symbols.push_back(std::uint8_t(byte));
    word.symbols.back() += 256;
    words.push_back(std::move(word));
  }
  Counts counts(std::move(words));
  std::unordered_map<std::string, std::uint32_t> symbols;
  for (const auto& symbol : written) symbols.emplace(symbol, std::uint32_t(symbols.size()));
  std::vector<BytePairs::Pair> merges;
  while (int(written.size()) + kSpecialTokens < size) {
    const auto pair = counts.best();
    if (!pair) break;
    merges.emplace_back(written[std::size_t(*pair >> 32)], written[std::uint32_t(*pair)]);
    const auto product = merges.back().first + merges.back().second;
    // What can be made in two ways is one symbol all the same.
    const auto [symbol, added] = symbols.emplace(product, std::uint32_t(written.size()));
    if (added) written.push_back(product);
    counts.merge(*pair, symbol->second);
  }
  return merges;
}

Result<std::size_t> writeVocabulary(const fs::path& folder,
                                    const std::vector<BytePairs::Pair>& merges) {
  CALOTYPE_TRY(const auto ids, BytePairs::idsOf(merges));
  std::string text = "#version: 0.2\n";
  for (const auto& [left, right] : merges) text.append(left).append(" ").append(right).append("\n");
  CALOTYPE_CHECK(createPrivateFolder(folder));
  CALOTYPE_CHECK(writeFileAtomically(folder / "merges.txt", std::as_bytes(std::span(text))));
  const auto json = Json(ids).dump();
  CALOTYPE_CHECK(writeFileAtomically(folder / "vocab.json", std::as_bytes(std::span(json))));
  return ids.size();
}

}  // namespace calotype::model
