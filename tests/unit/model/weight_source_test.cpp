// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/weight_source.h"

#include <gtest/gtest.h>

#include "model/files/model_spec.h"
#include "tests/support/shared.h"
#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

std::string message(const Error& error) {
  return error.message;
}
template <class T>
std::string message(const Result<T>& result) {
  return result ? "fine" : message(result.error());
}

TEST(WeightSourceTest, AHuggingFaceFileGivesTheOriginalCheckpointsTensors) {
  CALOTYPE_NEEDS_SHARED("reference/micro/vit-quickgelu-hf");
  const auto spec = ModelSpec::open(test::shared() / "reference/micro/vit-quickgelu-hf");
  ASSERT_TRUE(spec) << message(spec);
  const auto source = WeightSource::open(*spec);
  ASSERT_TRUE(source) << message(source);
  const auto file = SafeTensors::open(spec->weights[0]);
  ASSERT_TRUE(file);

  const auto packed =
      source->tensor("visual.transformer.resblocks.2.attn.in_proj_weight", {192, 64});
  ASSERT_TRUE(packed) << message(packed);
  std::vector<float> expected;
  for (const std::string part : {"q", "k", "v"}) {
    const auto theirs =
        file->floats("vision_model.encoder.layers.2.self_attn." + part + "_proj.weight");
    expected.insert(expected.end(), theirs->data.begin(), theirs->data.end());
  }
  EXPECT_EQ(packed->data, expected);

  const auto projection = source->tensor("text_projection", {48, 32});
  const auto theirs = file->floats("text_projection.weight");
  ASSERT_TRUE(projection) << message(projection);
  for (std::size_t row = 0; row < 48; ++row)
    for (std::size_t column = 0; column < 32; ++column)
      ASSERT_EQ(projection->data[row * 32 + column], theirs->data[column * 48 + row]);

  EXPECT_TRUE(source->tensor("logit_scale", {}));
  EXPECT_FALSE(source->has("visual.attnpool.q_proj.weight"));
}

/// Every tensor of a vision transformer and of the text tower, with the shape the spec asks for.
std::vector<std::pair<std::string, Shape>> tensorsOf(const ModelSpec& spec) {
  const auto& v = spec.vision;
  const auto& t = spec.text;
  const std::int64_t grid = v.imageSize / v.patch;
  std::vector<std::pair<std::string, Shape>> all{
      {"visual.conv1.weight", {v.width, 3, v.patch, v.patch}},
      {"visual.class_embedding", {v.width}},
      {"visual.positional_embedding", {grid * grid + 1, v.width}},
      {"visual.ln_pre.weight", {v.width}},
      {"visual.ln_post.bias", {v.width}},
      {"visual.proj", {v.width, spec.dims}},
      {"token_embedding.weight", {t.vocabulary, t.width}},
      {"positional_embedding", {t.context, t.width}},
      {"ln_final.weight", {t.width}},
      {"text_projection", {t.width, spec.dims}},
      {"logit_scale", {}},
  };
  const auto addBlocks = [&](const std::string& prefix, int layers, std::int64_t width,
                             std::int64_t hidden) {
    for (int i = 0; i < layers; ++i) {
      const auto block = prefix + "transformer.resblocks." + std::to_string(i) + ".";
      all.insert(all.end(), {{block + "attn.in_proj_weight", {3 * width, width}},
                             {block + "attn.in_proj_bias", {3 * width}},
                             {block + "attn.out_proj.weight", {width, width}},
                             {block + "ln_1.weight", {width}},
                             {block + "ln_2.bias", {width}},
                             {block + "mlp.c_fc.weight", {hidden, width}},
                             {block + "mlp.c_proj.weight", {width, hidden}}});
    }
  };
  addBlocks("visual.", v.layers, v.width, v.hidden);
  addBlocks("", t.layers, t.width, t.hidden);
  return all;
}

TEST(WeightSourceTest, EveryReferenceTransformerHasEveryTensorInTheConfiguredShape) {
  CALOTYPE_NEEDS_SHARED("reference/micro");
  for (const std::string folder : {"micro/vit-quickgelu-hf", "micro/vit-gelu-openclip",
                                   "micro/vit-bf16-sharded-hf", "vit-tiny"}) {
    const auto spec = ModelSpec::open(test::shared() / "reference" / folder);
    ASSERT_TRUE(spec) << message(spec);
    const auto source = WeightSource::open(*spec);
    ASSERT_TRUE(source) << message(source);
    for (const auto& [name, shape] : tensorsOf(*spec)) {
      const auto tensor = source->tensor(name, shape);
      EXPECT_TRUE(tensor) << folder << ": " << name << ": " << message(tensor);
    }
  }
}

TEST(WeightSourceTest, AnotherShapeThanConfiguredIsAnErrorThatNamesAllThree) {
  CALOTYPE_NEEDS_SHARED("reference/micro/vit-gelu-openclip");
  const auto spec = ModelSpec::open(test::shared() / "reference/micro/vit-gelu-openclip");
  const auto source = WeightSource::open(*spec);
  ASSERT_TRUE(source);
  const auto tensor = source->tensor("visual.proj", {64, 25});
  ASSERT_FALSE(tensor);
  for (const auto* part : {"visual.proj", "[64, 25]", "[64, 24]"})
    EXPECT_NE(tensor.error().message.find(part), std::string::npos) << tensor.error().message;
  EXPECT_EQ(source->tensor("visual.missing", {1}).error().code, Code::NotFound);
}

}  // namespace
}  // namespace calotype::model
