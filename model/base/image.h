// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace calotype {

/// A view of RGB bytes: 8 bits a channel, `stride` bytes from row to row (>= 3 * width).
struct RgbView {
  const std::uint8_t* pixels = nullptr;
  int width = 0;
  int height = 0;
  std::size_t stride = 0;

  const std::uint8_t* row(int y) const { return pixels + std::size_t(y) * stride; }
};

/// A picture in sRGB, upright, 8 bits a channel, rows packed without gaps.
struct Rgb8 {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> pixels;  // 3 * width * height

  Rgb8() = default;
  Rgb8(int width_, int height_)
      : width(width_), height(height_), pixels(std::size_t(width_) * std::size_t(height_) * 3) {}

  bool empty() const { return pixels.empty(); }
  std::size_t stride() const { return std::size_t(width) * 3; }
  std::uint8_t* row(int y) { return pixels.data() + std::size_t(y) * stride(); }
  const std::uint8_t* row(int y) const { return pixels.data() + std::size_t(y) * stride(); }
  RgbView view() const { return {pixels.data(), width, height, stride()}; }
};

}  // namespace calotype
