// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/edit/edit.h"
#include "catalog/store/writer.h"

namespace calotype::catalog {

/// Does the edit to the rows, without a journal; fills in the name and what was made.
/// InvalidArgument: a number or name out of bounds. NotFound: its tag or album is gone.
Status applyEdit(WriteToken& token, const Edit& edit, EditDone& done, std::int64_t nowMs);

}  // namespace calotype::catalog
