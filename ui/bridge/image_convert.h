// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <string>

#include "model/base/image.h"

namespace calotype::ui {

/// A thumbnail as the catalog keeps it (a JPEG of our own making), ready to be painted: 32 bits a
/// pixel. A null image when the bytes are not a JPEG. Any thread.
QImage imageFromThumbnail(const std::string& jpeg);

/// A copy of the picture, 32 bits a pixel. Any thread.
QImage imageFromRgb(const Rgb8& picture);

}  // namespace calotype::ui
