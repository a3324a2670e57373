// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/setting_store.h"

namespace calotype::catalog {

Result<std::optional<std::string>> SettingStore::find(std::string_view key) const {
  CALOTYPE_TRY(auto row, database_.query("SELECT value FROM setting WHERE key = ?1", key));
  CALOTYPE_TRY(const bool there, row.step());
  return there ? std::optional(std::string(row.text(0))) : std::nullopt;
}

Status SettingStore::set(WriteToken& token, std::string_view key, std::string_view value) {
  return token.database().run(
      "INSERT INTO setting (key, value) VALUES (?1, ?2)"
      " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
      key, value);
}

Status SettingStore::remove(WriteToken& token, std::string_view key) {
  return token.database().run("DELETE FROM setting WHERE key = ?1", key);
}

}  // namespace calotype::catalog
