// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/image/image_transform.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>

#include "model/base/assert.h"
#include "model/base/hash.h"
#include "model/image/resample.h"

namespace calotype::model {

namespace {

/// Where a crop of `size` starts on a side of `length` pixels.
std::int64_t cropStart(std::int64_t length, int size, TransformSpec::CropOffset rule) {
  const auto rest = length - size;
  const auto half = rest / 2;
  const bool roundsUp =
      rule == TransformSpec::CropOffset::HalfToEven && rest % 2 != 0 && half % 2 != 0;
  return roundsUp ? half + 1 : half;
}

}  // namespace

Rgb8 ImageTransform::apply(RgbView srgb) const {
  CALOTYPE_ASSERT(srgb.width > 0 && srgb.height > 0);
  const auto size = spec_.size;
  ResizedPart part{size, size, 0, 0, size, size};
  if (spec_.resize == TransformSpec::Resize::ShortestSide) {
    const auto shorter = std::min(srgb.width, srgb.height);
    part.width = std::int64_t(size) * srgb.width / shorter;
    part.height = std::int64_t(size) * srgb.height / shorter;
    part.left = cropStart(part.width, size, spec_.cropOffset);
    part.top = cropStart(part.height, size, spec_.cropOffset);
  }
  return resample(srgb, part, spec_.interpolation);
}

std::uint32_t ImageTransform::version() const {
  const std::array<std::uint32_t, 11> words{
      kDecodeRule,
      std::uint32_t(spec_.size),
      std::bit_cast<std::uint32_t>(spec_.mean[0]),
      std::bit_cast<std::uint32_t>(spec_.mean[1]),
      std::bit_cast<std::uint32_t>(spec_.mean[2]),
      std::bit_cast<std::uint32_t>(spec_.deviation[0]),
      std::bit_cast<std::uint32_t>(spec_.deviation[1]),
      std::bit_cast<std::uint32_t>(spec_.deviation[2]),
      std::uint32_t(spec_.resize),
      std::uint32_t(spec_.interpolation),
      std::uint32_t(spec_.cropOffset),
  };
  return std::uint32_t(xxh3(std::as_bytes(std::span(words))));
}

std::vector<float> normalise(std::span<const Rgb8> crops, const TransformSpec& spec) {
  // Every value a channel can have, computed once and as the originals do: in float32.
  std::array<std::array<float, 256>, 3> table{};
  for (std::size_t channel = 0; channel < 3; ++channel)
    for (std::size_t value = 0; value < 256; ++value)
      table[channel][value] =
          (float(value) / 255.0f - spec.mean[channel]) / spec.deviation[channel];

  const auto plane = std::size_t(spec.size) * std::size_t(spec.size);
  std::vector<float> pixels(crops.size() * 3 * plane);
  for (std::size_t n = 0; n < crops.size(); ++n) {
    const auto& crop = crops[n];
    CALOTYPE_ASSERT(crop.width == spec.size && crop.height == spec.size);
    for (std::size_t channel = 0; channel < 3; ++channel) {
      auto* const target = pixels.data() + (n * 3 + channel) * plane;
      for (std::size_t i = 0; i < plane; ++i)
        target[i] = table[channel][crop.pixels[3 * i + channel]];
    }
  }
  return pixels;
}

}  // namespace calotype::model
