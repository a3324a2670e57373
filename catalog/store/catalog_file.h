// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/store/database.h"

namespace calotype::catalog {

/// "Calo": what a file says it is in its header.
inline constexpr std::int64_t kApplicationId = 0x43616c6f;

/// Opens the catalog's database after looking it over, creates it when there is none (ReadWrite)
/// and migrates an older one. The first connection to a catalog is made by this; further ones by
/// Database::open.
///
/// Refused, and not a byte changed: Corrupt (not a database, another program's, damaged pages, a
/// schema that is not ours), NewerVersion (ReadOnly opens it all the same when the file's setting
/// `min_reader` allows this version), NotFound (ReadOnly without a file), Unsupported (ReadOnly,
/// and it would have to be migrated).
/// `pages`: KnownSound leaves out looking through all of them (isKnownSound), which takes a second
/// for each gigabyte or so.
enum class Pages { Check, KnownSound };
Result<Database> openCatalog(const fs::path& path, Mode mode, Pages pages = Pages::Check);

/// Looks over a file that may be a catalog of this or an older version: header, version, tables,
/// pages. Reads only. Corrupt, NewerVersion, NotFound.
Status examineCatalog(const fs::path& path);

}  // namespace calotype::catalog
