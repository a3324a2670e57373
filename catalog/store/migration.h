// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "catalog/store/database.h"

namespace calotype::catalog {

/// The files of catalog/store/schema in order: step i leads from version i to version i + 1.
/// Released ones never change.
std::span<const std::string_view> schemaSteps();

/// Version of the catalogs that this program makes.
inline std::int64_t schemaVersion() {
  return std::int64_t(schemaSteps().size());
}

Result<std::int64_t> versionOf(const Database& database);

/// Applies the steps that the file lacks, each in one transaction that ends with a check of all
/// foreign keys. Before the first step of a file that already has a version, a copy is kept beside
/// it as NAME.version-N.
Status migrate(const Database& database, std::span<const std::string_view> steps);

}  // namespace calotype::catalog
