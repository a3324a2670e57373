// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/store/writer.h"

namespace calotype::catalog {

/// A number that no tag or album had before, so that a change done again after it was undone never
/// meets a row that somebody else made in the meantime.
Result<std::int64_t> freshId(WriteToken& token);

}  // namespace calotype::catalog
