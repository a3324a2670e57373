// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text/byte_pairs.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <tuple>

#include "model/files/families.h"
#include "model/text/special_tokens.h"

namespace calotype::model {

namespace {

constexpr std::size_t kMostMerges = 300'000;
constexpr std::size_t kMostLineBytes = 256;
constexpr std::string_view kWordEnd = "</w>";

bool isPrintable(unsigned byte) {
  return (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte != 0xad);
}

/// The character a byte is written as in vocabulary files.
std::string writtenByte(unsigned byte) {
  static const auto kWritten = [] {
    std::array<std::string, 256> all;
    UChar32 stranger = 0x100;
    for (unsigned value = 0; value < 256; ++value) {
      const auto character = isPrintable(value) ? UChar32(value) : stranger++;
      std::array<char, U8_MAX_LENGTH> utf8{};
      std::int32_t length = 0;
      U8_APPEND_UNSAFE(utf8.data(), length, character);
      all[value].assign(utf8.data(), std::size_t(length));
    }
    return all;
  }();
  return kWritten[byte];
}

constexpr std::uint64_t key(std::uint32_t left, std::uint32_t right) {
  return std::uint64_t(left) << 32 | right;
}

using Ids = std::unordered_map<std::string, std::uint32_t>;

Result<Ids> readIds(const Json& vocabulary, int most) {
  if (!vocabulary.is_object()) return fail(Code::Corrupt, "the vocabulary is not a JSON object");
  const auto count = vocabulary.size();
  if (count > std::size_t(most))
    return fail(Code::Corrupt, "the vocabulary has " + std::to_string(count) +
                                   " entries, the configuration allows " + std::to_string(most));
  Ids ids;
  ids.reserve(count);
  std::vector<bool> taken(count);
  for (const auto& [symbol, value] : vocabulary.items()) {
    const auto id = value.is_number_unsigned() ? value.get<std::uint64_t>() : count;
    if (id >= count || taken[std::size_t(id)])
      return fail(Code::Corrupt, "the vocabulary's numbers are not 0 to " +
                                     std::to_string(count - 1) + ", each once");
    taken[std::size_t(id)] = true;
    ids.emplace(symbol, std::uint32_t(id));
  }
  return ids;
}

Result<std::uint32_t> idOf(const Ids& ids, const std::string& symbol) {
  const auto found = ids.find(symbol);
  if (found == ids.end())
    return fail(Code::Corrupt, "the vocabulary lacks \"" + displayText(symbol) + "\"");
  return found->second;
}

}  // namespace

Result<std::vector<BytePairs::Pair>> BytePairs::parseMerges(std::string_view text) {
  std::vector<Pair> merges;
  std::size_t lines = 0;
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const bool heading = lines == 0 && line.starts_with("#version");
    if (++lines > kMostMerges) return fail(Code::TooLarge, "has more than 300,000 lines");
    if (line.size() > kMostLineBytes)
      return fail(Code::TooLarge, "has a line of more than 256 bytes");
    if (heading || line.empty()) continue;
    const auto blank = line.find(' ');
    if (blank == 0 || blank == std::string_view::npos || blank + 1 == line.size() ||
        line.find(' ', blank + 1) != std::string_view::npos)
      return fail(Code::Corrupt, "line " + std::to_string(lines) + " is not a pair of symbols");
    merges.emplace_back(line.substr(0, blank), line.substr(blank + 1));
  }
  return merges;
}

Result<BytePairs> BytePairs::build(const Json& vocabulary, const std::vector<Pair>& merges,
                                   int most) {
  CALOTYPE_TRY(const auto ids, readIds(vocabulary, most));
  // Bytes, bytes at a word's end, start and end stand there without a merge.
  static constexpr std::size_t kUnmerged = 2 * 256 + 2;
  if (ids.size() > kUnmerged + merges.size())
    return fail(Code::Corrupt,
                "has " + std::to_string(merges.size()) + " merges, too few for a vocabulary of " +
                    std::to_string(ids.size()) + "; it is cut off, or another model's");
  return build(ids, merges);
}

std::vector<std::string> BytePairs::writtenBytes() {
  std::vector<std::string> written;
  for (const std::string_view end : {std::string_view(), kWordEnd})
    for (unsigned byte = 0; byte < 256; ++byte)
      written.push_back(writtenByte(byte) + std::string(end));
  return written;
}

Result<std::unordered_map<std::string, std::uint32_t>> BytePairs::idsOf(
    const std::vector<Pair>& merges) {
  Ids ids;
  const auto add = [&](const std::string& symbol) {
    return ids.emplace(symbol, std::uint32_t(ids.size())).second;
  };
  // Printable bytes come first: those that stand for themselves in writing.
  std::vector<unsigned> order(256);
  std::iota(order.begin(), order.end(), 0U);
  std::stable_partition(order.begin(), order.end(), isPrintable);
  for (const std::string_view end : {std::string_view(), kWordEnd})
    for (const unsigned byte : order) add(writtenByte(byte) + std::string(end));
  // A product may be made in two ways; it has one id.
  for (const auto& [left, right] : merges) add(left + right);
  if (!add(std::string(kStartToken)) || !add(std::string(kEndToken)))
    return fail(Code::Corrupt, "the merges make a start or end token");
  return ids;
}

Result<BytePairs> BytePairs::build(const std::vector<Pair>& merges, int size) {
  CALOTYPE_TRY(const auto ids, idsOf(merges));
  if (ids.size() != std::size_t(size))
    return fail(Code::Corrupt, "the merges make a vocabulary of " + std::to_string(ids.size()) +
                                   " entries, the configuration says " + std::to_string(size) +
                                   "; get vocab.json too");
  return build(ids, merges);
}

Result<BytePairs> BytePairs::build(const Ids& ids, const std::vector<Pair>& merges) {
  if (merges.empty()) return fail(Code::Corrupt, "there are no merges, so no text could be read");
  if (merges.size() > kMostMerges)
    return fail(Code::TooLarge, "there are more than 300,000 merges");
  BytePairs pairs;
  pairs.size_ = ids.size();
  CALOTYPE_TRY(pairs.start_, idOf(ids, std::string(kStartToken)));
  CALOTYPE_TRY(pairs.end_, idOf(ids, std::string(kEndToken)));
  for (unsigned byte = 0; byte < 256; ++byte) {
    const auto written = writtenByte(byte);
    CALOTYPE_TRY(pairs.bytes_[byte][0], idOf(ids, written));
    CALOTYPE_TRY(pairs.bytes_[byte][1], idOf(ids, written + std::string(kWordEnd)));
  }
  pairs.merges_.reserve(merges.size());
  for (std::uint32_t rank = 0; rank < merges.size(); ++rank) {
    const auto& [leftText, rightText] = merges[rank];
    CALOTYPE_TRY(const auto left, idOf(ids, leftText));
    CALOTYPE_TRY(const auto right, idOf(ids, rightText));
    CALOTYPE_TRY(const auto product, idOf(ids, leftText + rightText));
    if (!pairs.merges_.emplace(key(left, right), Merge{rank, product}).second)
      return fail(Code::Corrupt, "the merge of \"" + displayText(leftText) + "\" and \"" +
                                     displayText(rightText) + "\" stands there twice");
  }
  return pairs;
}

void BytePairs::encode(std::string_view piece, std::vector<std::int64_t>& ids) const {
  // A doubly linked list of symbols; merged ones drop out. Candidates wait in a queue, so that a
  // word of n bytes takes n log n steps, however long somebody makes it.
  struct Symbol {
    std::uint32_t id;
    std::size_t before, after;
    bool gone = false;
  };
  const auto count = piece.size();
  std::vector<Symbol> symbols(count);
  for (std::size_t i = 0; i < count; ++i)
    symbols[i] = {bytes_[std::uint8_t(piece[i])][i + 1 == count ? 1 : 0], i - 1, i + 1};

  using Candidate = std::tuple<std::uint32_t, std::size_t, std::uint64_t>;  // rank, left, pair
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> candidates;
  const auto offer = [&](std::size_t left) {
    const auto right = symbols[left].after;
    if (right >= count) return;
    const auto pair = key(symbols[left].id, symbols[right].id);
    if (const auto found = merges_.find(pair); found != merges_.end())
      candidates.emplace(found->second.rank, left, pair);
  };
  for (std::size_t i = 0; i + 1 < count; ++i) offer(i);

  std::vector<std::size_t> merged;
  while (!candidates.empty()) {
    // All of one rank are merged from left to right before new neighbours are looked at: so says
    // the original, and with odd lists of merges it makes a difference.
    const auto rank = std::get<0>(candidates.top());
    merged.clear();
    while (!candidates.empty() && std::get<0>(candidates.top()) == rank) {
      const auto [sameRank, left, pair] = candidates.top();
      candidates.pop();
      auto& symbol = symbols[left];
      if (symbol.gone || symbol.after >= count) continue;
      auto& right = symbols[symbol.after];
      if (key(symbol.id, right.id) != pair) continue;
      symbol.id = merges_.at(pair).product;
      right.gone = true;
      symbol.after = right.after;
      if (symbol.after < count) symbols[symbol.after].before = left;
      merged.push_back(left);
    }
    for (const auto left : merged) {
      if (symbols[left].gone) continue;
      offer(left);
      if (symbols[left].before < count) offer(symbols[left].before);
    }
  }
  for (std::size_t i = 0; i < count; i = symbols[i].after)
    ids.push_back(std::int64_t(symbols[i].id));
}

}  // namespace calotype::model
