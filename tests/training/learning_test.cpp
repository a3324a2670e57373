// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <optional>

#include "catalog/training/evaluation.h"
#include "catalog/training/training_photos.h"
#include "catalog/training/tuning.h"
#include "model/base/log.h"
#include "model/files/json.h"
#include "model/score/calibration.h"
#include "model/text/train_byte_pairs.h"
#include "tests/support/temporary_folder.h"
#include "tests/training/painted_concepts.h"

namespace calotype {
namespace {

using model::Json;

constexpr int kVocabulary = 640;

Json configuration(int steps) {
  return {{"model_cfg",
           {{"embed_dim", 64},
            {"quick_gelu", true},
            {"vision_cfg",
             {{"image_size", 64}, {"layers", {1, 1, 1, 1}}, {"width", 16}, {"head_width", 64}}},
            {"text_cfg",
             {{"context_length", 16},
              {"vocab_size", kVocabulary},
              {"width", 64},
              {"heads", 2},
              {"layers", 2}}}}},
          {"training",
           {{"steps", steps},
            {"batch", 100},
            {"learning_rate", 2e-3},
            {"warm_up_steps", 20},
            {"average", 0.9},
            {"report_every", 5},
            {"checkpoint_every", 1000},
            // Colours are what is asked for.
            {"augmentation",
             {{"least_area", 0.8},
              {"aspect", 1.1},
              {"mirror", 0.5},
              {"brightness", 0.05},
              {"contrast", 0.05},
              {"saturation", 0.05},
              {"grey", 0}}}}}};
}

class LearningTest : public testing::Test {
 protected:
  void SetUp() override {
    model::BytePairTrainer words;
    for (const auto& one : test::paintedConcepts())
      for (int i = 0; i < 3; ++i) words.add(one.caption);
    const auto merges = words.merges(kVocabulary);
    ASSERT_TRUE(model::writeVocabulary(folder.path(), merges));
  }

  model::TrainingSpec specOf(const Json& json) const {
    const auto file = folder.path() / "run.json";
    std::ofstream(file) << json.dump();
    auto spec = model::TrainingSpec::open(file);
    EXPECT_TRUE(spec) << spec.error().message;
    return *spec;
  }

  Status train(const model::TrainingSpec& spec, const std::string& out, bool resume = false,
               std::optional<std::int64_t> stopAt = std::nullopt) {
    catalog::TrainingPhotos photos(spec, model::Tokenizer::open(spec.model).value());
    Random random{kLearnt};
    for (const auto& one : test::paintedConcepts())
      photos.add(one.caption, test::paint(one, random), {}, {one.caption});
    EXPECT_TRUE(photos.finish());
    fs::create_directories(folder.path() / out);
    losses.clear();
    std::stop_source stop;
    model::TrainingEvents events;
    events.step = [&](const model::TrainingStep& step) {
      losses[step.step] = step.loss;
      if (stopAt && step.step >= *stopAt) stop.request_stop();
    };
    events.measure = [&](std::int64_t, model::Encoder& encoder) { return measure(encoder); };
    return model::train({.spec = spec,
                         .source = photos,
                         .folder = folder.path() / out,
                         .resume = resume,
                         .options = {.device = model::Device::Cpu},
                         .stop = stop.get_token(),
                         .events = events,
                         .log = logFor("train")});
  }

  /// On the pictures themselves, and on ones that were painted anew.
  Status measure(model::Encoder& encoder) {
    CALOTYPE_TRY(learnt, catalog::evaluate(encoder, painted(kLearnt), {}));
    CALOTYPE_TRY(anew, catalog::evaluate(encoder, painted(kAnew), {}));
    return {};
  }

  static constexpr std::uint64_t kLearnt = 7, kAnew = 8;
  static catalog::EvaluationPhotos painted(std::uint64_t seed) {
    catalog::EvaluationPhotos photos;
    Random random{seed};
    for (const auto& one : test::paintedConcepts())
      photos.photos.push_back({test::paint(one, random), {}, {one.caption}, "painted"});
    return photos;
  }

  /// initial: must outlive the request.
  catalog::TuningRequest tuningOn(const model::InstalledModel& initial,
                                  std::vector<catalog::TuningPhoto> photos) const {
    fs::create_directories(folder.path() / "tuned");
    return {.spec = catalog::tuningSpec(initial.spec, photos.size()).value(),
            .initial = initial,
            .photos = std::move(photos),
            .vocabulary = vocabulary,
            .folder = folder.path() / "tuned",
            .options = {.device = model::Device::Cpu},
            .log = logFor("train")};
  }

  const catalog::Vocabulary vocabulary =
      catalog::Vocabulary::read(fs::path(CALOTYPE_SOURCE) / "resources/vocabularies/photos.json")
          .value();
  test::TemporaryFolder folder;
  std::map<std::int64_t, double> losses;
  catalog::Evaluation learnt, anew;
};

TEST_F(LearningTest, TwoHundredPaintedConceptsAreLearnt) {
  const auto begun = std::chrono::steady_clock::now();
  const auto spec = specOf(configuration(600));
  const auto trained = train(spec, "out");
  ASSERT_TRUE(trained) << trained.error().message;
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  ASSERT_TRUE(learnt.photosByCaption && anew.photosByCaption);
  const auto print = [](const char* what, const catalog::Evaluation& found) {
    std::printf("  %s: recall@1 of photos %.1f %%, of captions %.1f %%\n", what,
                100 * found.photosByCaption->at1.value, 100 * found.captionsByPhoto->at1.value);
  };
  print("its own pictures", learnt);
  print("painted anew", anew);
  std::printf("  after %.0f s\n", seconds);
  EXPECT_GE(learnt.photosByCaption->at1.value, 0.95);
  EXPECT_GE(learnt.captionsByPhoto->at1.value, 0.95);
  EXPECT_GE(anew.photosByCaption->at1.value, 0.8);
}

TEST_F(LearningTest, AStoppedRunGoesOnAsIfItHadNotBeen) {
  const auto spec = specOf(configuration(30));
  ASSERT_TRUE(train(spec, "whole"));
  const auto whole = losses;
  const auto stopped = train(spec, "parts", false, 10);
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, Code::Cancelled);
  ASSERT_TRUE(train(spec, "parts", true));
  EXPECT_EQ(losses.count(10), 0u) << "it went on, it did not begin again";
  for (const std::int64_t step : {15, 20, 25, 30})
    EXPECT_NEAR(losses.at(step), whole.at(step), 1e-4 * whole.at(step)) << step;
}

TEST_F(LearningTest, ANewRunOverwritesNothing) {
  const auto spec = specOf(configuration(3));
  ASSERT_TRUE(train(spec, "out"));
  std::ofstream(folder.path() / "out/checkpoint-old.safetensors") << "somebody's";
  const auto weights = folder.path() / "out/model/open_clip_model.safetensors";
  const auto before = fs::last_write_time(weights);
  const auto refused = train(spec, "out");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("--resume"), std::string::npos) << refused.error().message;
  EXPECT_EQ(fs::last_write_time(weights), before);
  ASSERT_TRUE(train(specOf(configuration(4)), "out", true));
  EXPECT_TRUE(fs::exists(folder.path() / "out/checkpoint-old.safetensors")) << "not ours to remove";
  EXPECT_FALSE(fs::exists(folder.path() / "out/checkpoint-3.safetensors"));
  EXPECT_TRUE(fs::exists(folder.path() / "out/checkpoint-4.safetensors"));
}

TEST_F(LearningTest, ACheckpointOfAnotherRunIsRefused) {
  auto json = configuration(5);
  ASSERT_TRUE(train(specOf(json), "out"));
  json["training"]["seed"] = 2;
  const auto refused = train(specOf(json), "out", true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::Corrupt);
  EXPECT_NE(refused.error().message.find("another"), std::string::npos) << refused.error().message;
}

/// The owner's words for the painted pictures, which no model has heard.
std::vector<catalog::TuningPhoto> ownersPhotos(std::size_t count) {
  std::vector<catalog::TuningPhoto> photos;
  Random random{9};
  const auto concepts = test::paintedConcepts();
  for (std::size_t i = 0; i < count; ++i) {
    const auto& one = concepts[i * 37 % concepts.size()];
    photos.push_back({std::to_string(i),
                      test::paint(one, random),
                      {},
                      {std::string("kind ") + char('a' + one.colour)},
                      std::int64_t(i / 4)});
  }
  return photos;
}

TEST_F(LearningTest, WhatIsTunedIsKeptOnlyIfItIsBetter) {
  ASSERT_TRUE(train(specOf(configuration(60)), "first"));
  const auto initial = model::ModelStore::open(folder.path() / "first/model").value();
  const auto request = tuningOn(initial, ownersPhotos(200));
  std::ofstream(initial.spec.folder / model::kCalibrationFile) << "the initial's";
  const auto report = catalog::tune(request);
  ASSERT_TRUE(report) << report.error().message;
  std::printf("  recall@5 before %.2f, after %.2f, share %.2f, kept %d\n", report->before,
              report->after, report->share, int(report->kept));
  EXPECT_EQ(report->learntFrom + report->chosenBy + report->provenOn, 200u);
  EXPECT_EQ(report->kept, report->after > report->before);
  EXPECT_TRUE(report->kept) << "eight colours under new names are easy to learn";
  EXPECT_EQ(fs::exists(request.folder / "model"), report->kept);
  EXPECT_FALSE(fs::exists(request.folder / "work"));
  EXPECT_TRUE(model::ModelStore::open(request.folder / "model")) << "it is a model";
  EXPECT_EQ(readFile(request.folder / "model" / model::kCalibrationFile, 100).value_or(""),
            "the initial's");
}

TEST_F(LearningTest, FewDaysThatAllFallOnOneSideAreDividedInTurn) {
  ASSERT_TRUE(train(specOf(configuration(1)), "first"));
  const auto initial = model::ModelStore::open(folder.path() / "first/model").value();
  auto photos = ownersPhotos(80);
  for (std::int64_t day = 0, found = 0; found < 10; ++day) {
    if (Random{std::uint64_t(day)}.below(5) % 2 != 0) continue;  // what is measured
    for (std::size_t i = std::size_t(found) * 8; i < std::size_t(found + 1) * 8; ++i)
      photos[i].day = day;
    ++found;
  }
  const auto request = tuningOn(initial, std::move(photos));
  const auto report = catalog::tune(request);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->learntFrom, 48u);
  EXPECT_EQ(report->chosenBy, 16u);
  EXPECT_EQ(report->provenOn, 16u);
}

TEST_F(LearningTest, AModelThatCannotBeWrittenIsNotTrained) {
  const auto siglip = model::ModelSpec::open(fs::path(CALOTYPE_TEST_DATA) / "reference/siglip-hf");
  ASSERT_TRUE(siglip) << siglip.error().message;
  const auto spec = catalog::tuningSpec(*siglip, 100);
  ASSERT_FALSE(spec);
  EXPECT_EQ(spec.error().code, Code::Unsupported);
}

TEST_F(LearningTest, FromTooFewPhotosNothingIsTuned) {
  ASSERT_TRUE(train(specOf(configuration(1)), "first"));
  const auto initial = model::ModelStore::open(folder.path() / "first/model").value();
  const auto request = tuningOn(initial, ownersPhotos(20));
  std::ofstream(request.folder / "work") << "somebody's";
  EXPECT_FALSE(catalog::tune(request)) << "a folder with something in it";
  EXPECT_TRUE(fs::remove(request.folder / "work")) << "it is still there";
  const auto report = catalog::tune(request);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, Code::InvalidArgument);
  EXPECT_NE(report.error().message.find("20 photos"), std::string::npos) << report.error().message;
  EXPECT_TRUE(fs::is_empty(request.folder));
}

TEST_F(LearningTest, ALossThatIsNoNumberEndsTheRunWithASentence) {
  auto json = configuration(50);
  json["training"]["learning_rate"] = 10;
  json["training"]["gradient_norm"] = 0;
  json["training"]["warm_up_steps"] = 0;
  json["training"]["even_embeddings"] = false;
  json["model_cfg"]["vision_cfg"] = {
      {"image_size", 64}, {"patch_size", 16}, {"width", 64}, {"layers", 2}, {"head_width", 32}};
  const auto ended = train(specOf(json), "out");
  if (!ended) {
    EXPECT_EQ(ended.error().code, Code::Internal);
    EXPECT_NE(ended.error().message.find("learning_rate"), std::string::npos)
        << ended.error().message;
  } else {
    for (const auto& [step, loss] : losses) EXPECT_TRUE(std::isfinite(loss)) << step;
  }
}

}  // namespace
}  // namespace calotype
