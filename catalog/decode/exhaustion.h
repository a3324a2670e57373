// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace calotype::catalog {

/// Some libraries cannot be trusted any more once memory has run out in them: Exiv2's XMP toolkit
/// keeps its lock for good. Whoever catches std::bad_alloc in this folder says so, and the worker
/// asks to be replaced after the photo.
inline bool& memoryRanOut() {
  static bool ranOut = false;
  return ranOut;
}

}  // namespace calotype::catalog
