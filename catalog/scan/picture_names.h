// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace calotype::catalog {

/// The name ends like a picture's (".jpg", ".HEIC"); a sidecar's (".jpg.xmp") does not.
bool hasPictureName(std::string_view name);

/// The first kSniffedBytes of a file are a picture's. Needs no codec and says nothing about the
/// rest.
inline constexpr std::size_t kSniffedBytes = 32;
bool beginsLikePicture(std::span<const std::byte> start);

}  // namespace calotype::catalog
