// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/fresh_id.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "catalog/store/setting_store.h"

namespace calotype::catalog {

namespace {

constexpr const char* kLastId = "lastId";

}  // namespace

Result<std::int64_t> freshId(WriteToken& token) {
  const Database& database = token.database();
  CALOTYPE_TRY(const auto text, SettingStore(database).find(kLastId));
  std::int64_t last = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), last);
  CALOTYPE_TRY(const auto largest,
               database.value("SELECT max(coalesce((SELECT max(id) FROM tag), 0),"
                              " coalesce((SELECT max(id) FROM album), 0))"));
  last = std::max(last, largest.value_or(0)) + 1;
  CALOTYPE_CHECK(SettingStore(database).set(token, kLastId, std::to_string(last)));
  return last;
}

}  // namespace calotype::catalog
