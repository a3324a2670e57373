// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "catalog/decode/bytes.h"
#include "catalog/decode/xmp_tree.h"
#include "catalog/types.h"

namespace calotype::catalog {

/// Writes the words where programs look for them: dc:subject, lr:hierarchicalSubject,
/// digiKam:TagsList, xmp:Rating and dc:description; and, where they are there already, into
/// Microsoft's, MediaPro's and ACDSee's own fields, so that one file does not say two things. What
/// programs note for themselves among tags (darktable, digiKam) stays.
void setWords(const PhotoWords& words, XmpTree& xmp);

/// A sidecar's metadata. Corrupt: it holds no XMP.
Result<Metadata> readSidecar(Bytes bytes);
/// A sidecar with these words; everything else in it stays. No bytes: a fresh one.
Result<std::vector<std::byte>> editSidecar(Bytes bytes, const PhotoWords& words);
/// A photo's file with these words in its XMP; Exif, IPTC and the picture itself were compared and
/// are the same. A word that those say otherwise is not changed there: who reads the file again
/// sees that it does not say what it shall, and takes a sidecar. Unsupported: a format or file that
/// is not written into. Corrupt: more would change.
Result<std::vector<std::byte>> editPhoto(Bytes bytes, const PhotoWords& words);

}  // namespace calotype::catalog
