// SPDX-License-Identifier: GPL-3.0-or-later
// TagStore's half that knows tags as a tree.
#include <algorithm>
#include <unordered_map>

#include "catalog/store/tag_store.h"

#include "catalog/store/shown.h"

namespace calotype::catalog {

namespace {

constexpr std::size_t kMaxLevels = 16;

/// Every tag of a level carries what is below it, deepest last.
constexpr const char* kSubtree =
    "WITH RECURSIVE below (id, depth) AS (SELECT ?1, 0 UNION ALL"
    " SELECT tag.id, depth + 1 FROM tag JOIN below ON parent_id = below.id WHERE depth < 1000)"
    " SELECT id FROM below ORDER BY depth DESC";

Result<std::vector<TagId>> readIds(Statement rows) {
  std::vector<TagId> ids;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return ids;
    ids.push_back(rows.id<TagId>(0));
  }
}

/// Adds one to every tag that one photo bears, and to those above, each once a photo.
class PhotoCounter {
 public:
  explicit PhotoCounter(std::vector<TagNode>& nodes) : nodes_(nodes), last_(nodes.size(), 0) {
    for (std::size_t i = 0; i < nodes.size(); ++i) place_[std::int64_t(nodes[i].id)] = i;
    for (const auto& node : nodes)
      above_.push_back(node.parent ? std::int64_t(place_[std::int64_t(*node.parent)]) : -1);
  }
  std::size_t placeOf(std::int64_t tag) const {
    const auto found = place_.find(tag);
    return found == place_.end() ? nodes_.size() : found->second;
  }
  void add(std::int64_t photo, std::int64_t tag) {
    for (auto at = std::int64_t(placeOf(tag)); at >= 0 && at < std::int64_t(nodes_.size());
         at = above_[std::size_t(at)]) {
      if (last_[std::size_t(at)] == photo) return;
      last_[std::size_t(at)] = photo;
      ++nodes_[std::size_t(at)].photos;
    }
  }

 private:
  std::vector<TagNode>& nodes_;
  std::vector<std::int64_t> last_, above_;
  std::unordered_map<std::int64_t, std::size_t> place_;
};

/// In the order of the tree; what hangs on nothing (a damaged catalog) goes to the top.
std::vector<TagNode> inTreeOrder(std::vector<TagNode> sorted) {
  std::unordered_map<std::int64_t, std::vector<std::size_t>> below;
  std::unordered_map<std::int64_t, bool> known;
  for (const auto& node : sorted) known[std::int64_t(node.id)] = true;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    auto& parent = sorted[i].parent;
    if (parent && (!known[std::int64_t(*parent)] || *parent == sorted[i].id)) parent.reset();
    below[parent ? std::int64_t(*parent) : 0].push_back(i);
  }
  std::vector<TagNode> ordered;
  ordered.reserve(sorted.size());
  std::vector<std::size_t> open(below[0].rbegin(), below[0].rend());
  while (!open.empty()) {
    const auto at = open.back();
    open.pop_back();
    const auto& children = below[std::int64_t(sorted[at].id)];
    ordered.push_back(std::move(sorted[at]));
    open.insert(open.end(), children.rbegin(), children.rend());
  }
  return ordered;
}

}  // namespace

std::vector<std::string> tagLevels(std::string_view path) {
  std::vector<std::string> levels;
  std::string level;
  const auto finish = [&] {
    auto name = tagName(level);
    if (!name.empty()) levels.push_back(std::move(name));
    level.clear();
  };
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '\\' && i + 1 < path.size() && path[i + 1] == '/')
      level += path[++i];
    else if (path[i] == '/')
      finish();
    else
      level += path[i];
  }
  finish();
  return levels;
}

std::string tagPathOfName(std::string_view name) {
  std::string path;
  for (const char c : name) path += c == '/' ? std::string("\\/") : std::string(1, c);
  return path;
}

Result<TagId> TagStore::addPath(WriteToken& token, std::string_view path) {
  const auto levels = tagLevels(path);
  if (levels.empty()) return fail(Code::InvalidArgument, "A tag needs a name with letters.");
  if (levels.size() > kMaxLevels)
    return fail(Code::InvalidArgument, "A tag has at most 16 levels: use fewer \"/\".");
  CALOTYPE_TRY(const auto known, TagStore(token.database()).findPath(path));
  if (known) return *known;
  std::optional<TagId> at;
  for (const auto& level : levels) {
    CALOTYPE_TRY(at, addOnce(token, level, at));
  }
  return *at;
}

Result<std::optional<TagId>> TagStore::findPath(std::string_view path) const {
  const auto levels = tagLevels(path);
  if (levels.empty()) return std::optional<TagId>();
  if (levels.size() == 1) {
    CALOTYPE_TRY(auto rows, database_.query("SELECT id FROM tag WHERE name_key = ?1 LIMIT 2",
                                            tagKey(levels[0])));
    CALOTYPE_TRY(const auto ids, readIds(std::move(rows)));
    if (ids.empty()) return std::optional<TagId>();
    if (ids.size() == 1) return std::optional(ids[0]);
  }
  std::int64_t at = 0;
  for (const auto& level : levels) {
    CALOTYPE_TRY(const auto found,
                 database_.value("SELECT id FROM tag WHERE coalesce(parent_id, 0) = ?1"
                                 " AND name_key = ?2",
                                 at, tagKey(level)));
    if (!found) return std::optional<TagId>();
    at = *found;
  }
  return std::optional(TagId{at});
}

Result<std::optional<TagId>> TagStore::findConcept(std::string_view id) const {
  CALOTYPE_TRY(const auto tag, database_.value("SELECT id FROM tag WHERE concept = ?1", id));
  return tag ? std::optional(TagId{*tag}) : std::nullopt;
}

Status TagStore::mustExist(TagId tag) const {
  CALOTYPE_TRY(const auto there, database_.value("SELECT 1 FROM tag WHERE id = ?1", tag));
  if (!there) return fail(Code::NotFound, "The tag is no longer in the catalog.");
  return {};
}

Result<bool> TagStore::isBelow(TagId tag, TagId above) const {
  CALOTYPE_TRY(auto rows, database_.query(kSubtree, above));
  CALOTYPE_TRY(const auto ids, readIds(std::move(rows)));
  return std::find(ids.begin(), ids.end(), tag) != ids.end();
}

Status TagStore::rename(WriteToken& token, TagId tag, std::string_view given) {
  const Database& database = token.database();
  CALOTYPE_CHECK(TagStore(database).mustExist(tag));
  const std::string name = tagName(given), key = tagKey(given);
  if (name.empty() || key.empty())
    return fail(Code::InvalidArgument, "A tag needs a name with letters.");
  if (name.size() > kMaxBytes)
    return fail(Code::InvalidArgument, "The tag's name is longer than 256 bytes: shorten it.");
  CALOTYPE_TRY(const auto taken,
               database.value("SELECT 1 FROM tag WHERE name_key = ?2 AND id <> ?1"
                              " AND coalesce(parent_id, 0) ="
                              " (SELECT coalesce(parent_id, 0) FROM tag WHERE id = ?1)",
                              tag, key));
  if (taken)
    return fail(Code::InvalidArgument, "There is a tag \"" + displayText(name) +
                                           "\" already. Merge the two, or choose another name.");
  return database.run("UPDATE tag SET name = ?2, name_key = ?3 WHERE id = ?1", tag, name, key);
}

Status TagStore::move(WriteToken& token, TagId tag, std::optional<TagId> parent) {
  const Database& database = token.database();
  const TagStore tags(database);
  CALOTYPE_CHECK(tags.mustExist(tag));
  if (parent) {
    CALOTYPE_CHECK(tags.mustExist(*parent));
    CALOTYPE_TRY(const bool circle, tags.isBelow(*parent, tag));
    if (circle) return fail(Code::InvalidArgument, "A tag cannot come below itself.");
  }
  CALOTYPE_TRY(const auto taken,
               database.value("SELECT 1 FROM tag AS other, tag WHERE tag.id = ?1"
                              " AND other.id <> ?1 AND other.name_key = tag.name_key"
                              " AND coalesce(other.parent_id, 0) = coalesce(?2, 0)",
                              tag, parent));
  if (taken)
    return fail(Code::InvalidArgument,
                "There is a tag of this name already where it would go. Merge the two instead.");
  return database.run("UPDATE tag SET parent_id = ?2 WHERE id = ?1", tag, parent);
}

Status TagStore::merge(WriteToken& token, TagId from, TagId into) {
  const Database& database = token.database();
  const TagStore tags(database);
  CALOTYPE_CHECK(tags.mustExist(from));
  CALOTYPE_CHECK(tags.mustExist(into));
  CALOTYPE_TRY(const bool circle, tags.isBelow(into, from));
  if (circle)
    return fail(Code::InvalidArgument,
                "A tag cannot be merged with itself or into one that lies below it.");
  // What was accepted by either name is accepted.
  CALOTYPE_CHECK(
      database.run("INSERT INTO photo_tag SELECT photo_id, ?2, origin, state, score, probability,"
                   " prompt, at_ms, model_id FROM photo_tag WHERE tag_id = ?1"
                   " ON CONFLICT (photo_id, tag_id, origin) DO UPDATE SET state = 'accepted'"
                   " WHERE excluded.state = 'accepted'",
                   from, into));
  CALOTYPE_CHECK(database.run("DELETE FROM photo_tag WHERE tag_id = ?1", from));
  CALOTYPE_TRY(auto rows, database.query("SELECT id FROM tag WHERE parent_id = ?1", from));
  CALOTYPE_TRY(const auto children, readIds(std::move(rows)));
  for (const TagId child : children) {
    CALOTYPE_TRY(const auto twin,
                 database.value("SELECT other.id FROM tag AS other, tag WHERE tag.id = ?1"
                                " AND other.parent_id = ?2 AND other.name_key = tag.name_key",
                                child, into));
    CALOTYPE_CHECK(twin ? merge(token, child, TagId{*twin}) : move(token, child, into));
  }
  return database.run("DELETE FROM tag WHERE id = ?1", from);
}

Status TagStore::remove(WriteToken& token, TagId tag) {
  const Database& database = token.database();
  CALOTYPE_CHECK(TagStore(database).mustExist(tag));
  CALOTYPE_TRY(auto rows, database.query(kSubtree, tag));
  CALOTYPE_TRY(const auto ids, readIds(std::move(rows)));
  for (const TagId id : ids) {
    CALOTYPE_CHECK(database.run("DELETE FROM photo_tag WHERE tag_id = ?1", id));
    CALOTYPE_CHECK(database.run("DELETE FROM tag WHERE id = ?1", id));
  }
  return {};
}

Result<std::vector<TagNode>> TagStore::all() const {
  CALOTYPE_TRY(auto rows, database_.prepare("SELECT id, parent_id, name, coalesce(concept, '')"
                                            " FROM tag ORDER BY name_key, id"));
  std::vector<TagNode> nodes;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) break;
    TagNode node;
    node.id = rows.id<TagId>(0);
    if (const auto parent = rows.optionalInteger(1)) node.parent = TagId{*parent};
    node.name = rows.text(2);
    node.conceptId = rows.text(3);
    nodes.push_back(std::move(node));
  }
  nodes = inTreeOrder(std::move(nodes));

  PhotoCounter counter(nodes);
  CALOTYPE_TRY(auto borne, database_.prepare(
                               std::string("SELECT photo_id, tag_id, photo_tag.state FROM photo_tag"
                                           " JOIN photo ON photo.id = photo_id"
                                           " WHERE photo_tag.state <> 'rejected' AND ") +
                               shown() + " ORDER BY photo_id"));
  while (true) {
    CALOTYPE_TRY(const bool row, borne.step());
    if (!row) return nodes;
    if (borne.text(2) == "accepted")
      counter.add(borne.integer(0), borne.integer(1));
    else if (const auto at = counter.placeOf(borne.integer(1)); at < nodes.size())
      ++nodes[at].proposed;
  }
}

Result<std::vector<std::string>> TagStore::namesFromTop(TagId tag) const {
  CALOTYPE_CHECK(mustExist(tag));
  std::vector<std::string> names;
  std::optional<std::int64_t> at = std::int64_t(tag);
  for (std::size_t levels = 0; at && levels < 1000; ++levels) {
    CALOTYPE_TRY(auto row, database_.query("SELECT name, parent_id FROM tag WHERE id = ?1", *at));
    CALOTYPE_TRY(const bool there, row.step());
    if (!there) break;
    names.emplace_back(row.text(0));
    at = row.optionalInteger(1);
  }
  std::reverse(names.begin(), names.end());
  return names;
}

Result<std::string> TagStore::pathOf(TagId tag) const {
  CALOTYPE_TRY(const auto names, namesFromTop(tag));
  std::string path;
  for (const auto& name : names) path += (path.empty() ? "" : " / ") + name;
  return path;
}

Result<std::string> TagStore::writtenPathOf(TagId tag) const {
  CALOTYPE_TRY(const auto names, namesFromTop(tag));
  std::string path;
  for (const auto& name : names) path += (path.empty() ? "" : "/") + tagPathOfName(name);
  return path;
}

}  // namespace calotype::catalog
