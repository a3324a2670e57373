// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/completion.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "catalog/search/keys.h"
#include "catalog/store/tag_store.h"

namespace calotype::catalog {

namespace {

constexpr int kCandidates = 200;

/// The token that ends at the cursor, quotes and all.
Span tokenAt(std::string_view text, std::size_t cursor) {
  std::size_t begin = 0;
  bool inQuotes = false;
  for (std::size_t i = 0; i < cursor; ++i) {
    if (text[i] == '"') inQuotes = !inQuotes;
    if (!inQuotes && (static_cast<unsigned char>(text[i]) <= ' ' || text[i] == '(')) begin = i + 1;
  }
  return {begin, cursor};
}

std::string withoutQuotes(std::string_view text) {
  std::string plain(text);
  plain.erase(std::remove(plain.begin(), plain.end(), '"'), plain.end());
  return plain;
}

std::string beginsWith(std::string_view typed) {
  std::string pattern;
  for (const char c : typed) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

struct Value {
  std::string name;
  std::int64_t photos = 0;
};

/// Where the values of a key come from: columns name and photos, ?1 the beginning, ?2 how many.
struct Source {
  std::string_view key;
  const char* sql;
  bool folded;  // names are compared as tagKey gives them
};
constexpr std::array<Source, 5> kSources = {{
    {"tag",
     "SELECT name, (SELECT count(*) FROM photo_tag WHERE tag_id = tag.id AND state = 'accepted')"
     " AS photos FROM tag WHERE name_key LIKE ?1 ESCAPE '\\' ORDER BY photos DESC, name_key"
     " LIMIT ?2",
     true},
    {"album",
     "SELECT name, (SELECT count(*) FROM album_photo WHERE album_id = album.id) AS photos"
     " FROM album WHERE name LIKE ?1 ESCAPE '\\' ORDER BY photos DESC, name LIMIT ?2",
     false},
    {"camera",
     "SELECT camera, count(*) AS photos FROM photo WHERE camera LIKE ?1 ESCAPE '\\' OR make LIKE"
     " ?1 ESCAPE '\\' GROUP BY camera ORDER BY photos DESC LIMIT ?2",
     false},
    {"lens",
     "SELECT lens, count(*) AS photos FROM photo WHERE lens LIKE ?1 ESCAPE '\\' GROUP BY lens"
     " ORDER BY photos DESC LIMIT ?2",
     false},
    {"type",
     "SELECT format, count(*) AS photos FROM photo WHERE format LIKE ?1 ESCAPE '\\' GROUP BY"
     " format ORDER BY photos DESC LIMIT ?2",
     false},
}};

Result<std::vector<Value>> folderValues(const Database& database, std::string_view typed) {
  CALOTYPE_TRY(auto rows, database.prepare("SELECT CAST(folder AS TEXT), count(*) FROM file"
                                           " WHERE state = 'present' AND folder <> x''"
                                           " GROUP BY root_id, folder ORDER BY 2 DESC LIMIT 5000"));
  const auto wanted = tagKey(typed);
  std::vector<Value> values;
  while (values.size() < kCandidates) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) break;
    const std::string folder(rows.text(0));
    const auto name = folder.substr(folder.rfind('/') + 1);
    const bool known = std::any_of(values.begin(), values.end(),
                                   [&](const Value& value) { return value.name == name; });
    if (!known && tagKey(name).starts_with(wanted)) values.push_back({name, rows.integer(1)});
  }
  return values;
}

Result<std::vector<Value>> valuesOf(const Database& database, const Key& key,
                                    std::string_view typed) {
  std::vector<Value> values;
  for (const char* choice : key.choices)
    if (std::string_view(choice).starts_with(typed)) values.push_back({choice, -1});
  if (std::string_view(key.name) == "folder") return folderValues(database, typed);
  for (const auto& source : kSources) {
    if (source.key != key.name) continue;
    const auto wanted = beginsWith(source.folded ? tagKey(typed) : std::string(typed));
    CALOTYPE_TRY(auto rows, database.query(source.sql, wanted, kCandidates));
    while (true) {
      CALOTYPE_TRY(const bool row, rows.step());
      if (!row) break;
      if (!rows.text(0).empty()) values.push_back({std::string(rows.text(0)), rows.integer(1)});
    }
  }
  return values;
}

}  // namespace

Result<std::vector<Completion>> completions(const Database& database, std::string_view text,
                                            std::size_t cursor, std::size_t limit) {
  cursor = std::min(cursor, text.size());
  auto at = tokenAt(text, cursor);
  auto token = text.substr(at.begin, at.end - at.begin);
  if (token.starts_with('-')) {
    ++at.begin;
    token.remove_prefix(1);
  }
  std::vector<Completion> found;
  const auto colon = token.find(':');
  if (colon == std::string_view::npos) {
    if (token.empty() || token.front() == '"') return found;
    std::string typed(token);
    std::transform(typed.begin(), typed.end(), typed.begin(),
                   [](unsigned char c) { return char(std::tolower(c)); });
    for (const Key& key : keys()) {
      const std::string name(key.name);
      if (!name.starts_with(typed) || found.size() == limit) continue;
      found.push_back({name == "untagged" ? name : name + ":", key.example, at});
    }
    return found;
  }
  const Key* const key = findKey(token.substr(0, colon));
  if (key == nullptr) return found;
  at.begin += colon + 1;
  CALOTYPE_TRY(const auto values, valuesOf(database, *key, withoutQuotes(token.substr(colon + 1))));
  for (const auto& value : values) {
    if (found.size() == limit) break;
    found.push_back({quotedValue(value.name),
                     value.photos < 0 ? std::string() : std::to_string(value.photos), at});
  }
  return found;
}

}  // namespace calotype::catalog
