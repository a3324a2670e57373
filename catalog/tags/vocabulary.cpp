// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/tags/vocabulary.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "catalog/store/tag_store.h"
#include "model/base/hash.h"
#include "model/files/json.h"

namespace calotype::catalog {

namespace {

using model::Json;
using model::JsonFields;

constexpr std::uint64_t kMostBytes = 16u << 20;
constexpr std::size_t kMostSentences = 200, kMostNames = 100, kMostNameBytes = 256;
constexpr int kFormat = 1;

/// For vocabularies that bring no sentences of their own.
const std::vector<std::string> kTemplates = {
    "a photo of {}.",      "a picture of {}.",    "a close photo of {}.", "a snapshot of {}.",
    "a good photo of {}.", "a dark photo of {}.", "{} in a photo."};
const std::vector<std::string> kNeutral = {"a photo.",
                                           "a picture.",
                                           "an image.",
                                           "a photograph.",
                                           "a snapshot.",
                                           "a picture of something.",
                                           "a photo of a thing.",
                                           "an ordinary photo.",
                                           "a photo taken with a camera.",
                                           "a photo of a place.",
                                           "a good photo.",
                                           "a blurry photo."};

tl::unexpected<Error> wrong(const std::string& where, const std::string& why) {
  return fail(Code::Corrupt, where + ": " + why);
}

std::string withArticle(const std::string& name) {
  static constexpr std::string_view kVowels = "aeiouAEIOU";
  const bool vowel = !name.empty() && kVowels.find(name[0]) != std::string_view::npos;
  return (vowel ? "an " : "a ") + name;
}

Result<std::vector<std::string>> readTexts(const JsonFields& fields, const char* key,
                                           std::size_t most) {
  std::vector<std::string> texts;
  if (!fields.has(key)) return texts;
  const Json& list = fields.value(key);
  if (!list.is_array() || list.size() > most)
    return fields.wrong(key, "is no list of at most " + std::to_string(most) + " texts");
  for (const Json& text : list) {
    if (!text.is_string() || text.get_ref<const std::string&>().empty() ||
        text.get_ref<const std::string&>().size() > kMostNameBytes)
      return fields.wrong(key, "has something else than a text of 1 to 256 bytes");
    texts.push_back(text.get<std::string>());
  }
  return texts;
}

Result<Concept> readConcept(const Json& json, const std::string& where,
                            const std::unordered_map<std::string, std::int32_t>& known) {
  const JsonFields fields(json, where);
  CALOTYPE_CHECK(fields.check());
  Concept one;
  CALOTYPE_TRY(one.id, fields.text("id"));
  const JsonFields named(json, where + " (\"" + displayText(one.id) + "\")");
  CALOTYPE_TRY(one.group, named.truth("group", false));
  CALOTYPE_TRY(one.english, readTexts(named, "en", kMostNames));
  CALOTYPE_TRY(one.german, readTexts(named, "de", kMostNames));
  CALOTYPE_TRY(one.prompts, readTexts(named, "prompts", kMostNames));
  if (one.english.empty()) return named.wrong("en", "has no name");
  if (one.german.empty()) one.german = {one.english.front()};
  if (one.prompts.empty()) one.prompts = {withArticle(one.english.front())};
  CALOTYPE_TRY(const auto above, named.text("under", ""));
  if (above.empty()) return one;
  const auto found = known.find(above);
  if (found == known.end())
    return named.wrong("under",
                       "is \"" + displayText(above) + "\", which does not stand before it");
  one.above = found->second;
  return one;
}

}  // namespace

const std::string& Vocabulary::nameOf(const Concept& one, Language language) {
  return language == Language::German ? one.german.front() : one.english.front();
}

Status Vocabulary::add(Concept one, const std::string& where) {
  if (concepts_.size() == kMostConcepts)
    return wrong(where, "has more than 50,000 concepts. Divide it.");
  const auto index = std::int32_t(concepts_.size());
  if (!byId_.emplace(one.id, index).second)
    return wrong(where, "the concept \"" + displayText(one.id) + "\" stands there twice");
  const std::pair<const std::vector<std::string>&, Names&> languages[] = {{one.english, byEnglish_},
                                                                          {one.german, byGerman_}};
  for (const auto& [names, known] : languages)
    for (const auto& name : names) {
      const auto [at, fresh] = known.emplace(tagKey(name), index);
      if (!fresh && at->second != index)
        return wrong(where, "\"" + displayText(name) + "\" is a name of both \"" +
                                displayText(concepts_[std::size_t(at->second)].id) + "\" and \"" +
                                displayText(one.id) + "\": one of them has to go");
    }
  concepts_.push_back(std::move(one));
  return {};
}

Result<Vocabulary> Vocabulary::read(const fs::path& file) {
  CALOTYPE_TRY(const auto text, readFile(file, kMostBytes));
  return parse(text, displayPath(file));
}

Result<Vocabulary> Vocabulary::parse(std::string_view text, const std::string& where) {
  Vocabulary vocabulary;
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return wrong(where, "is empty. Write a name a line, or give a vocabulary in JSON.");
  if (text[first] != '{' && text[first] != '[') {
    vocabulary.name_ = where;
    vocabulary.templates_ = kTemplates;
    vocabulary.neutral_ = kNeutral;
    for (std::size_t line = 1, begin = 0; begin < text.size(); ++line) {
      const auto end = std::min(text.find('\n', begin), text.size());
      auto name = text.substr(begin, end - begin);
      begin = end + 1;
      if (const auto remark = name.find('#'); remark != std::string_view::npos)
        name = name.substr(0, remark);
      const auto levels = tagLevels(name);
      std::string id = "own:";
      std::int32_t above = -1;
      for (const auto& level : levels) {
        id += (above < 0 ? "" : "/") + tagKey(level);
        if (const auto known = vocabulary.byId_.find(id); known != vocabulary.byId_.end()) {
          above = known->second;
          continue;
        }
        CALOTYPE_CHECK(vocabulary.add({id, above, false, {level}, {level}, {withArticle(level)}},
                                      where + ", line " + std::to_string(line)));
        above = std::int32_t(vocabulary.concepts_.size()) - 1;
      }
    }
    if (vocabulary.concepts_.empty()) return wrong(where, "names nothing. Write a name a line.");
    return vocabulary;
  }

  const auto json = model::parseJson(text, {kMostBytes, 8});
  if (!json) return wrong(where, json.error().message + ".");
  const JsonFields fields(*json, where);
  CALOTYPE_CHECK(fields.check());
  CALOTYPE_TRY(const int format, fields.integer("format", 1, 1'000'000));
  if (format != kFormat)
    return fields.wrong("format", "is newer than this program knows", Code::NewerVersion);
  CALOTYPE_TRY(vocabulary.name_, fields.text("name", where));
  CALOTYPE_TRY(vocabulary.templates_, readTexts(fields, "templates", kMostSentences));
  CALOTYPE_TRY(vocabulary.neutral_, readTexts(fields, "neutral", kMostSentences));
  if (vocabulary.templates_.empty()) vocabulary.templates_ = kTemplates;
  if (vocabulary.neutral_.empty()) vocabulary.neutral_ = kNeutral;
  for (const auto& sentence : vocabulary.templates_)
    if (sentence.find("{}") == std::string::npos)
      return fields.wrong("templates", "has \"" + displayText(sentence) + "\" without {}");
  const Json& list = fields.value("concepts");
  if (!list.is_array() || list.empty()) return fields.wrong("concepts", "is no list of concepts");
  std::size_t number = 0;
  for (const Json& each : list) {
    const auto at = where + ": concept " + std::to_string(++number);
    CALOTYPE_TRY(auto one, readConcept(each, at, vocabulary.byId_));
    CALOTYPE_CHECK(vocabulary.add(std::move(one), at));
  }
  return vocabulary;
}

void Vocabulary::addOwn(std::string_view name) {
  const auto text = tagName(name);
  if (text.empty() || text.size() > kMostNameBytes || find(text) >= 0) return;
  (void)add({"own:" + tagKey(text), -1, false, {text}, {text}, {withArticle(text)}}, name_);
}

std::vector<std::string> Vocabulary::sentences(const Concept& one) const {
  const bool few = concepts_.size() > kFewTemplatesFrom;
  std::vector<std::string> sentences;
  for (const auto& prompt : one.prompts)
    for (const auto& around : templates_) {
      auto sentence = around;
      sentence.replace(sentence.find("{}"), 2, prompt);
      sentences.push_back(std::move(sentence));
      if (few) return sentences;
    }
  return sentences;
}

std::int32_t Vocabulary::find(std::string_view name) const {
  const auto key = tagKey(name);
  for (const auto* const names : {&byEnglish_, &byGerman_})
    if (const auto found = names->find(key); found != names->end()) return found->second;
  return -1;
}

std::optional<std::string> Vocabulary::englishFor(std::string_view german) const {
  const auto key = tagKey(german);
  const auto found = byGerman_.find(key);
  if (found == byGerman_.end() || byEnglish_.contains(key)) return std::nullopt;
  return concepts_[std::size_t(found->second)].english.front();
}

std::uint64_t Vocabulary::hash() const {
  std::string all;
  for (const auto& sentence : neutral_) all += sentence + '\n';
  for (const auto& one : concepts_) {
    all += one.id + '\t' + std::to_string(one.above) + (one.group ? "\tgroup\n" : "\n");
    for (const auto& sentence : sentences(one)) all += sentence + '\n';
  }
  return xxh3(std::as_bytes(std::span(all)));
}

}  // namespace calotype::catalog
