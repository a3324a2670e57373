// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace calotype::catalog {

/// The name ends like a picture's (".jpg", ".HEIC") or a film's (".mp4"); a sidecar's (".jpg.xmp")
/// does not.
bool hasMediaName(std::string_view name);

/// It ends like that of a raw picture (".NEF").
bool isRawName(std::string_view name);

/// A temporary file of ours, ".rose.jpg.calotype-0123456789abcdef" (metadata/replace_file.h): never
/// a picture, whatever it begins with.
bool isOwnTemporaryName(std::string_view name);

/// The first kSniffedBytes of a file are a picture's. Needs no codec and says nothing about the
/// rest.
inline constexpr std::size_t kSniffedBytes = 32;
bool beginsLikePicture(std::span<const std::byte> start);

}  // namespace calotype::catalog
