// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/search/sql_filter.h"

#include <algorithm>
#include <utility>

#include "catalog/search/keys.h"
#include "catalog/store/shown.h"

namespace calotype::catalog {

namespace {

void compile(const Filter& filter, SqlCondition& sql) {
  switch (filter.kind) {
    case Filter::Kind::Is: {
      const Key* const key = findKey(filter.condition.key);
      if (key == nullptr || key->compile == nullptr) return sql.add("1");
      return key->compile(filter.condition, sql);
    }
    case Filter::Kind::Not:
      sql.add("NOT (");
      compile(filter.parts.front(), sql);
      return sql.add(")");
    case Filter::Kind::All:
    case Filter::Kind::Any: {
      const char* const between = filter.kind == Filter::Kind::All ? " AND " : " OR ";
      sql.add("(");
      for (std::size_t i = 0; i < filter.parts.size(); ++i) {
        if (i > 0) sql.add(between);
        compile(filter.parts[i], sql);
      }
      return sql.add(filter.parts.empty() ? "1)" : ")");
    }
  }
}

/// A fault found while compiling stands where its chip does.
void place(const std::vector<QueryFault>& found, const Query& query,
           std::vector<QueryFault>& faults) {
  for (auto fault : found) {
    const auto chip = std::find_if(query.chips.begin(), query.chips.end(), [&](const Chip& each) {
      return !each.key.empty() && each.value == fault.word;
    });
    if (chip != query.chips.end()) fault.at = chip->at;
    faults.push_back(std::move(fault));
  }
}

}  // namespace

Result<std::optional<PhotoSet>> photosPassing(const Database& database, const Query& query,
                                              const QueryClock& clock,
                                              std::vector<QueryFault>& faults, int depth) {
  if (!query.hasFilter()) return std::optional<PhotoSet>();
  SqlCondition sql(database, clock.nowWallMs, depth);
  compile(query.filter, sql);
  if (sql.error()) return tl::make_unexpected(*sql.error());
  place(sql.faults(), query, faults);
  CALOTYPE_TRY(auto rows,
               database.prepare(
                   "SELECT photo.id FROM photo WHERE files > 0 AND hidden = 0 AND " + sql.sql() +
                   " UNION ALL SELECT photo.id FROM photo WHERE photo.id IN (SELECT photo_id"
                   " FROM file WHERE state = 'missing') AND " +
                   kMissing + " AND " + sql.sql()));
  int index = 0;
  for (const auto& value : sql.values())
    std::visit([&](const auto& each) { rows.bindAt(index + 1, each); }, value), ++index;
  std::vector<PhotoId> ids;
  while (true) {
    CALOTYPE_TRY(const bool row, rows.step());
    if (!row) return std::optional(PhotoSet(std::move(ids)));
    ids.push_back(rows.id<PhotoId>(0));
  }
}

}  // namespace calotype::catalog
