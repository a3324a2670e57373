// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/base/result.h"

namespace calotype::catalog {

inline constexpr int kMaxEdge = 65'500;
inline constexpr std::int64_t kMaxPixels = 400'000'000;
inline constexpr std::size_t kMaxProfileBytes = std::size_t(4) << 20;

struct PictureSize {
  int width = 0;
  int height = 0;
  int orientation =
      0;  // Exif's 1 to 8 where the format has its own, which counts then; 0: it has none
};

/// What a codec gives: pixels as stored (not yet upright), 8 bits a channel, rows packed, alpha
/// already dropped, and the colour profile that goes with them.
struct Raster {
  enum class Kind { Grey = 1, Rgb = 3, Cmyk = 4 };  // the value is the number of channels

  int width = 0;
  int height = 0;
  Kind kind = Kind::Rgb;
  std::vector<std::uint8_t> samples;  // Cmyk: 255 is full ink
  std::vector<std::byte> profile;     // ICC; empty: none

  std::size_t stride() const { return std::size_t(width) * std::size_t(kind); }
  std::uint8_t* row(int y) { return samples.data() + std::size_t(y) * stride(); }

  /// Makes room, filled with a middle grey: what a truncated picture shows where it ends.
  void allocate(int newWidth, int newHeight, Kind newKind) {
    width = newWidth;
    height = newHeight;
    kind = newKind;
    samples.assign(stride() * std::size_t(height), newKind == Kind::Cmyk ? 0x40 : 0x80);
  }
};

/// How large the pixels need to be. A codec that can decode at a fraction may give any size that
/// satisfies both edges; the others give all pixels.
struct Wanted {
  bool fullSize = true;
  int shorterEdge = 0;
  int longerEdge = 0;
};

/// Refuses before anything is allocated (R17): Corrupt for an empty picture, TooLarge beyond
/// kMaxEdge or kMaxPixels.
Status checkSize(const char* format, std::int64_t width, std::int64_t height);

/// The two sentences that codecs need most.
tl::unexpected<Error> damaged(const char* format, const std::string& reason);
tl::unexpected<Error> needsTooMuchMemory(const char* format);

}  // namespace calotype::catalog
