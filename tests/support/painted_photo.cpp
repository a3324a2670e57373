// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/painted_photo.h"

#include <cstdio>

#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <random>
#include <vector>

namespace calotype::test {

namespace {

using Colour = std::array<int, 3>;

struct Shape {
  bool disc;
  double x, y, size;  // in shares of the shorter side
  Colour colour;
};

struct Scene {
  Colour sky, ground;
  double horizon;
  std::vector<Shape> shapes;
};

Scene sceneOf(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto between = [&](double low, double high) {
    return low + (high - low) * double(random()) / 4294967296.0;
  };
  const auto colour = [&] {
    return Colour{int(between(20, 235)), int(between(20, 235)), int(between(20, 235))};
  };
  Scene scene{colour(), colour(), between(0.25, 0.75), {}};
  const auto count = 3 + random() % 6;
  for (unsigned i = 0; i < count; ++i)
    scene.shapes.push_back(
        {random() % 2 == 0, between(0, 1), between(0, 1), between(0.05, 0.25), colour()});
  return scene;
}

/// The columns that a shape covers in a row, as [first, last).
std::array<int, 2> spanOf(const Shape& shape, int y, int width, int height) {
  const double side = std::min(width, height) * shape.size;
  const double centreX = shape.x * width, dy = y + 0.5 - shape.y * height;
  if (std::abs(dy) >= side) return {0, 0};
  const double half = shape.disc ? std::sqrt(side * side - dy * dy) : side;
  return {std::clamp(int(centreX - half), 0, width), std::clamp(int(centreX + half), 0, width)};
}

void paintRow(const Scene& scene, int y, std::span<std::uint8_t> row, int width, int height) {
  const bool sky = y < scene.horizon * height;
  const auto& base = sky ? scene.sky : scene.ground;
  const int light = (sky ? y : height - y) * 40 / height;
  const auto fill = [&](int first, int last, const Colour& colour) {
    for (int x = first; x < last; ++x)
      for (std::size_t c = 0; c < 3; ++c)
        row[std::size_t(x) * 3 + c] = std::uint8_t(std::clamp(colour[c] + light - 20, 0, 255));
  };
  fill(0, width, base);
  for (const auto& shape : scene.shapes) {
    const auto [first, last] = spanOf(shape, y, width, height);
    fill(first, last, shape.colour);
  }
}

void addGrain(std::span<std::uint8_t> row, std::uint32_t& state) {
  for (auto& value : row) {
    state = state * 1664525u + 1013904223u;
    value = std::uint8_t(std::clamp(int(value) + int(state >> 28) - 8, 0, 255));
  }
}

}  // namespace

Rgb8 paintPhoto(std::uint32_t seed, int width, int height) {
  const auto scene = sceneOf(seed);
  Rgb8 picture(width, height);
  std::uint32_t state = seed * 2654435761u + 1;
  for (int y = 0; y < height; ++y) {
    const std::span row(picture.row(y), picture.stride());
    paintRow(scene, y, row, width, height);
    addGrain(row, state);
  }
  return picture;
}

std::string encodeJpeg(const Rgb8& picture, int quality) {
  jpeg_compress_struct encoder{};
  jpeg_error_mgr errors{};
  encoder.err = jpeg_std_error(&errors);
  jpeg_create_compress(&encoder);
  unsigned char* bytes = nullptr;
  unsigned long count = 0;
  jpeg_mem_dest(&encoder, &bytes, &count);
  encoder.image_width = JDIMENSION(picture.width);
  encoder.image_height = JDIMENSION(picture.height);
  encoder.input_components = 3;
  encoder.in_color_space = JCS_RGB;
  jpeg_set_defaults(&encoder);
  jpeg_set_quality(&encoder, quality, TRUE);
  jpeg_start_compress(&encoder, TRUE);
  while (encoder.next_scanline < encoder.image_height) {
    auto* row = const_cast<JSAMPROW>(picture.row(int(encoder.next_scanline)));
    jpeg_write_scanlines(&encoder, &row, 1);
  }
  jpeg_finish_compress(&encoder);
  jpeg_destroy_compress(&encoder);
  std::string jpeg(reinterpret_cast<char*>(bytes), count);
  std::free(bytes);
  return jpeg;
}

bool writePaintedJpeg(const fs::path& path, std::uint32_t seed, int width, int height) {
  const auto jpeg = encodeJpeg(paintPhoto(seed, width, height));
  std::ofstream file(path, std::ios::binary);
  file.write(jpeg.data(), std::streamsize(jpeg.size()));
  return bool(file);
}

}  // namespace calotype::test
