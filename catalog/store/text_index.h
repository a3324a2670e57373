// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// Full-text search over file names, folders, dates, titles, captions and accepted tags.
class TextIndex {
 public:
  explicit TextIndex(const Database& database) : database_(database) {}

  /// Writes the photo's words anew from the other tables.
  Status refresh(WriteToken&, PhotoId photo);
  Status remove(WriteToken&, PhotoId photo);
  /// The words of every photo anew.
  Status rebuild(WriteToken&);

  enum class Match { All, Any };

  /// Photos that hold every word, or any of them (each may be the beginning of a longer one), best
  /// first, ties by id. No text can be wrong: what is not a word is left out. limit 0: all.
  Result<std::vector<PhotoId>> find(std::string_view text, std::size_t limit,
                                    Match match = Match::All) const;

 private:
  const Database& database_;
};

/// `text` as a query in FTS5's language: every word quoted, so no word of it is an operator. Empty
/// when it holds no word. Beyond 64 words or 4 KiB the rest is left out (R39).
std::string wordQuery(std::string_view text, TextIndex::Match match = TextIndex::Match::All);

}  // namespace calotype::catalog
