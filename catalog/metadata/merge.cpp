// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/metadata/merge.h"

#include <algorithm>
#include <map>
#include <set>

#include "catalog/store/tag_store.h"

namespace calotype::catalog {

namespace {

/// By key, as it was spelt first.
using Tags = std::map<std::string, std::string>;

Tags byKey(const std::vector<std::string>& paths) {
  Tags tags;
  for (const auto& path : paths)
    if (auto key = tagPathKey(path); !key.empty()) tags.emplace(std::move(key), path);
  return tags;
}

std::set<std::string> keysOf(const Tags& tags) {
  std::set<std::string> keys;
  for (const auto& tag : tags) keys.insert(tag.first);
  return keys;
}

/// As it comes back from a file: no control characters but line ends, no blanks around it.
std::string asFilesHaveIt(const std::string& caption) {
  std::string kept;
  for (const char c : caption)
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r') kept += c;
  static constexpr const char* kBlanks = " \t\r\n\v\f";
  const auto first = kept.find_first_not_of(kBlanks);
  if (first == std::string::npos) return {};
  return kept.substr(first, kept.find_last_not_of(kBlanks) - first + 1);
}

void mergeRating(const Said& before, const Said& now, const PhotoWords& catalog, Merged& merged) {
  const int ours = catalog.rating.value_or(0);
  if (now.rating && *now.rating < 0) {
    merged.reject = before.rating != now.rating && ours == 0;
    merged.write = merged.write || ours != 0;
    return;
  }
  if (!now.rating) {
    merged.write = merged.write || ours != 0;
    return;
  }
  if (*now.rating == ours) return;
  const int base = std::max(before.rating.value_or(0), 0);
  if (*now.rating == base)
    merged.write = true;
  else if (ours == base || ours == 0)
    merged.rating = now.rating;
  else
    merged.otherRating = now.rating;
}

void mergeCaption(const Said& before, const Said& now, const PhotoWords& catalog, Merged& merged) {
  const auto ours = asFilesHaveIt(catalog.caption), theirs = asFilesHaveIt(now.caption),
             base = asFilesHaveIt(before.caption);
  if (theirs == ours) return;
  if (theirs.empty() || theirs == base)
    merged.write = true;
  else if (ours == base || ours.empty())
    merged.caption = now.caption;
  else
    merged.otherCaption = now.caption;
}

void mergeTags(const Said& before, const Said& now, const PhotoWords& catalog, Merged& merged) {
  const auto ours = byKey(catalog.tags), theirs = byKey(now.tags.value_or(catalog.tags));
  const auto base = byKey(before.tags.value_or(std::vector<std::string>()));
  for (const auto& [key, path] : theirs)
    if (!ours.contains(key) && !base.contains(key)) merged.add.push_back(path);
  const bool onlyTheyChanged = before.tags && keysOf(ours) == keysOf(base);
  for (const auto& [key, path] : ours) {
    if (theirs.contains(key)) continue;
    if (onlyTheyChanged)
      merged.takeAway.push_back(path);
    else
      merged.write = true;
  }
  const bool theyHaveMore = std::any_of(theirs.begin(), theirs.end(), [&](const auto& tag) {
    return !ours.contains(tag.first) && base.contains(tag.first);
  });
  const bool lacking = !now.tags && !ours.empty();
  merged.write = merged.write || theyHaveMore || lacking;
}

}  // namespace

Said saidBy(const Metadata& metadata) {
  Said said{metadata.rating, metadata.caption, std::nullopt};
  if (metadata.keywords.empty() && metadata.keywordPaths.empty()) return said;
  auto& tags = said.tags.emplace(metadata.keywordPaths);
  // A single name that is a level of a path is that tag, or one above it.
  std::set<std::string> levels;
  for (const auto& path : metadata.keywordPaths)
    for (const auto& level : tagLevels(path)) levels.insert(tagKey(level));
  for (const auto& keyword : metadata.keywords) {
    if (levels.contains(tagKey(keyword))) continue;
    tags.push_back(tagPathOfName(keyword));
  }
  return said;
}

Said together(const Said& newer, const Said& older) {
  Said both = newer;
  if (!both.rating) both.rating = older.rating;
  if (both.caption.empty()) both.caption = older.caption;
  if (!both.tags)
    both.tags = older.tags;
  else if (older.tags)
    both.tags->insert(both.tags->end(), older.tags->begin(), older.tags->end());
  return both;
}

Merged merge(const Said& before, const Said& now, const PhotoWords& catalog) {
  Merged merged;
  mergeRating(before, now, catalog, merged);
  mergeCaption(before, now, catalog, merged);
  mergeTags(before, now, catalog, merged);
  return merged;
}

std::string tagPathKey(const std::string& path) {
  std::string key;
  for (auto& level : tagLevels(path)) {
    std::replace(level.begin(), level.end(), '|', '/');
    if (!key.empty()) key += '\n';
    key += tagKey(level);
  }
  return key;
}

bool says(const Said& said, const PhotoWords& words) {
  const int stars = std::max(said.rating.value_or(0), 0);
  if (words.rating && *words.rating != stars) return false;
  if (asFilesHaveIt(said.caption) != asFilesHaveIt(words.caption)) return false;
  return keysOf(byKey(said.tags.value_or(std::vector<std::string>()))) == keysOf(byKey(words.tags));
}

}  // namespace calotype::catalog
