// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/store/writer.h"

namespace calotype::catalog {

/// Settings that change results, so they belong to the catalog.
class SettingStore {
 public:
  explicit SettingStore(const Database& database) : database_(database) {}

  Result<std::optional<std::string>> find(std::string_view key) const;
  Status set(WriteToken&, std::string_view key, std::string_view value);
  Status remove(WriteToken&, std::string_view key);

 private:
  const Database& database_;
};

}  // namespace calotype::catalog
