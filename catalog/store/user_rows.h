// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/store/writer.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// Gives `to` what the user made of `from`: rating, flag, colour, caption, tags of his own,
/// accepted suggestions, refused tags, places in albums. What `to` has already stays, but for a
/// rating or caption that its file says and the user has changed (SidecarStore::followFile).
Status copyUserRows(WriteToken&, PhotoId from, PhotoId to);

/// The photo bears something that could not be computed again.
Result<bool> hasUserRows(const Database& database, PhotoId photo);

/// A condition on rows of "photo": the user gave it words that a sidecar can hold (a rating, a
/// caption, tags; a rating or caption may still be the file's own).
inline constexpr const char* kHasUserWords =
    "rating <> 0 OR caption IS NOT NULL OR EXISTS (SELECT 1 FROM photo_tag"
    " WHERE photo_id = photo.id AND ((origin <> 'file' AND state = 'accepted')"
    " OR (origin = 'file' AND state = 'rejected')))";

}  // namespace calotype::catalog
