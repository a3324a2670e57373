// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/augment.h"

#include <algorithm>
#include <cmath>

#include "model/image/resample.h"

namespace calotype::catalog {

namespace {

constexpr int kTries = 10;
constexpr double kJitter = 0.05;
constexpr double kLeastPatch = 0.1,
                 kMostPatch = 0.4;  // of the area: the picture stays the larger part
// ITU-R BT.601.
constexpr std::array<float, 3> kLuma = {0.299f, 0.587f, 0.114f};

void mirror(Rgb8& picture) {
  for (int y = 0; y < picture.height; ++y) {
    auto* const row = picture.row(y);
    for (int left = 0, right = picture.width - 1; left < right; ++left, --right)
      for (int channel = 0; channel < 3; ++channel)
        std::swap(row[3 * left + channel], row[3 * right + channel]);
  }
}

float lumaOf(const std::uint8_t* pixel) {
  return kLuma[0] * float(pixel[0]) + kLuma[1] * float(pixel[1]) + kLuma[2] * float(pixel[2]);
}

float meanLuma(const Rgb8& picture) {
  double sum = 0;
  for (std::size_t i = 0; i < picture.pixels.size(); i += 3) sum += lumaOf(&picture.pixels[i]);
  return float(sum / (double(picture.pixels.size()) / 3));
}

/// Brightness, then contrast around the mean, then saturation around each pixel's grey.
void changeColours(Rgb8& picture, float brightness, float contrast, float saturation) {
  const float mean = brightness * meanLuma(picture);
  for (std::size_t i = 0; i < picture.pixels.size(); i += 3) {
    auto* const pixel = &picture.pixels[i];
    const float grey = contrast * (brightness * lumaOf(pixel) - mean) + mean;
    for (int channel = 0; channel < 3; ++channel) {
      const float value = contrast * (brightness * float(pixel[channel]) - mean) + mean;
      pixel[channel] =
          std::uint8_t(std::lrint(std::clamp(grey + saturation * (value - grey), 0.0f, 255.0f)));
    }
  }
}

/// The pixels of a box, at least one each way.
RgbView partOf(RgbView picture, const Box& box) {
  const auto edge = [](double part, int length) {
    return std::clamp(int(std::lround(part * length)), 0, length);
  };
  const int left = std::min(edge(box.left, picture.width), picture.width - 1);
  const int top = std::min(edge(box.top, picture.height), picture.height - 1);
  const int right = std::max(left + 1, edge(box.left + box.width, picture.width));
  const int bottom = std::max(top + 1, edge(box.top + box.height, picture.height));
  return {picture.row(top) + std::size_t(left) * 3, right - left, bottom - top, picture.stride};
}

}  // namespace

Box drawBox(int width, int height, const model::AugmentationSpec& spec, Random& random) {
  const double most = std::log(spec.aspect);
  for (int i = 0; i < kTries; ++i) {
    const double area = random.uniform(spec.leastArea, 1) * width * height;
    const double aspect = std::exp(random.uniform(-most, most)) * width / height;
    const Box box{0, 0, std::sqrt(area * aspect) / width, std::sqrt(area / aspect) / height};
    if (box.width > 1 || box.height > 1) continue;
    return {random.uniform(0, 1 - box.width), random.uniform(0, 1 - box.height), box.width,
            box.height};
  }
  return {};
}

Box jitter(const Box& box, Random& random) {
  const auto move = [&](double edge, double side) {
    return std::clamp(edge + random.uniform(-kJitter, kJitter) * side, 0.0, 1.0);
  };
  const double left = move(box.left, box.width), top = move(box.top, box.height);
  const double right = move(box.left + box.width, box.width);
  const double bottom = move(box.top + box.height, box.height);
  return {left, top, right - left, bottom - top};
}

Rgb8 augment(RgbView picture, const Box& box, int size, const model::AugmentationSpec& spec,
             Random& random) {
  auto crop = model::resample(partOf(picture, box), {size, size, 0, 0, size, size},
                              model::TransformSpec::Interpolation::Bilinear);
  if (random.chance(spec.mirror)) mirror(crop);
  const auto factor = [&](double strength) {
    return float(random.uniform(1 - strength, 1 + strength));
  };
  const float brightness = factor(spec.brightness), contrast = factor(spec.contrast);
  const float saturation = random.chance(spec.grey) ? 0.0f : factor(spec.saturation);
  changeColours(crop, brightness, contrast, saturation);
  return crop;
}

double patch(Rgb8& picture, RgbView other, Random& random) {
  const double side = std::sqrt(random.uniform(kLeastPatch, kMostPatch));
  const int width = std::max(1, int(side * picture.width));
  const int height = std::max(1, int(side * picture.height));
  const int left = int(random.below(std::uint64_t(picture.width - width) + 1));
  const int top = int(random.below(std::uint64_t(picture.height - height) + 1));
  for (int y = top; y < top + height; ++y)
    std::copy_n(other.row(y) + 3 * left, 3 * width, picture.row(y) + 3 * left);
  return double(width) * height / (double(picture.width) * picture.height);
}

}  // namespace calotype::catalog
