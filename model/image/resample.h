// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/image.h"
#include "model/files/model_spec.h"

namespace calotype::model {

/// A part of a picture that is thought of as resized to width x height, without making the rest.
struct ResizedPart {
  std::int64_t width = 0, height = 0;  // of the whole resized picture
  std::int64_t left = 0, top = 0;      // of the part in it
  int partWidth = 0, partHeight = 0;
};

/// Resizes with antialiasing, bit for bit as Pillow does with 8-bit pixels: a horizontal pass,
/// rounded to 8 bits, then a vertical one; the filter's weights stretched by the scale when
/// shrinking, and held as integers of 22 fractional bits. A pass that would not change the size is
/// left out. The picture must not be empty.
Rgb8 resample(RgbView picture, const ResizedPart& part, TransformSpec::Interpolation filter);

}  // namespace calotype::model
