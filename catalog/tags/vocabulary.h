// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// Something that can be seen in a photo.
struct Concept {
  std::string id;
  std::int32_t above = -1;  // the broader concept, which stands earlier; -1: at the top
  bool group = false;       // only orders the tree, is never proposed
  std::vector<std::string> english, german;  // the tag's name, then synonyms
  std::vector<std::string> prompts;          // English noun phrases with their article
};

enum class Language { English, German };

/// What photos are looked at for: a tree of concepts, and the sentences around their prompts.
class Vocabulary {
 public:
  static constexpr std::size_t kMostConcepts = 50'000;
  static constexpr std::size_t kFewTemplatesFrom = 2'000;  // concepts; more are asked in one way

  /// photos.json and its like, or a plain text with a name a line (levels apart by '/', '#' begins
  /// a remark). Corrupt or InvalidArgument: what is wrong, at which line or concept.
  static Result<Vocabulary> read(const fs::path& file);
  static Result<Vocabulary> parse(std::string_view text, const std::string& where);

  const std::string& name() const { return name_; }
  const std::vector<Concept>& concepts() const { return concepts_; }
  const std::vector<std::string>& neutral() const { return neutral_; }

  /// Adds a concept that is just its name, as the user types it, unless one has the name already.
  void addOwn(std::string_view name);

  /// All sentences of a concept: every template around every prompt.
  std::vector<std::string> sentences(const Concept& one) const;
  /// The first of them: what a proposal's origin shows.
  std::string sentence(const Concept& one) const { return sentences(one).front(); }
  static const std::string& nameOf(const Concept& one, Language language);

  /// The concept with this name or synonym, in English or else in German, whatever its case; -1:
  /// none.
  std::int32_t find(std::string_view name) const;
  /// The English name of a concept that has this name or synonym in German; nothing when it is an
  /// English one too.
  std::optional<std::string> englishFor(std::string_view german) const;
  /// Changes with everything that changes vectors.
  std::uint64_t hash() const;

 private:
  Status add(Concept one, const std::string& where);
  std::string name_;
  std::vector<std::string> templates_, neutral_;
  std::vector<Concept> concepts_;
  using Names = std::unordered_map<std::string, std::int32_t>;
  Names byEnglish_, byGerman_;  // folded
  Names byId_;
};

}  // namespace calotype::catalog
