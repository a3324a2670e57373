// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/base/image.h"
#include "model/files/model_spec.h"

namespace calotype::model {

/// Number of the rule by which the decoder turns files into upright sRGB pixels. Raised when that
/// changes what a model sees.
inline constexpr std::uint32_t kDecodeRule = 1;

/// From an upright sRGB picture to the model's input. Immutable; any thread.
class ImageTransform {
 public:
  explicit ImageTransform(const TransformSpec& spec) : spec_(spec) {}

  /// The exact 8-bit crop, spec.size x spec.size: Pillow's antialiased resize, then the centre
  /// crop. The picture must not be empty.
  Rgb8 apply(RgbView srgb) const;

  /// A hash of the spec and of the decoding rule (kDecodeRule): vectors of another version do not
  /// compare.
  std::uint32_t version() const;

 private:
  TransformSpec spec_;
};

/// (value / 255 - mean) / deviation. crops: n pictures of size x size. Returns [n, 3, size, size],
/// row-major.
std::vector<float> normalise(std::span<const Rgb8> crops, const TransformSpec& spec);

}  // namespace calotype::model
