// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "model/base/result.h"
#include "model/files/json.h"

namespace calotype::model {

/// Byte pair encoding (Sennrich et al. 2016) over bytes, with CLIP's mark for the end of a word.
///
/// Vocabulary files are text, so every byte is written there as a printable character: bytes that
/// are printable in Latin-1 as themselves, the others (blank, controls, …) as the characters from
/// U+0100 on, in order. "</w>" behind a symbol says that a word ends with it, so each byte has two
/// symbols. All of this is done with when the tables are built: encoding works on bytes and ids.
class BytePairs {
 public:
  using Pair = std::pair<std::string, std::string>;

  /// vocabulary: object of symbol to id; ids are 0 … n-1, each once, and n is at most `most`.
  /// merges: pairs of symbols, the first merged first; each symbol and each product is in the
  /// vocabulary.
  static Result<BytePairs> build(const Json& vocabulary, const std::vector<Pair>& merges, int most);

  /// Without a vocabulary: ids in the order in which CLIP's own tokenizer gives them, which is the
  /// bytes, the bytes at a word's end, the products of the merges, the start and the end token.
  /// There are to be `size` of them.
  static Result<BytePairs> build(const std::vector<Pair>& merges, int size);

  /// The ids that the build without a vocabulary gives, by symbol.
  static Result<std::unordered_map<std::string, std::uint32_t>> idsOf(
      const std::vector<Pair>& merges);
  /// How vocabulary files write the 256 bytes, and the 256 bytes at a word's end.
  static std::vector<std::string> writtenBytes();

  /// The pairs of a merges.txt: "left right" a line, first line "#version…" or a pair. At most
  /// 300,000 lines of 256 bytes.
  static Result<std::vector<Pair>> parseMerges(std::string_view text);

  /// Appends the ids of one piece of text (not empty), a word of its own.
  void encode(std::string_view piece, std::vector<std::int64_t>& ids) const;

  std::int64_t start() const { return start_; }
  std::int64_t end() const { return end_; }
  std::size_t size() const { return size_; }

 private:
  using Ids = std::unordered_map<std::string, std::uint32_t>;
  static Result<BytePairs> build(const Ids& ids, const std::vector<Pair>& merges);

  struct Merge {
    std::uint32_t rank, product;
  };

  std::array<std::array<std::uint32_t, 2>, 256> bytes_{};  // id inside a word, id at its end
  std::unordered_map<std::uint64_t, Merge> merges_;        // by left id << 32 | right id
  std::int64_t start_ = 0, end_ = 0;
  std::size_t size_ = 0;
};

}  // namespace calotype::model
