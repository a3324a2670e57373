// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/model_store.h"

#include <gtest/gtest.h>

#include "model/base/install_paths.h"
#include "model/files/safetensors.h"
#include "tests/support/model_folder.h"
#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

class ModelStoreTest : public ::testing::Test {
 protected:
  fs::path add(const std::string& name, int width, float seed) {
    auto config = test::tinyOpenClipConfig();
    config["model_cfg"]["vision_cfg"]["width"] = width;
    return test::writeModelFolder(folder_.path() / name, seed, config);
  }

  test::TemporaryFolder folder_;
  ModelStore store_{folder_.path() / "models", folder_.path() / "starter"};
};

TEST_F(ModelStoreTest, WithoutAnyModelTheSentenceSaysWhatToDo) {
  EXPECT_TRUE(store_.list().empty());
  const auto model = store_.choose({}, {});
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().code, Code::ModelMissing);
  EXPECT_NE(model.error().message.find("--model"), std::string::npos);
}

TEST_F(ModelStoreTest, TheLargestComesFirstAndTheStarterLast) {
  add("starter", 128, 1);
  add("models/small", 32, 2);
  add("models/large", 64, 3);
  fs::create_directory(folder_.path() / "models/empty");
  std::vector<std::string> names;
  for (const auto& spec : store_.list()) names.push_back(spec.name);
  EXPECT_EQ(names, (std::vector<std::string>{"large", "small", "starter"}));
}

TEST_F(ModelStoreTest, AskedGoesBeforeRememberedBeforeBestBeforeStarter) {
  const auto starter = add("starter", 32, 1);
  EXPECT_TRUE(store_.choose({}, {})->starter);
  const auto small = add("models/small", 32, 2), large = add("models/large", 64, 3);
  EXPECT_EQ(store_.choose({}, {})->spec.folder, large);
  EXPECT_EQ(store_.choose({}, small)->spec.folder, small);
  EXPECT_EQ(store_.choose(starter, small)->spec.folder, starter);
  EXPECT_TRUE(store_.choose(starter, small)->starter);
  EXPECT_EQ(store_.choose("small", {})->spec.folder, small);
  EXPECT_EQ(store_.choose("starter", {})->spec.folder, starter);
  EXPECT_EQ(store_.choose("none", small).error().code, Code::NotFound);
  EXPECT_EQ(store_.choose({}, folder_.path() / "gone")->spec.folder, large);
}

TEST_F(ModelStoreTest, TheHashIsThatOfTheWeightsAndOfNothingElse) {
  const auto first = add("a", 32, 1);
  const auto model = ModelStore::open(first);
  ASSERT_TRUE(model);
  const auto file = openRegularFile(first / "open_clip_model.safetensors");
  EXPECT_EQ(model->weightsHash, *sha256OfFile(file->get()));
  EXPECT_EQ(ModelStore::open(add("b", 64, 1))->weightsHash, model->weightsHash);
  EXPECT_NE(ModelStore::open(add("c", 32, 2))->weightsHash, model->weightsHash);
}

TEST(StarterModelTest, LiesInTheBuildTreeAndOpens) {
  const auto model = ModelStore({}, starterModelFolder()).choose({}, {});
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_TRUE(model->starter);
  EXPECT_EQ(model->spec.name, "starter");
  EXPECT_EQ(model->spec.dims, 256);
  EXPECT_EQ(model->spec.vision.kind, VisionSpec::Kind::ResNet);
  EXPECT_EQ(model->spec.vision.heads, 16);
  EXPECT_EQ(model->spec.text.context, 32);
}

}  // namespace
}  // namespace calotype::model
