// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "model/files/json.h"
#include "model/files/safetensors.h"
#include "model/image/image_transform.h"
#include "tests/support/picture_file.h"
#include "tests/support/shared.h"

namespace calotype::model {
namespace {

struct Difference {
  int largest = 0;
  double within1 = 0;  // share of values that differ by at most 1
  bool identical = false;
};

Difference compare(const Rgb8& ours, const Rgb8& expected) {
  Difference difference;
  EXPECT_EQ(ours.width, expected.width);
  EXPECT_EQ(ours.height, expected.height);
  if (ours.pixels.size() != expected.pixels.size() || ours.empty()) return {255, 0, false};
  std::size_t near = 0;
  for (std::size_t i = 0; i < ours.pixels.size(); ++i) {
    const int distance = std::abs(int(ours.pixels[i]) - int(expected.pixels[i]));
    difference.largest = std::max(difference.largest, distance);
    if (distance <= 1) ++near;
  }
  difference.within1 = double(near) / double(ours.pixels.size());
  difference.identical = difference.largest == 0;
  return difference;
}

TransformSpec specFor(const std::string& rule) {
  TransformSpec spec;
  if (rule == "squash_bilinear_256") {
    spec.size = 256;
    spec.resize = TransformSpec::Resize::Squash;
    spec.interpolation = TransformSpec::Interpolation::Bilinear;
  }
  return spec;
}

TEST(TransformParityTest, EveryReferencePictureBecomesPillowsPixels) {
  CALOTYPE_NEEDS_SHARED("reference/preprocess/index.json");
  const auto folder = test::shared() / "reference/preprocess";
  const auto index = readJson(folder / "index.json");
  ASSERT_TRUE(index);
  int compared = 0, identical = 0;
  for (const auto& [name, rules] : index->items()) {
    const auto picture = test::readPicture(folder / name);
    ASSERT_FALSE(picture.empty()) << name;
    for (const auto& [rule, file] : rules.items()) {
      if (!file.is_string()) continue;
      const auto crop = ImageTransform(specFor(rule)).apply(picture.view());
      const auto result = compare(crop, test::readPicture(folder / file.get<std::string>()));
      std::printf("%-32s %-20s largest %d/255, within 1: %.4f %%\n", name.c_str(), rule.c_str(),
                  result.largest, 100 * result.within1);
      ++compared;
      if (result.identical) ++identical;
      const bool exact = !name.ends_with(".png") || result.identical;
      EXPECT_TRUE(exact) << name << ' ' << rule;
      // Another version of the JPEG decoder may round otherwise.
      EXPECT_LE(result.largest, 2) << name << ' ' << rule;
      EXPECT_GE(result.within1, 0.999) << name << ' ' << rule;
    }
  }
  std::printf("%d of %d identical\n", identical, compared);
  EXPECT_EQ(compared, 19);
}

TEST(TransformParityTest, NormalisedPicturesAreTheReferenceModelsInput) {
  CALOTYPE_NEEDS_SHARED("reference/micro");
  const auto pictures = test::shared() / "reference/images";
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(pictures)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  ASSERT_EQ(paths.size(), 7u);
  for (const std::string folder :
       {"micro/vit-quickgelu-hf", "micro/vit-gelu-openclip", "micro/resnet-quickgelu-openclip",
        "micro/vit-bf16-sharded-hf", "vit-tiny", "starter-0"}) {
    const auto path = test::shared() / "reference" / folder;
    const auto spec = ModelSpec::open(path);
    ASSERT_TRUE(spec) << spec.error().message;
    const auto file = SafeTensors::open(path / "expected.safetensors");
    ASSERT_TRUE(file);
    const auto expected = file->floats("pixel_values");
    ASSERT_TRUE(expected);
    std::vector<Rgb8> crops;
    for (const auto& picture : paths)
      crops.push_back(ImageTransform(spec->transform).apply(test::readPicture(picture).view()));
    const auto ours = normalise(crops, spec->transform);
    ASSERT_EQ(ours.size(), expected->data.size());
    float largest = 0;
    for (std::size_t i = 0; i < ours.size(); ++i)
      largest = std::max(largest, std::abs(ours[i] - expected->data[i]));
    std::printf("%-34s largest difference of normalised values %.2g\n", folder.c_str(),
                double(largest));
    EXPECT_LE(largest, 2.01f / 255 / 0.26f) << folder;
  }
}

}  // namespace
}  // namespace calotype::model
