// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/augment.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace calotype::catalog {
namespace {

const model::AugmentationSpec kPlain{.leastArea = 1,
                                     .aspect = 1,
                                     .mirror = 0,
                                     .brightness = 0,
                                     .contrast = 0,
                                     .saturation = 0,
                                     .grey = 0};

/// Left half red, right half blue.
Rgb8 halves(int width, int height) {
  Rgb8 picture(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) picture.row(y)[3 * x + (x < width / 2 ? 0 : 2)] = 200;
  return picture;
}

TEST(AugmentTest, EveryBoxLiesInThePictureAndHasTheAreaAskedFor) {
  const model::AugmentationSpec spec{.leastArea = 0.3, .aspect = 1.5};
  Random random{1};
  for (int i = 0; i < 2000; ++i) {
    const auto box = drawBox(160, 120, spec, random);
    ASSERT_GE(box.left, 0);
    ASSERT_GE(box.top, 0);
    ASSERT_LE(box.left + box.width, 1 + 1e-9);
    ASSERT_LE(box.top + box.height, 1 + 1e-9);
    ASSERT_GE(box.width * box.height, 0.3 - 1e-9);
    const auto moved = jitter(box, random);
    ASSERT_GE(moved.left, 0);
    ASSERT_LE(moved.left + moved.width, 1 + 1e-9);
    ASSERT_GT(moved.width, 0.8 * box.width);
  }
}

TEST(AugmentTest, WithoutChangesItIsTheResizedPart) {
  const auto picture = halves(80, 40);
  Random random{1};
  const auto left = augment(picture.view(), {0, 0, 0.4, 1}, 16, kPlain, random);
  ASSERT_EQ(left.width, 16);
  ASSERT_EQ(left.height, 16);
  for (std::size_t i = 0; i < left.pixels.size(); i += 3) {
    ASSERT_EQ(left.pixels[i], 200);
    ASSERT_EQ(left.pixels[i + 2], 0);
  }
}

TEST(AugmentTest, MirroringSwapsTheSides) {
  auto spec = kPlain;
  spec.mirror = 1;
  Random random{1};
  const auto mirrored = augment(halves(64, 64).view(), {}, 32, spec, random);
  EXPECT_EQ(mirrored.row(5)[2], 200) << "blue is on the left";
  EXPECT_EQ(mirrored.row(5)[3 * 31], 200) << "red is on the right";
}

TEST(AugmentTest, GreyHasNoColour) {
  auto spec = kPlain;
  spec.grey = 1;
  Random random{1};
  const auto grey = augment(halves(64, 64).view(), {}, 32, spec, random);
  for (std::size_t i = 0; i < grey.pixels.size(); i += 3) {
    ASSERT_EQ(grey.pixels[i], grey.pixels[i + 1]);
    ASSERT_EQ(grey.pixels[i], grey.pixels[i + 2]);
  }
}

TEST(AugmentTest, OnePixelIsAPictureToo) {
  Random random{1};
  const Rgb8 dot(1, 1);
  EXPECT_EQ(augment(dot.view(), {0.9, 0.9, 0.01, 0.01}, 8, kPlain, random).width, 8);
}

TEST(AugmentTest, APatchIsTheOthersPartAtTheSamePlaceAndItsAreaIsSaid) {
  Rgb8 other(20, 30);
  for (auto& value : other.pixels) value = 9;
  Random random{1};
  for (int i = 0; i < 200; ++i) {
    Rgb8 picture(20, 30);
    const double area = patch(picture, other.view(), random);
    const auto taken = std::count(picture.pixels.begin(), picture.pixels.end(), 9);
    ASSERT_DOUBLE_EQ(area, double(taken) / double(picture.pixels.size()));
    ASSERT_GT(area, 0.05);
    ASSERT_LE(area, 0.4);
  }
}

}  // namespace
}  // namespace calotype::catalog
