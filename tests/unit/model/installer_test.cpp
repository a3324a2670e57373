// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/install/installer.h"

#include <gtest/gtest.h>

#include "model/files/model_store.h"
#include "tests/support/model_folder.h"
#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

class InstallerTest : public ::testing::Test {
 protected:
  fs::path models() const { return folder_.path() / "models"; }
  fs::path starter() const { return fs::path(CALOTYPE_SOURCE) / "resources/models/starter"; }
  Result<fs::path> import(const fs::path& from, std::stop_token stop = {}) {
    return installer_.import(from, manifest_, {}, std::move(stop));
  }
  std::string sentence(const fs::path& from) {
    const auto imported = import(from);
    return imported ? "" : imported.error().message;
  }
  /// What lies in the folder of models, hidden or not.
  std::vector<std::string> there() const {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(models(), error), end; !error && entry != end;
         entry.increment(error))
      names.push_back(entry->path().filename());
    return names;
  }

  test::TemporaryFolder folder_;
  Installer installer_{models()};
  const Manifest manifest_ = *Manifest::read(fs::path(CALOTYPE_SOURCE) / "resources/models.json");
};

TEST_F(InstallerTest, EveryNamedConfigurationIsReadBackFromWhatIsWritten) {
  for (const auto& name : ModelSpec::names()) {
    const auto named = ModelSpec::named(name);
    ASSERT_TRUE(named);
    const auto path = folder_.path() / name;
    test::writeModelFolder(path, 1, openClipConfig(*named));
    const auto read = ModelSpec::open(path);
    ASSERT_TRUE(read) << name << ": " << read.error().message;
    EXPECT_EQ(read->dims, named->dims) << name;
    EXPECT_EQ(read->transform, named->transform) << name;
    const auto &a = read->vision, &b = named->vision;
    EXPECT_EQ(a.kind, b.kind) << name;
    EXPECT_EQ(std::tie(a.imageSize, a.width, a.layers, a.stages, a.heads, a.patch, a.hidden),
              std::tie(b.imageSize, b.width, b.layers, b.stages, b.heads, b.patch, b.hidden))
        << name;
    EXPECT_EQ(a.activation, b.activation) << name;
    const auto &c = read->text, &d = named->text;
    EXPECT_EQ(std::tie(c.context, c.vocabulary, c.width, c.layers, c.heads, c.hidden),
              std::tie(d.context, d.vocabulary, d.width, d.layers, d.heads, d.hidden))
        << name;
  }
}

TEST_F(InstallerTest, AFolderIsCopiedWholeAndRememberedByItsHash) {
  std::uint64_t done = 0, of = 0;
  const auto folder =
      installer_.import(starter(), manifest_,
                        [&](std::uint64_t now, std::uint64_t all) { done = now, of = all; }, {});
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_EQ(*folder, models() / "imported-starter");
  EXPECT_EQ(done, of);
  const auto copy = ModelStore::open(*folder), original = ModelStore::open(starter());
  ASSERT_TRUE(copy) << copy.error().message;
  EXPECT_EQ(copy->weightsHash, original->weightsHash);
  EXPECT_TRUE(fs::exists(*folder / "calibration.json"));
  EXPECT_TRUE(fs::exists(*folder / "origin.json"));
  EXPECT_EQ(there(), std::vector<std::string>{"imported-starter"});
  EXPECT_NE(sentence(starter()).find("installed already"), std::string::npos);
  EXPECT_EQ(there(), std::vector<std::string>{"imported-starter"});
}

TEST_F(InstallerTest, AFolderOfTheHuggingFaceCacheIsFollowedToItsFiles) {
  const auto cache = folder_.path() / "hub/models--somebody--small-clip";
  const auto snapshot = cache / "snapshots/0123456789abcdef0123456789abcdef01234567";
  fs::create_directories(snapshot);
  fs::create_directories(cache / "blobs");
  for (const auto& entry : fs::directory_iterator(starter())) {
    const auto blob = cache / "blobs" / entry.path().filename();
    fs::copy(entry.path(), blob);
    fs::create_symlink(fs::path("../../blobs") / entry.path().filename(),
                       snapshot / entry.path().filename());
  }
  fs::create_directories(cache / "refs");
  test::writeText(cache / "refs/main", "0123456789abcdef0123456789abcdef01234567\n");
  const auto folder = import(cache);
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_EQ(folder->filename(), "small-clip");
  for (const auto& entry : fs::directory_iterator(*folder)) EXPECT_FALSE(entry.is_symlink());
  test::writeText(cache / "refs/main", "../../../etc");
  EXPECT_NE(sentence(cache).find("installed already"), std::string::npos);
}

TEST_F(InstallerTest, WhatIsNoModelIsSaidAndLeavesNothingBehind) {
  EXPECT_NE(sentence(folder_.path() / "none").find("no such model folder"), std::string::npos);
  fs::create_directories(folder_.path() / "empty");
  EXPECT_NE(sentence(folder_.path() / "empty").find("not the folder of a CLIP model"),
            std::string::npos);
  const auto pickled = test::writeModelFolder(folder_.path() / "pickled");
  test::writeText(pickled / "open_clip_model.safetensors", "PK\x03\x04 and so on");
  EXPECT_NE(sentence(pickled).find("zip archive"), std::string::npos) << sentence(pickled);
  const auto other = test::writeModelFolder(folder_.path() / "other");
  EXPECT_NE(sentence(other).find("text_projection"), std::string::npos) << sentence(other);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(import(starter(), stop.get_token()).error().code, Code::Cancelled);
  EXPECT_TRUE(there().empty());
}

TEST_F(InstallerTest, ARemovedModelIsGoneAndNoOtherNameReachesOut) {
  ASSERT_TRUE(import(starter()));
  EXPECT_TRUE(installer_.folderOf("imported-starter"));
  EXPECT_FALSE(installer_.folderOf("starter"));
  for (const char* name : {"../models", ".", "..", "", "imported-starter/..", "none"})
    EXPECT_EQ(installer_.remove(name).error().code, Code::NotFound) << name;
  EXPECT_TRUE(installer_.remove("imported-starter"));
  EXPECT_TRUE(there().empty());
}

TEST_F(InstallerTest, WhatCannotBeDownloadedSaysWhereToGetIt) {
  const auto* const offer = manifest_.find("rn50-openai");
  ASSERT_NE(offer, nullptr);
  const auto installed = installer_.install(manifest_, *offer, {}, {});
  ASSERT_FALSE(installed);
  EXPECT_NE(installed.error().message.find("timm/resnet50_clip.openai"), std::string::npos);
  EXPECT_TRUE(there().empty());
}

}  // namespace
}  // namespace calotype::model
