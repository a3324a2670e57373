// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/model_folder.h"

#include <gtest/gtest.h>

#include "model/files/weight_source.h"
#include "tests/support/model_folder.h"
#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

/// A model of two weights: a matrix and a bias.
ModelSpec writeModel(const fs::path& folder, float matrix, float bias) {
  test::writeModelFolder(folder);
  SafeTensorsWriter weights;
  addWeight(weights, "text_projection", {2, 2}, std::vector<float>(4, matrix));
  addWeight(weights, "ln_final.bias", {2}, std::vector<float>(2, bias));
  EXPECT_TRUE(weights.write(folder / "open_clip_model.safetensors"));
  return ModelSpec::open(folder).value();
}

TEST(ModelFolderTest, MatricesAreHalvesAndBiasesAreNot) {
  test::TemporaryFolder folder;
  const auto spec = writeModel(folder.path() / "m", 0.1f, 0.1f);
  const auto source = WeightSource::open(spec).value();
  EXPECT_EQ(source.storedAs("text_projection"), DType::F16);
  EXPECT_EQ(source.storedAs("ln_final.bias"), DType::F32);
}

TEST(ModelFolderTest, BetweenTwoModelsLiesTheirMixture) {
  test::TemporaryFolder folder;
  const auto first = writeModel(folder.path() / "a", 1, 10);
  const auto second = writeModel(folder.path() / "b", 5, 20);
  const auto mixed = folder.path() / "mixed";
  for (const double share : {0.0, 0.25, 1.0}) {
    ASSERT_TRUE(writeBetween(mixed, first, second, share));
    const auto spec = ModelSpec::open(mixed);
    ASSERT_TRUE(spec) << spec.error().message;
    const auto source = WeightSource::open(*spec).value();
    EXPECT_FLOAT_EQ(source.tensor("text_projection", {2, 2})->data[3], float(1 + 4 * share));
    EXPECT_FLOAT_EQ(source.tensor("ln_final.bias", {2})->data[0], float(10 + 10 * share));
  }
}

TEST(ModelFolderTest, ModelsOfTwoShapesHaveNothingBetween) {
  test::TemporaryFolder folder;
  const auto first = writeModel(folder.path() / "a", 1, 10);
  const auto second = writeModel(folder.path() / "b", 1, 10);
  SafeTensorsWriter weights;
  addWeight(weights, "text_projection", {3, 2}, std::vector<float>(6, 1));
  ASSERT_TRUE(weights.write(second.folder / "open_clip_model.safetensors"));
  EXPECT_FALSE(
      writeBetween(folder.path() / "mixed", first, ModelSpec::open(second.folder).value(), 0.5));
}

}  // namespace
}  // namespace calotype::model
