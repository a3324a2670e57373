// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "catalog/search/query.h"
#include "catalog/search/sql_condition.h"

namespace calotype::catalog {

/// What a key's value is.
enum class ValueKind { Text, Number, Rating, Date, Choice };

/// One key of the query language: a row of the table. Parser, SQL, completion and documents are
/// made from it.
struct Key {
  const char* name;
  std::span<const char* const> aliases;
  ValueKind kind;
  bool alternatives;  // several of it, side by side, are alternatives
  std::span<const char* const> choices;
  const char* example;
  const char* help;
  void (*compile)(const Condition&, SqlCondition&);
};

std::span<const Key> keys();
/// By name or alias, whatever its case; null: none.
const Key* findKey(std::string_view name);
/// The known key within two changes of letters; empty: none.
std::string_view nearestKey(std::string_view name);

/// A stretch of wall clock time, in ms.
struct DateRange {
  std::int64_t begin = 0, end = 0;
};
/// 2019, 2019-07, 2019-07-04, today, yesterday. nullopt: no such date.
std::optional<DateRange> parseDate(std::string_view text, std::int64_t nowWallMs);
std::optional<double> parseNumber(std::string_view text);

}  // namespace calotype::catalog
