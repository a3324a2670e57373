// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/training_photos.h"

#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <set>

#include "model/files/safetensors.h"
#include "tests/support/model_folder.h"
#include "tests/support/temporary_folder.h"

namespace calotype::catalog {
namespace {

using model::TrainingPair;

class TrainingPhotosTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const test::TinyVocabulary vocabulary({"a b</w>"});
    vocabulary.write(folder.path());
    spec.model.tokenizer = folder.path() / "merges.txt";
    spec.model.text = {.context = 16, .vocabulary = int(vocabulary.vocabulary.size())};
    spec.model.transform.size = 8;
    spec.templates = {"{}"};
    tokenizer = model::Tokenizer::open(spec.model).value();
    photos.emplace(spec, *tokenizer);
  }
  void add(const std::string& key, const std::vector<std::string>& labels,
           const std::vector<std::string>& captions) {
    Rgb8 picture(12, 10);
    std::fill(picture.pixels.begin(), picture.pixels.end(), std::uint8_t(shade += 10));
    photos->add(key, std::move(picture), labels, captions);
  }
  std::vector<TrainingPair> pairs(std::int64_t step, int count) {
    return photos->pairs(step, count).value();
  }
  bool shareMeaning(const TrainingPair& a, const TrainingPair& b) {
    return std::any_of(a.meanings.begin(), a.meanings.end(), [&](std::uint64_t meaning) {
      return std::binary_search(b.meanings.begin(), b.meanings.end(), meaning);
    });
  }

  test::TemporaryFolder folder;
  model::TrainingSpec spec;
  std::optional<model::Tokenizer> tokenizer;
  std::optional<TrainingPhotos> photos;
  int shade = 0;
};

TEST_F(TrainingPhotosTest, AStepIsTheSameWheneverItIsAskedFor) {
  for (int i = 0; i < 9; ++i) add("k" + std::to_string(i), {"l" + std::to_string(i)}, {});
  ASSERT_TRUE(photos->finish());
  const auto first = pairs(3, 4);
  pairs(0, 4);
  pairs(7, 4);
  const auto again = pairs(3, 4);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(first[i].text.ids, again[i].text.ids);
    EXPECT_EQ(first[i].crop.pixels, again[i].crop.pixels);
  }
}

TEST_F(TrainingPhotosTest, EveryRoundHasEachPhotoOnce) {
  for (int i = 0; i < 6; ++i) add("k" + std::to_string(i), {"l" + std::to_string(i)}, {});
  ASSERT_TRUE(photos->finish());
  for (int round = 0; round < 3; ++round) {
    std::map<std::vector<std::int64_t>, int> seen;
    for (const std::int64_t step : {2 * round, 2 * round + 1})
      for (const auto& pair : pairs(step, 3)) ++seen[pair.text.ids];
    EXPECT_EQ(seen.size(), 6u);
  }
}

TEST_F(TrainingPhotosTest, PhotosThatShareALabelOrACaptionShareAMeaning) {
  add("k0", {"poodle", "dog"}, {});
  add("k1", {"terrier", "dog"}, {});
  add("k2", {"cup"}, {});
  add("k3", {}, {"Dog", "a dog in the snow"});
  spec.captionShare = 0.25;
  ASSERT_TRUE(photos->finish());
  auto all = pairs(0, 4);
  std::map<std::string, TrainingPair> byText;
  // The captioned one comes first; the others by their own words.
  const auto captioned = all.front();
  int withDog = 0, others = 0;
  for (std::size_t i = 1; i < all.size(); ++i)
    ++(shareMeaning(captioned, all[i]) ? withDog : others);
  EXPECT_EQ(withDog, 2) << "\"Dog\" is the label \"dog\"";
  EXPECT_EQ(others, 1);
}

TEST_F(TrainingPhotosTest, CaptionsAndLabelsTakeTurnsByTheirShare) {
  for (int i = 0; i < 20; ++i) {
    add("c" + std::to_string(i), {}, {"c"});
    add("l" + std::to_string(i), {"l"}, {});
  }
  spec.captionShare = 0.75;
  ASSERT_TRUE(photos->finish());
  int captions = 0;
  const auto caption = tokenizer->encode("c").ids;
  for (const auto& pair : pairs(5, 8)) captions += int(pair.text.ids == caption);
  EXPECT_EQ(captions, 6);
}

TEST_F(TrainingPhotosTest, AThinnedCaptionKeepsItsOrderAndNeverLosesAllItsWords) {
  for (const char* const key : {"c0", "c1"}) add(key, {}, {"a b c d"});
  spec.captionShare = 1;
  spec.augmentation.wordDropout = 0.5;
  ASSERT_TRUE(photos->finish());
  std::set<std::vector<std::int64_t>> orderly, seen;
  for (unsigned mask = 1; mask < 16; ++mask) {
    std::string text;
    for (unsigned word = 0; word < 4; ++word)
      if ((mask >> word & 1) != 0)
        text += (text.empty() ? "" : " ") + std::string(1, char('a' + word));
    orderly.insert(tokenizer->encode(text).ids);
  }
  for (int step = 0; step < 200; ++step)
    for (const auto& pair : pairs(step, 2)) seen.insert(pair.text.ids);
  EXPECT_EQ(seen, orderly);
}

TEST_F(TrainingPhotosTest, AMixedPictureKeepsItsTextAndNeitherPicturesTextIsItsNegative) {
  for (int i = 0; i < 4; ++i) add("l" + std::to_string(i), {"label " + std::to_string(i)}, {});
  spec.augmentation.patch = 1;
  ASSERT_TRUE(photos->finish());
  int mixed = 0;
  for (int step = 0; step < 20; ++step)
    for (const auto& pair : pairs(step, 4)) {
      EXPECT_TRUE(std::is_sorted(pair.meanings.begin(), pair.meanings.end()));
      ASSERT_TRUE(pair.meanings.size() == 2 || pair.meanings.size() == 4);
      mixed += int(pair.meanings.size() == 4);
    }
  EXPECT_GT(mixed, 30) << "three of four others are another picture";
}

TEST_F(TrainingPhotosTest, ATaughtPictureIsTrainedOnWhatTheTeacherSaw) {
  model::SafeTensorsWriter writer;
  writer.add("vectors", {2, 1, 2}, std::vector<float>{1, 2, 3, 6});
  writer.add("boxes", {2, 1, 4}, std::vector<float>{0, 0, 1, 1, 0, 0, 1, 1});
  writer.setMetadata("keys", "k0\nk1");
  ASSERT_TRUE(writer.write(folder.path() / "t.teacher.safetensors"));
  Teacher teacher;
  ASSERT_TRUE(teacher.add(folder.path() / "t.teacher.safetensors"));
  teacher.centre();
  EXPECT_EQ(teacher.dims(), 2u);
  EXPECT_EQ(teacher.views("k0"), 1u);
  EXPECT_EQ(teacher.views("k9"), 0u);
  EXPECT_EQ(teacher.vector("k0", 0), (std::vector<float>{-1, -2})) << "the mean is taken out";
  EXPECT_EQ(teacher.vector("k1", 0), (std::vector<float>{1, 2}));
}

TEST_F(TrainingPhotosTest, TeachersThatDoNotFitAreRefused) {
  model::SafeTensorsWriter writer;
  writer.add("vectors", {2, 1, 2}, std::vector<float>{1, 2, 3, 6});
  ASSERT_TRUE(writer.write(folder.path() / "nokeys.safetensors"));
  writer.setMetadata("keys", "k0\nk1\nk2");
  ASSERT_TRUE(writer.write(folder.path() / "many.safetensors"));
  Teacher teacher;
  EXPECT_FALSE(teacher.add(folder.path() / "nokeys.safetensors"));
  EXPECT_FALSE(teacher.add(folder.path() / "many.safetensors"));
  writer.setMetadata("keys", "k0\nk1");
  for (const float width : {-0.5f, 0.0f, 1.5f, std::numeric_limits<float>::quiet_NaN()}) {
    auto outside = writer;
    outside.add("boxes", {2, 1, 4}, std::vector<float>{0, 0, 1, 1, 0, 0, width, 1});
    ASSERT_TRUE(outside.write(folder.path() / "outside.safetensors"));
    EXPECT_FALSE(teacher.add(folder.path() / "outside.safetensors")) << width;
  }
  EXPECT_EQ(teacher.views("k0"), 0u) << "nothing of a refused file is kept";
}

TEST_F(TrainingPhotosTest, WordsComeWithTheirVectorsWithoutTheirMean) {
  model::SafeTensorsWriter writer;
  writer.add("text_embeddings", {3, 2}, std::vector<float>{1, 0, 0, 1, 5, 5});
  ASSERT_TRUE(writer.write(folder.path() / "w.safetensors"));
  test::writeText(folder.path() / "w.names.json",
                  R"x(["traffic_light", "car_(automobile)", "car"])x");
  const auto words = readTaughtWords(folder.path());
  ASSERT_TRUE(words) << words.error().message;
  EXPECT_EQ(words->words, (std::vector<std::string>{"traffic light", "car"})) << "once each";
  EXPECT_EQ(words->vectors, (std::vector<float>{0.5, -0.5, -0.5, 0.5}));
  EXPECT_FALSE(readTaughtWords(folder.path() / "none"));
}

TEST_F(TrainingPhotosTest, OnePhotoIsNothingToLearnFrom) {
  add("k0", {"dog"}, {});
  EXPECT_FALSE(photos->finish());
}

}  // namespace
}  // namespace calotype::catalog
