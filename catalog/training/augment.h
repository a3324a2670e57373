// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "model/base/image.h"
#include "model/base/random.h"
#include "model/files/training_spec.h"

namespace calotype::catalog {

/// A part of a picture, as parts of its width and height.
struct Box {
  double left = 0, top = 0, width = 1, height = 1;
};

/// RandomResizedCrop: at least `leastArea` of the picture, the sides' ratio changed by at most
/// `aspect` either way (Szegedy et al. 2015, section 6). width, height: of the picture, in pixels.
Box drawBox(int width, int height, const model::AugmentationSpec& spec, Random& random);

/// The box with each edge moved a little (at most a twentieth of its side), within the picture.
Box jitter(const Box& box, Random& random);

/// The part of the picture, squashed to size x size, mirrored and with its colours changed by
/// chance.
Rgb8 augment(RgbView picture, const Box& box, int size, const model::AugmentationSpec& spec,
             Random& random);

/// Puts the same part of another picture of the same size over a part of this one, of a tenth to
/// four tenths of its area (CutMix, Yun et al. 2019). Gives the part of the area, 0 to 1.
double patch(Rgb8& picture, RgbView other, Random& random);

}  // namespace calotype::catalog
