// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/orient.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace calotype::catalog {

namespace {

struct Turn {
  bool swapAxes;   // the stored rows become columns
  bool fromRight;  // the upright left edge comes from the stored right (or, swapped, bottom) edge
  bool fromBottom;
};

constexpr std::array<Turn, 9> kTurns{{{false, false, false},
                                      {false, false, false},
                                      {false, true, false},
                                      {false, true, true},
                                      {false, false, true},
                                      {true, false, false},
                                      {true, true, false},
                                      {true, true, true},
                                      {true, false, true}}};

}  // namespace

Rgb8 upright(Rgb8 stored, int orientation) {
  if (orientation <= 1 || orientation > 8) return stored;
  const auto turn = kTurns[std::size_t(orientation)];
  Rgb8 out(turn.swapAxes ? stored.height : stored.width,
           turn.swapAxes ? stored.width : stored.height);
  const auto stride = stored.stride();
  for (int y = 0; y < out.height; ++y) {
    auto* to = out.row(y);
    const int down = turn.fromBottom ? out.height - 1 - y : y;
    for (int x = 0; x < out.width; ++x, to += 3) {
      const int across = turn.fromRight ? out.width - 1 - x : x;
      const auto storedX = std::size_t(turn.swapAxes ? down : across);
      const auto storedY = std::size_t(turn.swapAxes ? across : down);
      std::memcpy(to, stored.pixels.data() + storedY * stride + 3 * storedX, 3);
    }
  }
  return out;
}

}  // namespace calotype::catalog
