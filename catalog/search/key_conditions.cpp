// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/key_conditions.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <set>

#include "catalog/search/keys.h"
#include "catalog/search/sql_filter.h"
#include "catalog/store/album_store.h"
#include "catalog/store/tag_store.h"

namespace calotype::catalog {

namespace {

// Twice as fast as "photo.id NOT IN (…)", which first makes a table of all that are tagged.
constexpr const char* kUntagged =
    "NOT EXISTS (SELECT 1 FROM photo_tag WHERE photo_id = photo.id AND state = 'accepted')";

constexpr int kMostNested = 4;  // saved searches inside saved searches

/// For LIKE with ESCAPE '\': what the user typed is plain, but for '*'.
std::string pattern(std::string_view text, bool stars) {
  std::string escaped;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') escaped += '\\';
    escaped += stars && c == '*' ? '%' : c;
  }
  return escaped;
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return char(std::tolower(c)); });
  return lower;
}

const char* signOf(Comparison comparison) {
  switch (comparison) {
    case Comparison::Less:
      return " < ";
    case Comparison::AtMost:
      return " <= ";
    case Comparison::More:
      return " > ";
    case Comparison::AtLeast:
      return " >= ";
    default:
      return " = ";
  }
}

/// column: never NULL, or wrapped so that it is not.
void number(const Condition& condition, SqlCondition& sql, const std::string& column) {
  const auto compare = [&](const char* sign, const std::string& value) {
    sql.add(column + sign);
    sql.addValue(parseNumber(value).value_or(0));
  };
  if (condition.comparison != Comparison::Between)
    return compare(signOf(condition.comparison), condition.value);
  sql.add("(");
  if (!condition.value.empty()) compare(" >= ", condition.value);
  if (!condition.value.empty() && !condition.upper.empty()) sql.add(" AND ");
  if (!condition.upper.empty()) compare(" <= ", condition.upper);
  sql.add(")");
}

/// A number that photos may lack: those never pass.
void optionalNumber(const Condition& condition, SqlCondition& sql, const std::string& column) {
  sql.add("(" + column + " IS NOT NULL AND ");
  number(condition, sql, column);
  sql.add(")");
}

void contains(SqlCondition& sql, const std::string& expression, std::string_view text) {
  sql.add("coalesce(" + expression + ", '') LIKE ");
  sql.addValue("%" + pattern(text, false) + "%");
  sql.add(" ESCAPE '\\'");
}

struct TagRow {
  std::int64_t id = 0, parent = 0;
  std::string key;
};

Result<std::vector<TagRow>> allTags(const Database& database) {
  CALOTYPE_TRY(auto rows, database.prepare("SELECT id, coalesce(parent_id, 0), name_key FROM tag"));
  std::vector<TagRow> tags;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return tags;
    tags.push_back({rows.integer(0), rows.integer(1), std::string(rows.text(2))});
  }
}

/// Ids of the tags whose path ends with the levels, and of all that lie below them.
std::set<std::int64_t> tagsMeant(const std::vector<TagRow>& tags, std::string_view value) {
  auto levels = tagLevels(value);
  const bool beginning = !levels.empty() && levels.back().ends_with('*');
  if (beginning) levels.back().pop_back();
  for (auto& level : levels) level = tagKey(level);
  std::set<std::int64_t> meant;
  if (levels.empty()) return meant;
  const auto byId = [&](std::int64_t id) {
    return std::find_if(tags.begin(), tags.end(), [&](const TagRow& tag) { return tag.id == id; });
  };
  for (const auto& tag : tags) {
    const bool last = beginning ? tag.key.starts_with(levels.back()) : tag.key == levels.back();
    if (!last) continue;
    auto at = tag.parent;
    bool all = true;
    for (std::size_t i = levels.size() - 1; all && i-- > 0;) {
      const auto above = byId(at);
      all = above != tags.end() && above->key == levels[i];
      if (all) at = above->parent;
    }
    if (all) meant.insert(tag.id);
  }
  for (bool grew = !meant.empty(); grew;) {
    grew = false;
    for (const auto& tag : tags)
      if (meant.count(tag.parent) != 0) grew = meant.insert(tag.id).second || grew;
  }
  return meant;
}

std::string listOf(const std::set<std::int64_t>& ids) {
  std::string list;
  for (const auto id : ids) list += (list.empty() ? "" : ",") + std::to_string(id);
  return "(" + list + ")";
}

std::vector<std::string> components(std::string_view path) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= path.size();) {
    const auto end = std::min(path.find('/', begin), path.size());
    if (end > begin) parts.push_back(lowered(path.substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

void tagCondition(const Condition& condition, SqlCondition& sql) {
  const auto tags = allTags(sql.database());
  if (!tags) return sql.fail(tags.error());
  const auto meant = tagsMeant(*tags, condition.value);
  if (meant.empty()) return sql.addFault(Fault::NoSuchTag, condition.value);
  sql.add("photo.id IN (SELECT photo_id FROM photo_tag WHERE state = 'accepted' AND tag_id IN " +
          listOf(meant) + ")");
}

void albumCondition(const Condition& condition, SqlCondition& sql) {
  const auto album = AlbumStore(sql.database()).find(condition.value);
  if (!album) return sql.fail(album.error());
  if (!*album) return sql.addFault(Fault::NoSuchAlbum, condition.value);
  if ((*album)->query.empty()) {
    sql.add("photo.id IN (SELECT photo_id FROM album_photo WHERE album_id = ");
    sql.addValue(std::int64_t((*album)->id));
    return sql.add(")");
  }
  const auto inside = parseQuery((*album)->query);
  if (!inside.text.empty() || !inside.without.empty() || sql.depth() >= kMostNested)
    return sql.addFault(Fault::SavedSearchInside, condition.value);
  std::vector<QueryFault> faults;
  const auto photos =
      photosPassing(sql.database(), inside, {sql.nowWallMs()}, faults, sql.depth() + 1);
  if (!photos) return sql.fail(photos.error());
  if (!*photos) return sql.add("1");
  std::set<std::int64_t> ids;
  for (const PhotoId id : (*photos)->ids()) ids.insert(std::int64_t(id));
  sql.add("photo.id IN " + listOf(ids));
}

void folderCondition(const Condition& condition, SqlCondition& sql) {
  const auto wanted = components(condition.value);
  if (wanted.empty()) return sql.addFault(Fault::NoSuchFolder, condition.value);
  auto rows = sql.database().prepare(
      "SELECT DISTINCT root_id, folder, root.path FROM file"
      " JOIN root ON root.id = root_id");
  if (!rows) return sql.fail(rows.error());
  std::vector<std::pair<std::int64_t, std::string>> meant;
  while (true) {
    const auto row = rows->step();
    if (!row) return sql.fail(row.error());
    if (!*row) break;
    const auto parts = components(rows->bytes(2) + "/" + rows->bytes(1));
    if (std::search(parts.begin(), parts.end(), wanted.begin(), wanted.end()) != parts.end())
      meant.emplace_back(rows->integer(0), rows->bytes(1));
  }
  if (meant.empty()) return sql.addFault(Fault::NoSuchFolder, condition.value);
  sql.add("photo.id IN (SELECT photo_id FROM file WHERE state <> 'unreadable' AND (");
  std::int64_t root = 0;
  for (std::size_t i = 0; i < meant.size(); ++i) {
    if (i == 0 || meant[i].first != root) {
      root = meant[i].first;
      sql.add((i == 0 ? "(root_id = " : ")) OR (root_id = ") + std::to_string(root) +
              " AND folder IN (");
    } else {
      sql.add(",");
    }
    sql.addValue(fs::path(meant[i].second));
  }
  sql.add("))))");
}

void dateCondition(const Condition& condition, SqlCondition& sql) {
  const auto range = [&](const std::string& text) {
    return parseDate(text, sql.nowWallMs()).value_or(DateRange{});
  };
  const auto compare = [&](const char* sign, std::int64_t ms) {
    sql.add(std::string("sort_ms") + sign);
    sql.addValue(ms);
  };
  const bool between = condition.comparison == Comparison::Between;
  const auto first = range(condition.value),
             last = range(between ? condition.upper : condition.value);
  switch (condition.comparison) {
    case Comparison::Less:
      return compare(" < ", first.begin);
    case Comparison::AtMost:
      return compare(" < ", first.end);
    case Comparison::More:
      return compare(" >= ", first.end);
    case Comparison::AtLeast:
      return compare(" >= ", first.begin);
    case Comparison::Equal:
    case Comparison::Between:
      break;
  }
  sql.add("(");
  if (!condition.value.empty()) compare(" >= ", first.begin);
  const bool both = !condition.value.empty() && (!between || !condition.upper.empty());
  if (both) sql.add(" AND ");
  if (!between || !condition.upper.empty()) compare(" < ", last.end);
  sql.add(")");
}

void ratingCondition(const Condition& condition, SqlCondition& sql) {
  number(condition, sql, "rating");
}

void cameraCondition(const Condition& condition, SqlCondition& sql) {
  contains(sql, "coalesce(make, '') || ' ' || camera", condition.value);
}

void lensCondition(const Condition& condition, SqlCondition& sql) {
  contains(sql, "lens", condition.value);
}

void isoCondition(const Condition& condition, SqlCondition& sql) {
  optionalNumber(condition, sql, "iso");
}

void apertureCondition(const Condition& condition, SqlCondition& sql) {
  optionalNumber(condition, sql, "f_number");
}

void focalCondition(const Condition& condition, SqlCondition& sql) {
  optionalNumber(condition, sql, "focal_length_mm");
}

void colourCondition(const Condition& condition, SqlCondition& sql) {
  const auto* const found =
      std::find(std::begin(kColourNames), std::end(kColourNames), condition.value);
  sql.add("colour = " + std::to_string(found - std::begin(kColourNames)));
}

void flagCondition(const Condition& condition, SqlCondition& sql) {
  sql.add(condition.value == "picked"     ? "flag = 1"
          : condition.value == "rejected" ? "flag = -1"
                                          : "flag = 0");
}

void typeCondition(const Condition& condition, SqlCondition& sql) {
  auto name = lowered(condition.value);
  if (name == "jpg") name = "jpeg";
  if (name == "tif") name = "tiff";
  sql.add("lower(coalesce(format, '')) = ");
  sql.addValue(name);
}

void nameCondition(const Condition& condition, SqlCondition& sql) {
  const bool stars = condition.value.find('*') != std::string::npos;
  sql.add(
      "photo.id IN (SELECT photo_id FROM file WHERE state <> 'unreadable' AND"
      " CAST(substr(path, iif(length(folder) = 0, 1, length(folder) + 2)) AS TEXT) LIKE ");
  const auto text = pattern(condition.value, true);
  sql.addValue(stars ? text : "%" + text + "%");
  sql.add(" ESCAPE '\\')");
}

void untaggedCondition(const Condition&, SqlCondition& sql) {
  sql.add(kUntagged);
}

void kindCondition(const Condition& condition, SqlCondition& sql) {
  static constexpr std::pair<std::string_view, const char*> kKinds[] = {
      {"picked", "flag = 1"},
      {"rejected", "flag = -1"},
      {"rated", "rating > 0"},
      {"untagged", kUntagged},
      {"tagged",
       "EXISTS (SELECT 1 FROM photo_tag WHERE photo_id = photo.id AND state = 'accepted')"},
      {"captioned", "coalesce(caption, '') <> ''"},
      {"located", "latitude IS NOT NULL"},
      {"proposed", "photo.id IN (SELECT photo_id FROM photo_tag WHERE state = 'proposed')"},
      {"portrait", "aspect < 0.98"},
      {"landscape", "aspect > 1.02"},
      {"square", "aspect BETWEEN 0.98 AND 1.02"},
      {"film", "duration_ms IS NOT NULL"},
      {"missing", "files = 0"},
      {"unwritten", "photo.id IN (SELECT photo_id FROM unwritten)"},
      {"conflict",
       "photo.id IN (SELECT photo_id FROM sidecar JOIN file ON file.id = file_id"
       " WHERE other_rating IS NOT NULL OR other_caption IS NOT NULL)"}};
  for (const auto& [kind, text] : kKinds)
    if (condition.value == kind) return sql.add(text);
  sql.add("0");
}

}  // namespace calotype::catalog
