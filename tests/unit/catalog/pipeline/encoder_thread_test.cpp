// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/pipeline/encoder_thread.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>

#include "model/base/random.h"
#include "tests/support/fake_encoder.h"
#include "tests/support/fake_model.h"
#include "tests/support/temporary_folder.h"

namespace calotype::catalog {
namespace {

Rgb8 plain(int red, int green, int blue) {
  Rgb8 picture(32, 32);
  for (std::size_t i = 0; i < picture.pixels.size(); i += 3) {
    picture.pixels[i] = std::uint8_t(red);
    picture.pixels[i + 1] = std::uint8_t(green);
    picture.pixels[i + 2] = std::uint8_t(blue);
  }
  return picture;
}

/// A picture of six colours in shares of its own.
Rgb8 mixed(std::uint64_t seed) {
  Random random{seed};
  std::vector<std::array<std::uint8_t, 3>> colours;
  for (const int rgb : {0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0x000000, 0xffffff})
    colours.insert(colours.end(), 1 + random.next() % 20,
                   {std::uint8_t(rgb >> 16), std::uint8_t(rgb >> 8), std::uint8_t(rgb)});
  Rgb8 picture(32, 32);
  for (std::size_t i = 0; i < picture.pixels.size(); i += 3)
    std::ranges::copy(colours[i / 3 % colours.size()], picture.pixels.begin() + std::ptrdiff_t(i));
  return picture;
}

class EncoderThreadTest : public testing::Test {
 protected:
  EncoderThreadTest() { test::writeFakeModel(folder_.path() / "model", 1); }

  EncoderThreadOptions options() {
    return {.choose = [this] { return model::ModelStore::open(folder_.path() / "model"); },
            .open = test::fakeEncoderFactory(control_),
            .encoder = {}};
  }

  static Result<UnitVector> ask(EncoderThread& thread, std::variant<std::string, Rgb8> by) {
    std::promise<Result<UnitVector>> promise;
    thread.query(std::move(by), [&](Result<UnitVector> v) { promise.set_value(std::move(v)); });
    return promise.get_future().get();
  }

  /// Photos enough for a faster arithmetic to be tried.
  static void seeManyPhotos(EncoderThread& thread) {
    std::vector<Rgb8> crops;
    for (std::size_t i = 0; i < model::PrecisionTrial::kPhotos + 160; ++i)
      crops.push_back(mixed(i));
    for (const auto& vector : thread.photos(crops, {})) ASSERT_TRUE(vector);
  }

  EncoderThreadOptions optionsWithInt8() {
    control_.offersInt8 = true;
    auto with = options();
    with.sentences = [] { return std::vector<std::string>{"red and green", "blue", "yellow"}; };
    return with;
  }

  /// What was kept beside the model.
  std::vector<model::PrecisionCheck> checks() const {
    const auto model = model::ModelStore::open(folder_.path() / "model");
    return model::readPrecisionRecord(folder_.path() / "model", model->weightsHash).value();
  }

  test::TemporaryFolder folder_;
  test::FakeEncoderControl control_;
};

TEST_F(EncoderThreadTest, TheModelIsOpenedWhenItIsFirstNeededAndNotBefore) {
  EncoderThread thread(options());
  EXPECT_EQ(thread.status().state, ModelStatus::State::Closed);
  EXPECT_EQ(control_.opened, 0);

  const auto vector = ask(thread, "a red kite");
  ASSERT_TRUE(vector) << vector.error().message;
  EXPECT_EQ(thread.status().state, ModelStatus::State::Ready);
  EXPECT_EQ(control_.opened, 1);
  EXPECT_EQ(vector->size(), 16u);
}

TEST_F(EncoderThreadTest, PhotosComeBackInTheirOrder) {
  EncoderThread thread(options());
  const std::vector<Rgb8> crops{plain(255, 0, 0), plain(0, 0, 255), plain(0, 255, 0)};
  const auto vectors = thread.photos(crops, {});
  ASSERT_EQ(vectors.size(), 3u);
  const std::array<std::size_t, 3> places{0, 2, 1};  // of red, blue, green
  for (std::size_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(vectors[i]) << vectors[i].error().message;
    EXPECT_FLOAT_EQ((*vectors[i])[places[i]], 1);
  }
}

TEST_F(EncoderThreadTest, ABatchThatDoesNotFitIntoMemoryIsTriedInHalves) {
  control_.memoryForBatch = 3;
  EncoderThread thread(options());
  const std::vector<Rgb8> crops(40, plain(255, 0, 0));
  for (const auto& vector : thread.photos(crops, {})) EXPECT_TRUE(vector) << vector.error().message;
  EXPECT_EQ(control_.pictures, 40);
  EXPECT_LE(control_.largestBatch, 3u);
}

TEST_F(EncoderThreadTest, OnePhotoThatDoesNotFitIntoMemoryIsAnErrorOfThatPhoto) {
  control_.memoryForBatch = 0;
  EncoderThread thread(options());
  const auto vectors = thread.photos(std::vector<Rgb8>(2, plain(0, 0, 0)), {});
  ASSERT_EQ(vectors.size(), 2u);
  for (const auto& vector : vectors) {
    ASSERT_FALSE(vector);
    EXPECT_EQ(vector.error().code, Code::OutOfMemory);
  }
}

TEST_F(EncoderThreadTest, NumbersThatAreNoNumbersAreAnErrorOfThatPhotoAlone) {
  EncoderThread thread(options());
  const std::vector<Rgb8> crops{plain(255, 0, 0), plain(255, 0, 255), plain(0, 255, 0)};
  const auto vectors = thread.photos(crops, {});
  EXPECT_TRUE(vectors[0]);
  ASSERT_FALSE(vectors[1]);
  EXPECT_EQ(vectors[1].error().code, Code::Corrupt);
  EXPECT_TRUE(vectors[2]);
}

TEST_F(EncoderThreadTest, ASearchDoesNotWaitForTheRestOfABatch) {
  std::promise<void> searchAsked;
  const auto asked = searchAsked.get_future().share();
  std::atomic<int> batches = 0;
  control_.beforePictures = [&] {
    if (batches++ == 0) asked.wait();
  };
  EncoderThread thread(options());
  std::jthread indexing([&] { thread.photos(std::vector<Rgb8>(30, plain(0, 0, 0)), {}); });
  while (batches == 0) std::this_thread::yield();

  std::promise<int> encodedThen;
  thread.query("red", [&](const auto&) { encodedThen.set_value(control_.pictures); });
  searchAsked.set_value();
  EXPECT_LT(encodedThen.get_future().get(), 30);
}

TEST_F(EncoderThreadTest, AMissingModelIsToldToEveryoneWhoWaits) {
  control_.missing = true;
  EncoderThread thread(options());
  const auto vector = ask(thread, "red");
  ASSERT_FALSE(vector);
  EXPECT_EQ(vector.error().code, Code::ModelMissing);
  EXPECT_EQ(thread.photos(std::vector<Rgb8>(1, plain(0, 0, 0)), {})[0].error().code,
            Code::ModelMissing);
  EXPECT_EQ(thread.status().state, ModelStatus::State::Missing);
  ASSERT_TRUE(thread.status().error);

  control_.missing = false;
  thread.warm();
  EXPECT_EQ(thread.opened().state, ModelStatus::State::Ready);
}

TEST_F(EncoderThreadTest, AFolderThatIsNoModelIsMissingWithItsReason) {
  fs::remove(folder_.path() / "model" / "open_clip_model.safetensors");
  EncoderThread thread(options());
  const auto chosen = thread.chosen();
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().code, Code::ModelMissing);
  EXPECT_NE(chosen.error().message.find("open_clip_model.safetensors"), std::string::npos);
}

TEST_F(EncoderThreadTest, AStoppedBatchIsCancelledWithoutBeingEncoded) {
  EncoderThread thread(options());
  std::stop_source stop;
  stop.request_stop();
  const auto vectors = thread.photos(std::vector<Rgb8>(5, plain(0, 0, 0)), stop.get_token());
  ASSERT_EQ(vectors.size(), 5u);
  for (const auto& vector : vectors) EXPECT_EQ(vector.error().code, Code::Cancelled);
  EXPECT_EQ(control_.pictures, 0);
}

TEST_F(EncoderThreadTest, EndingAnswersEverySearchThatWaits) {
  std::promise<void> inBatch, end;
  std::atomic<bool> first = true;
  control_.beforePictures = [&] {
    if (!first.exchange(false)) return;
    inBatch.set_value();
    end.get_future().wait();
  };
  std::atomic<int> answered = 0;
  auto thread = std::make_unique<EncoderThread>(options());
  std::jthread indexing([&] { thread->photos(std::vector<Rgb8>(9, plain(0, 0, 0)), {}); });
  inBatch.get_future().wait();
  for (int i = 0; i < 3; ++i) thread->query("red", [&](const auto&) { ++answered; });
  end.set_value();
  indexing.join();
  thread.reset();
  EXPECT_EQ(answered, 3);
}

TEST_F(EncoderThreadTest, AFasterArithmeticThatKeepsTheQualityGoesOnAlone) {
  EncoderThread thread(optionsWithInt8());
  seeManyPhotos(thread);
  const auto kept = checks();
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].arithmetic, "int8");
  EXPECT_GE(kept[0].agreement.photos, model::PrecisionTrial::kPhotos);
  EXPECT_EQ(kept[0].agreement.sentences, 3u);
  EXPECT_EQ(kept[0].agreement.sameByWords, 1);
  EXPECT_EQ(thread.status().device.arithmetic, "int8");

  const int slow = control_.pictures, fast = control_.int8Pictures;
  thread.photos(std::vector<Rgb8>(10, plain(0, 0, 0)), {});
  EXPECT_EQ(control_.pictures, slow);
  EXPECT_EQ(control_.int8Pictures, fast + 10);
  EXPECT_NEAR(ask(thread, "a red kite")->at(0), 1, 0.001) << "it knows words";
}

TEST_F(EncoderThreadTest, AFasterArithmeticThatFindsOtherPhotosIsNotUsedAndThatIsKeptToo) {
  control_.int8Error = 0.1f;
  EncoderThread thread(optionsWithInt8());
  seeManyPhotos(thread);
  ASSERT_EQ(checks().size(), 1u);
  EXPECT_FALSE(model::keepsQuality(checks()[0].agreement));
  const int fast = control_.int8Pictures;
  thread.photos(std::vector<Rgb8>(10, plain(0, 0, 0)), {});
  EXPECT_EQ(control_.int8Pictures, fast);
}

TEST_F(EncoderThreadTest, AFasterArithmeticThatCannotBeOpenedIsDoneWithout) {
  control_.int8Fails = true;
  EncoderThread thread(optionsWithInt8());
  seeManyPhotos(thread);
  EXPECT_TRUE(checks().empty());
  EXPECT_EQ(control_.opened, 1);
}

TEST_F(EncoderThreadTest, ACheckThatCannotBeKeptCountsUntilTheProgramEnds) {
  const auto record = folder_.path() / "model" / model::kPrecisionRecordFile;
  fs::create_directories(record / "in the way");
  EncoderThread thread(optionsWithInt8());
  seeManyPhotos(thread);
  EXPECT_EQ(thread.status().device.arithmetic, "int8");
}

TEST_F(EncoderThreadTest, FewPhotosAreNotWorthOpeningAnotherEncoder) {
  EncoderThread thread(optionsWithInt8());
  thread.photos(std::vector<Rgb8>(20, plain(255, 0, 0)), {});
  EXPECT_EQ(control_.opened, 1);
}

TEST_F(EncoderThreadTest, ATrialThatIsNotAtItsEndRestsToo) {
  auto with = optionsWithInt8();
  with.restAfter = std::chrono::milliseconds(10);
  EncoderThread thread(with);
  thread.photos(std::vector<Rgb8>(150, plain(255, 0, 0)), {});
  EXPECT_GT(control_.int8Pictures, 0);
  while (control_.rests < 2) std::this_thread::yield();
  EXPECT_TRUE(checks().empty()) << "too few photos decide nothing";
}

TEST_F(EncoderThreadTest, AnIdleModelGivesItsMemoryBackOnceAndStillAnswers) {
  auto with = options();
  with.restAfter = std::chrono::milliseconds(10);
  EncoderThread thread(with);
  ASSERT_TRUE(ask(thread, "red"));
  while (control_.rests == 0) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(control_.rests, 1);
  EXPECT_TRUE(ask(thread, "red"));
}

TEST_F(EncoderThreadTest, WarmingGetsWhatWordsNeedReadAlsoAfterARest) {
  auto with = options();
  with.restAfter = std::chrono::milliseconds(10);
  EncoderThread thread(with);
  thread.photos(std::vector<Rgb8>(2, plain(255, 0, 0)), {});
  EXPECT_EQ(control_.prepared, 0) << "photos need no words";
  thread.warm();
  while (control_.prepared == 0) std::this_thread::yield();
  while (control_.rests == 0) std::this_thread::yield();
  thread.warm();
  while (control_.prepared == 1) std::this_thread::yield();
  EXPECT_EQ(control_.opened, 1);
}

TEST_F(EncoderThreadTest, OnlyAModelThatWasReadWholeIsCalledProven) {
  std::atomic<int> proven = 0;
  auto with = options();
  with.proven = [&](const auto&) { ++proven; };
  const auto choose = with.choose;
  for (const bool known : {false, true}) {
    with.choose = [&choose, known] {
      auto model = choose();
      model->knownSound = known;
      return model;
    };
    EncoderThread thread(with);
    ASSERT_TRUE(ask(thread, "red"));
    EXPECT_EQ(proven, 1) << known;
  }
  control_.missing = true;
  with.choose = choose;
  EncoderThread thread(with);
  EXPECT_FALSE(ask(thread, "red"));
  EXPECT_EQ(proven, 1) << "it could not be opened";
}

TEST(BatchSizeTest, GrowsWhileBatchesAreQuickAndStaysUnderHalfASecond) {
  BatchSize size;
  EXPECT_EQ(size.next(), 1u);
  for (int i = 0; i < 10; ++i) size.took(size.next(), 0.001 * double(size.next()));
  EXPECT_EQ(size.next(), BatchSize::kMost);
  size.took(32, 6.4);  // 0.2 s each
  EXPECT_EQ(size.next(), 2u);
  size.took(2, 4);
  EXPECT_EQ(size.next(), 1u);
}

TEST(BatchSizeTest, IsHalvedWhenMemoryRunsOutAndDoesNotGrowBackToIt) {
  BatchSize size;
  for (int i = 0; i < 10; ++i) size.took(size.next(), 0.001);
  EXPECT_TRUE(size.outOfMemory(32));
  for (int i = 0; i < 10; ++i) size.took(size.next(), 0.001);
  EXPECT_EQ(size.next(), 16u);
  EXPECT_FALSE(size.outOfMemory(1));
}

}  // namespace
}  // namespace calotype::catalog
