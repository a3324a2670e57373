// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/training_spec.h"

#include <gtest/gtest.h>

#include "model/files/families.h"
#include "tests/support/model_folder.h"
#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

class TrainingSpecTest : public ::testing::Test {
 protected:
  Result<TrainingSpec> read(const Json& training) {
    auto json = test::tinyOpenClipConfig();
    json["training"] = training;
    test::writeText(folder.path() / "run.json", json.dump());
    return TrainingSpec::open(folder.path() / "run.json");
  }
  /// The sentence of the refusal.
  std::string refused(const Json& training) {
    const auto spec = read(training);
    return spec ? "" : spec.error().message;
  }
  test::TemporaryFolder folder;
};

TEST_F(TrainingSpecTest, WhatIsSaidIsReadAndTheRestIsUsual) {
  const auto spec = read({{"steps", 7},
                          {"batch", 64},
                          {"precision", "bf16"},
                          {"loss", "sigmoid"},
                          {"adapter", "lora"},
                          {"freeze_images", true},
                          {"templates", {"{}!"}},
                          {"augmentation", {{"mirror", 0}}}});
  ASSERT_TRUE(spec) << spec.error().message;
  EXPECT_EQ(spec->steps, 7);
  EXPECT_EQ(spec->chunk, 64) << "all at once, unless said otherwise";
  EXPECT_TRUE(spec->bf16);
  EXPECT_EQ(spec->loss, ContrastLoss::Sigmoid);
  EXPECT_EQ(spec->adapter, Adapter::LoRa);
  EXPECT_TRUE(spec->freezeImages);
  EXPECT_EQ(spec->templates, std::vector<std::string>{"{}!"});
  EXPECT_EQ(spec->augmentation.mirror, 0);
  EXPECT_EQ(spec->augmentation.leastArea, AugmentationSpec().leastArea);
  EXPECT_EQ(spec->model.tokenizer, folder.path() / "merges.txt");
  EXPECT_EQ(spec->model.vision.width, 64);
}

TEST_F(TrainingSpecTest, EachMistakeIsSaidWithItsPlace) {
  const auto says = [this](const Json& training, const std::string& what) {
    const auto sentence = refused(training);
    EXPECT_NE(sentence.find(what), std::string::npos) << sentence;
  };
  says({{"steps", 0}}, "run.json: training: \"steps\"");
  says({{"learning_rate", "fast"}}, "learning_rate");
  says({{"loss", "hinge"}}, "infonce, sigmoid");
  says({{"templates", {"no place"}}}, "templates");
  says({{"augmentation", {{"mirror", 2}}}}, "training: augmentation: \"mirror\"");
}

/// Written and read again, a model is described as before.
TEST(OpenClipConfigTest, WrittenAndReadAgainItIsTheSame) {
  for (const auto& name : ModelSpec::names()) {
    const auto spec = ModelSpec::named(name).value();
    const auto json = writeOpenClip(spec);
    ASSERT_TRUE(json) << json.error().message;
    ModelSpec again;
    const JsonFields fields(*json, name);
    ASSERT_TRUE(readOpenClip(fields, again)) << name;
    ASSERT_TRUE(readOpenClipTransform(fields, again)) << name;
    EXPECT_EQ(again.dims, spec.dims) << name;
    EXPECT_EQ(again.transform, spec.transform) << name;
    EXPECT_EQ(again.vision.kind, spec.vision.kind) << name;
    EXPECT_EQ(again.vision.width, spec.vision.width) << name;
    EXPECT_EQ(again.vision.heads, spec.vision.heads) << name;
    EXPECT_EQ(again.vision.layers, spec.vision.layers) << name;
    EXPECT_EQ(again.vision.stages, spec.vision.stages) << name;
    EXPECT_EQ(again.vision.patch, spec.vision.patch) << name;
    EXPECT_EQ(again.vision.hidden, spec.vision.hidden) << name;
    EXPECT_EQ(again.text.width, spec.text.width) << name;
    EXPECT_EQ(again.text.hidden, spec.text.hidden) << name;
    EXPECT_EQ(again.text.context, spec.text.context) << name;
    EXPECT_EQ(again.text.activation, spec.text.activation) << name;
  }
}

TEST(OpenClipConfigTest, TwoActivationsHaveNoWords) {
  auto spec = ModelSpec::named("ViT-B-32").value();
  spec.text.activation = Activation::QuickGelu;
  EXPECT_FALSE(writeOpenClip(spec));
}

}  // namespace
}  // namespace calotype::model
