// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "model/base/files.h"
#include "model/base/image.h"

namespace calotype::test {

/// A picture painted from a number: sky and ground in two colours, some discs and boxes, and grain
/// like a camera's, so that a JPEG of it weighs what a photo weighs. The same seed gives the same
/// picture, different seeds differ in colours, shapes and places at any size.
Rgb8 paintPhoto(std::uint32_t seed, int width, int height);

/// The picture as a baseline JPEG, 4:2:0.
std::string encodeJpeg(const Rgb8& picture, int quality = 90);

/// paintPhoto into a JPEG file; false when it cannot be written.
bool writePaintedJpeg(const fs::path& path, std::uint32_t seed, int width, int height);

}  // namespace calotype::test
