// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/store/database.h"

namespace calotype::catalog {

/// Writes a whole copy of an open catalog to `to`, mode 0600: to a temporary name first, its pages
/// and references checked, fsync, rename. Afterwards there is a sound copy or none. Reads only, so
/// it works while another process writes. InvalidArgument: there is a file of that name already.
/// Corrupt: the catalog is damaged, which reading all of it brings to light.
Status copyCatalog(const Database& from, const fs::path& to);

/// Writes the copy at `path` anew without vectors, which can be computed again; it stays as it was
/// when that fails. Nothing is done to a copy that has none.
Status leaveOutVectors(const fs::path& path);

/// Looks through all pages and references of a file. Corrupt, with what is broken.
Status checkAll(const Database& database);

}  // namespace calotype::catalog
