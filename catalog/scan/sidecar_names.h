// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/scan/file_event.h"

namespace calotype::catalog {

/// The name ends like a sidecar's: ".xmp", in either case.
bool isSidecarName(std::string_view name);

/// The two ways to name a sidecar of rose.jpg: rose.jpg.xmp (digiKam, darktable, Immich, and us),
/// rose.xmp (Adobe).
enum class SidecarForm { Whole, Stem };

/// What precedes ".xmp" in a sidecar of this picture's.
std::string sidecarStem(std::string_view picture, SidecarForm form);

/// A sidecar named after the stem belongs to the raw picture of that stem, if there is one among
/// `names`, the pictures of the folder; else to all of that stem.
bool ownsStem(std::string_view picture, std::span<const std::string> names);

/// A sidecar in a folder.
struct FoundSidecar {
  std::string name;
  FileStat stat;
};

/// What a picture's sidecars are, in one number: another one as soon as one of them changed, came
/// or went. 0: there is none.
std::int64_t stampOf(std::span<const FileStat> sidecars);

/// Fills in FoundFile::sidecars of all files of a folder.
void assignSidecars(std::span<const FoundSidecar> sidecars, std::vector<FoundFile>& files);

}  // namespace calotype::catalog
