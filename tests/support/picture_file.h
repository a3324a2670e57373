// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/files.h"
#include "model/base/image.h"

namespace calotype::test {

/// A JPEG or PNG of the reference material as upright RGB: Exif orientation applied, alpha dropped,
/// grey and palettes expanded. Only for files known to be sound: an unreadable one gives an empty
/// picture. For tests of the model module, which knows no codecs; the program's own decoder is
/// catalog/decode.
Rgb8 readPicture(const fs::path& path);

}  // namespace calotype::test
