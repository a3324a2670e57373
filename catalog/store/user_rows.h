// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// Gives `to` what the user made of `from`: rating, flag, colour, caption, tags of his own,
/// accepted suggestions, refused tags, places in albums. What `to` has already stays.
Status copyUserRows(WriteToken&, PhotoId from, PhotoId to);

/// The photo bears something that could not be computed again.
Result<bool> hasUserRows(const Database& database, PhotoId photo);

}  // namespace calotype::catalog
