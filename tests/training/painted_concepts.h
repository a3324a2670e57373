// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "model/base/image.h"
#include "model/base/random.h"

namespace calotype::test {

/// A shape of one colour on a ground of another, and the sentence for it: 200 in all.
struct PaintedConcept {
  std::string caption;
  std::size_t shape = 0, colour = 0, ground = 0;
};
std::vector<PaintedConcept> paintedConcepts();

/// The concept as 64 x 64 pixels, its place and size drawn.
Rgb8 paint(const PaintedConcept& one, Random& random);

}  // namespace calotype::test
