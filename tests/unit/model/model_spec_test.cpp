// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/model_spec.h"

#include <gtest/gtest.h>

#include <set>

#include "model/files/safetensors.h"
#include "model/files/weight_source.h"
#include "model/text/tokenizer.h"
#include "tests/support/model_folder.h"
#include "tests/support/shared.h"
#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

class ModelSpecTest : public ::testing::Test {
 protected:
  /// A folder in the Hugging Face layout, with these changes merged into its two configurations.
  Result<ModelSpec> openHuggingFace(const Json& change = {}, const Json& preprocessorChange = {}) {
    const auto path = folder_.path() / "hf";
    fs::create_directories(path);
    auto config = test::tinyHuggingFaceConfig();
    auto preprocessor = test::tinyPreprocessorConfig();
    if (!change.is_null()) config.merge_patch(change);
    if (!preprocessorChange.is_null()) preprocessor.merge_patch(preprocessorChange);
    test::writeText(path / "config.json", config.dump());
    test::writeText(path / "preprocessor_config.json", preprocessor.dump());
    SafeTensorsWriter weights;
    weights.add("logit_scale", {}, std::vector<float>{1});
    EXPECT_TRUE(weights.write(path / "model.safetensors"));
    return ModelSpec::open(path);
  }

  Result<ModelSpec> openOpenClip(const Json& change = {}) {
    auto config = test::tinyOpenClipConfig();
    if (!change.is_null()) config.merge_patch(change);
    return ModelSpec::open(test::writeModelFolder(folder_.path() / "oc", 1, config));
  }

  test::TemporaryFolder folder_;
};

TEST_F(ModelSpecTest, AHuggingFaceConfigurationIsReadInFull) {
  const auto spec = openHuggingFace();
  ASSERT_TRUE(spec) << spec.error().message;
  EXPECT_EQ(spec->name, "hf");
  EXPECT_EQ(spec->dims, 24);
  EXPECT_EQ(spec->vision.kind, VisionSpec::Kind::Transformer);
  EXPECT_EQ(spec->vision.hidden, 128);
  EXPECT_EQ(spec->vision.heads, 4);
  EXPECT_EQ(spec->vision.activation, Activation::Gelu);
  EXPECT_EQ(spec->text.activation, Activation::QuickGelu);  // the layout's default
  EXPECT_EQ(spec->text.context, 16);
  EXPECT_EQ(spec->transform.mean, (std::array{0.5f, 0.4f, 0.3f}));
  EXPECT_EQ(spec->transform.cropOffset, TransformSpec::CropOffset::Floor);
  EXPECT_EQ(spec->weights.size(), 1u);
  EXPECT_FALSE(spec->tokenizer);
}

/// Published files leave out nearly everything (google/siglip-base-patch16-224).
TEST_F(ModelSpecTest, ASiglipConfigurationIsReadWithItsDefaults) {
  const auto path = folder_.path() / "siglip";
  fs::create_directories(path);
  const Json size{{"height", 224}, {"width", 224}};
  const auto open = [&](const Json& text) {
    const Json config{
        {"model_type", "siglip"}, {"text_config", text}, {"vision_config", Json::object()}};
    test::writeText(path / "config.json", config.dump());
    return ModelSpec::open(path);
  };
  test::writeText(path / "preprocessor_config.json",
                  Json{{"size", size}, {"resample", 3}, {"image_mean", {0.5, 0.5, 0.5}}}.dump());
  SafeTensorsWriter weights;
  weights.add("logit_scale", {1}, std::vector<float>{1});
  ASSERT_TRUE(weights.write(path / "model.safetensors"));
  const auto spec = open(Json::object());
  ASSERT_TRUE(spec) << spec.error().message;
  EXPECT_EQ(spec->family, "SigLIP");
  EXPECT_EQ(spec->language, "en");
  EXPECT_EQ(spec->dims, 768);
  EXPECT_EQ(spec->vision.kind, VisionSpec::Kind::Siglip);
  EXPECT_EQ(spec->vision.patch, 16);
  EXPECT_EQ(spec->vision.activation, Activation::GeluTanh);
  EXPECT_EQ(spec->vision.epsilon, 1e-6f);
  EXPECT_EQ(spec->text.kind, TextSpec::Kind::Siglip);
  EXPECT_EQ(spec->text.context, 64);
  EXPECT_EQ(spec->text.vocabulary, 32'000);
  EXPECT_EQ(spec->transform.resize, TransformSpec::Resize::Squash);
  EXPECT_FALSE(spec->tokenizer);

  test::writeText(path / "tokenizer.json", "{}");
  const auto list = open(Json::object());
  ASSERT_FALSE(list);
  EXPECT_NE(list.error().message.find("spiece.model: is missing"), std::string::npos)
      << list.error().message;

  test::writeText(path / "tokenizer.model", "x");
  const auto second = open({{"vocab_size", 256'000}});
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->language, "mul");
  EXPECT_EQ(second->vocabularyKind, VocabularyKind::GemmaPieces);
  EXPECT_FALSE(open({{"hidden_size", 384}, {"num_attention_heads", 6}}))
      << "two spaces of different widths";
}

TEST_F(ModelSpecTest, AnotherKindOfModelIsNamedBesideThoseThatAreRead) {
  const auto spec = openHuggingFace({{"model_type", "blip"}});
  ASSERT_FALSE(spec);
  EXPECT_EQ(spec.error().code, Code::Unsupported);
  EXPECT_NE(spec.error().message.find("\"blip\", and only clip and siglip are read"),
            std::string::npos)
      << spec.error().message;
}

TEST_F(ModelSpecTest, AnOpenClipConfigurationIsReadWithItsDefaults) {
  const auto spec = openOpenClip();
  ASSERT_TRUE(spec) << spec.error().message;
  EXPECT_EQ(spec->vision.heads, 4);  // 64 / head_width 16
  EXPECT_EQ(spec->vision.hidden, 256);
  EXPECT_EQ(spec->vision.activation, Activation::Gelu);
  EXPECT_EQ(spec->transform.cropOffset, TransformSpec::CropOffset::HalfToEven);
  EXPECT_EQ(spec->transform.size, 32);
  ASSERT_TRUE(spec->tokenizer);
  EXPECT_EQ(spec->tokenizer->filename(), "merges.txt");
  const auto quick = openOpenClip({{"model_cfg", {{"quick_gelu", true}}}});
  EXPECT_EQ(quick->text.activation, Activation::QuickGelu);
}

TEST_F(ModelSpecTest, AListOfLayersIsAResNet) {
  const auto spec = openOpenClip({{"model_cfg",
                                   {{"vision_cfg",
                                     {{"layers", {2, 3, 4, 5}},
                                      {"width", 12},
                                      {"patch_size", nullptr},
                                      {"head_width", 64}}}}}});
  ASSERT_TRUE(spec) << spec.error().message;
  EXPECT_EQ(spec->vision.kind, VisionSpec::Kind::ResNet);
  EXPECT_EQ(spec->vision.stages, (std::array{2, 3, 4, 5}));
  EXPECT_EQ(spec->vision.heads, 6);  // 12 * 32 / 64
}

TEST_F(ModelSpecTest, OpenClipsPreparationOfPicturesIsRead) {
  const auto spec = openOpenClip({{"preprocess_cfg",
                                   {{"mean", {0.5, 0.5, 0.5}},
                                    {"std", {0.5, 0.5, 0.5}},
                                    {"interpolation", "bilinear"},
                                    {"resize_mode", "squash"}}}});
  ASSERT_TRUE(spec) << spec.error().message;
  EXPECT_EQ(spec->transform.mean, (std::array{0.5f, 0.5f, 0.5f}));
  EXPECT_EQ(spec->transform.interpolation, TransformSpec::Interpolation::Bilinear);
  EXPECT_EQ(spec->transform.resize, TransformSpec::Resize::Squash);
  EXPECT_FALSE(openOpenClip({{"preprocess_cfg", {{"resize_mode", "longest"}}}}));
  EXPECT_FALSE(openOpenClip({{"preprocess_cfg", {{"std", {0, 1, 1}}}}}));
  EXPECT_FALSE(openOpenClip({{"preprocess_cfg", {{"mean", {1, 1}}}}}));
}

TEST_F(ModelSpecTest, NumbersOutsideTheirBoundsAreRefusedByName) {
  const auto vision = [](const char* key, const Json& value) {
    return Json{{"vision_config", {{key, value}}}};
  };
  for (const auto& change :
       {vision("hidden_size", -768), vision("hidden_size", 4097), vision("num_hidden_layers", 65),
        vision("num_hidden_layers", 1'000'000'000), vision("num_attention_heads", 0),
        vision("num_attention_heads", 7), vision("patch_size", 0), vision("patch_size", 33),
        vision("image_size", 1025), vision("image_size", 32.5), vision("num_channels", 4),
        vision("hidden_act", "relu"), vision("layer_norm_eps", 0),
        Json{{"text_config", {{"vocab_size", 300'001}}}},
        Json{{"text_config", {{"max_position_embeddings", 257}}}}, Json{{"projection_dim", 0}},
        Json{{"model_type", "siglip2"}}, Json{{"vision_config", nullptr}}}) {
    const auto spec = openHuggingFace(change);
    ASSERT_FALSE(spec) << change;
    EXPECT_NE(spec.error().message.find("config.json: "), std::string::npos)
        << spec.error().message;
  }
}

TEST_F(ModelSpecTest, AKindOfClipThatTheTowersCannotComputeIsUnsupported) {
  for (const auto& change : {Json{{"vision_cfg", {{"timm_model_name", "x"}}}},
                             Json{{"vision_cfg", {{"attentional_pool", true}}}},
                             Json{{"text_cfg", {{"hf_model_name", "x"}}}},
                             Json{{"text_cfg", {{"no_causal_mask", true}}}}}) {
    const auto spec = openOpenClip({{"model_cfg", change}});
    ASSERT_FALSE(spec) << change;
    EXPECT_EQ(spec.error().code, Code::Unsupported);
  }
  EXPECT_TRUE(openOpenClip({{"model_cfg", {{"vision_cfg", {{"attentional_pool", false}}}}}}));
}

TEST_F(ModelSpecTest, HuggingFacesOtherPreparationsOfPictures) {
  const auto squash =
      openHuggingFace({}, {{"size", {{"shortest_edge", nullptr}, {"height", 32}, {"width", 32}}},
                           {"do_center_crop", false},
                           {"resample", 2}});
  ASSERT_TRUE(squash) << squash.error().message;
  EXPECT_EQ(squash->transform.resize, TransformSpec::Resize::Squash);
  EXPECT_EQ(squash->transform.interpolation, TransformSpec::Interpolation::Bilinear);
  EXPECT_TRUE(openHuggingFace({}, {{"size", 32}, {"crop_size", 32}}));
  EXPECT_FALSE(openHuggingFace({}, {{"size", {{"shortest_edge", 36}}}}));
  EXPECT_FALSE(openHuggingFace({}, {{"resample", 0}}));
  EXPECT_FALSE(openHuggingFace({}, {{"do_normalize", false}}));
}

TEST_F(ModelSpecTest, WhatIsMissingIsNamed) {
  const auto sentence = [](const fs::path& path) {
    const auto spec = ModelSpec::open(path);
    return spec ? std::string("opened") : spec.error().message;
  };
  const auto path = folder_.path() / "hf";
  ASSERT_TRUE(openHuggingFace());
  fs::remove(path / "preprocessor_config.json");
  EXPECT_NE(sentence(path).find("preprocessor_config.json: is missing"), std::string::npos);
  ASSERT_TRUE(openHuggingFace());
  fs::remove(path / "model.safetensors");
  EXPECT_NE(sentence(path).find("model.safetensors: is missing"), std::string::npos);
  test::writeText(path / "pytorch_model.bin", "PK\x03\x04 and so on");
  EXPECT_NE(sentence(path).find("zip archive"), std::string::npos);
  EXPECT_NE(sentence(path / "pytorch_model.bin").find("only safetensors"), std::string::npos);
  ASSERT_TRUE(openHuggingFace());
  test::writeText(path / "vocab.json", "{}");
  EXPECT_NE(sentence(path).find("merges.txt: is missing"), std::string::npos);
  EXPECT_NE(sentence(folder_.path()).find("not the folder of a CLIP model"), std::string::npos);
  EXPECT_NE(sentence(folder_.path() / "none").find("no such model folder"), std::string::npos);
}

TEST_F(ModelSpecTest, ABrokenLayoutBesideAWholeOneDoesNotMatter) {
  ASSERT_TRUE(openHuggingFace());
  test::writeText(folder_.path() / "hf/open_clip_config.json", "{");
  const auto spec = ModelSpec::open(folder_.path() / "hf/");
  ASSERT_TRUE(spec) << spec.error().message;
  EXPECT_EQ(spec->family, "Hugging Face CLIP");
  EXPECT_EQ(spec->name, "hf");
}

TEST_F(ModelSpecTest, ShardsAreFoundByTheirIndexAndOnlyBesideIt) {
  ASSERT_TRUE(openHuggingFace());
  const auto path = folder_.path() / "hf";
  fs::rename(path / "model.safetensors", path / "model-1.safetensors");
  const auto index = [&](const std::string& file) {
    const Json json{{"weight_map", {{"a", "model-1.safetensors"}, {"b", file}}}};
    test::writeText(path / "model.safetensors.index.json", json.dump());
    return ModelSpec::open(path);
  };
  EXPECT_EQ(index("model-1.safetensors")->weights.size(), 1u);
  EXPECT_EQ(index("model-2.safetensors").error().code, Code::NotFound);
  fs::create_directory(path / "sub");
  for (const auto* bad : {"../hf/model-1.safetensors", "/etc/passwd", ".hidden", "", "a b"})
    EXPECT_EQ(index(bad).error().code, Code::Corrupt) << bad;
}

TEST(ModelSpecReferenceTest, EveryReferenceModelOpens) {
  CALOTYPE_NEEDS_SHARED("reference/micro");
  for (const std::string folder :
       {"micro/vit-quickgelu-hf", "micro/vit-gelu-openclip", "micro/resnet-quickgelu-openclip",
        "micro/vit-bf16-sharded-hf", "vit-tiny", "starter-0"}) {
    const auto spec = ModelSpec::open(test::shared() / "reference" / folder);
    EXPECT_TRUE(spec) << spec.error().message;
  }
}

TEST(ModelSpecReferenceTest, EveryDamagedFolderIsRefusedWithASentence) {
  CALOTYPE_NEEDS_SHARED("corrupt/index.json");
  const auto index = readJson(test::shared() / "corrupt/index.json");
  ASSERT_TRUE(index);
  int files = 0;
  std::set<fs::path> folders;
  for (const auto& [name, entry] : index->items()) {
    if (!name.starts_with("model/")) continue;
    ++files;
    EXPECT_EQ(entry["expect"], "unreadable");
    folders.insert(fs::path(name).parent_path());
  }
  EXPECT_EQ(files, 14);
  EXPECT_EQ(folders.size(), 4u);
  for (const auto& folder : folders) {
    const auto spec = ModelSpec::open(test::shared() / "corrupt" / folder);
    std::string refused;
    if (!spec) {
      refused = spec.error().message;
    } else if (const auto tokenizer = Tokenizer::open(*spec); !tokenizer) {
      refused = tokenizer.error().message;
    }
    EXPECT_NE(refused.find(folder.filename().string()), std::string::npos) << folder;
    std::printf("%s\n", refused.c_str());
  }
}

/// The two folders above that lack other files too are made whole but for their named damage.
TEST_F(ModelSpecTest, DamagedVocabulariesAreRefusedByTheTokenizer) {
  ASSERT_TRUE(openOpenClip());
  const auto path = folder_.path() / "oc";
  const auto message = [&] {
    const auto spec = ModelSpec::open(path);
    const auto tokenizer = Tokenizer::open(*spec);
    return tokenizer ? std::string() : tokenizer.error().message;
  };
  EXPECT_EQ(message(), "");
  test::writeText(path / "merges.txt", "");
  EXPECT_NE(message().find("merges.txt: has 0 merges, too few"), std::string::npos) << message();
  test::writeText(path / "merges.txt", "a b c\n");
  EXPECT_NE(message().find("line 1 is not a pair"), std::string::npos) << message();
  test::writeText(path / "merges.txt", "a b\na b\n");
  EXPECT_NE(message().find("twice"), std::string::npos) << message();
  test::writeText(path / "merges.txt", "a q\nq a\n");
  EXPECT_NE(message().find("lacks \"aq\""), std::string::npos) << message();
  test::writeText(path / "merges.txt", "a " + std::string(255, 'b') + "\n");
  EXPECT_NE(message().find("256 bytes"), std::string::npos) << message();
  test::TinyVocabulary tiny({"a b"});
  tiny.vocabulary["ab"] = 7;
  tiny.write(path);
  EXPECT_NE(message().find("each once"), std::string::npos) << message();
}

}  // namespace
}  // namespace calotype::model
