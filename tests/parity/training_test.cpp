// SPDX-License-Identifier: GPL-3.0-or-later
// The loss and its gradients against the original's; what a step must not depend on.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "model/files/safetensors.h"
#include "model/torch/train/initial.h"
#include "model/torch/train/loss.h"
#include "model/torch/train/student.h"
#include "model/torch/weights.h"
#include "tests/support/shared.h"

namespace calotype::model {
namespace {

/// Everything a student learns, by name, with its gradient.
std::map<std::string, torch::Tensor> gradientsOf(Student& student) {
  std::map<std::string, torch::Tensor> all;
  for (const auto& learnt : student.learnt())
    if (learnt.value.grad().defined()) all[learnt.name] = learnt.value.grad().clone();
  return all;
}

/// The largest difference, as a part of the largest entry; where that is less than `nothing`, all
/// of it is rounding (a softmax takes a bias of the keys out again).
double difference(const torch::Tensor& ours, const torch::Tensor& expected,
                  double nothing = 1e-30) {
  const auto largest = expected.abs().max().item<double>();
  return (ours - expected).abs().max().item<double>() / std::max(largest, nothing);
}

torch::Tensor read(const SafeTensors& file, const std::string& name) {
  const auto values = file.floats(name).value();
  return torch::tensor(values.data).view(values.shape);
}

struct Reference {
  explicit Reference(const fs::path& folder)
      : spec(ModelSpec::open(folder).value()),
        expected(SafeTensors::open(folder / "expected_training.safetensors").value()) {
    training.model = spec;
    training.evenEmbeddings = false;
    batch.pixels = read(expected, "pixel_values");
    const auto ids = expected.integers("input_ids").value();
    batch.ids = torch::tensor(ids).view({batch.pixels.size(0), -1});
    batch.ends = batch.ids.argmax(1);  // the end token has the largest number
  }

  Clip filled() const {
    Clip clip(spec);
    EXPECT_TRUE(fill(*clip, {}, WeightSource::open(spec).value()));
    return clip;
  }
  /// Norms by their running statistics, as in the reference.
  LossParts backward(Student& student, Clip& clip) {
    clip->eval();
    return student.backward(batch);
  }

  ModelSpec spec;
  SafeTensors expected;
  TrainingSpec training;
  TrainingTensors batch;
};

class TrainingParity : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    CALOTYPE_NEEDS_SHARED("reference/micro");
    reference.emplace(test::shared() / "reference/micro" / GetParam());
  }
  std::optional<Reference> reference;
};

TEST_P(TrainingParity, LossAndGradientsAreTheOriginals) {
  auto clip = reference->filled();
  Student student(reference->training, clip, 0, 0, torch::kCPU);
  const auto parts = reference->backward(student, clip);
  const auto expected = read(reference->expected, "loss").item<double>();
  std::printf("  loss %.7f, expected %.7f\n", parts.all.item<double>(), expected);
  EXPECT_LE(std::abs(parts.all.item<double>() - expected) / expected, 1e-5);

  const auto ours = gradientsOf(student);
  std::size_t compared = 0;
  double worst = 0;
  for (const auto& [name, entry] : reference->expected.entries()) {
    if (!name.starts_with("grad.")) continue;
    const auto found = ours.find(name.substr(5));
    ASSERT_NE(found, ours.end()) << name;
    const auto far = difference(found->second.flatten(), read(reference->expected, name).flatten());
    worst = std::max(worst, far);
    EXPECT_LE(far, 1e-5) << name;
    ++compared;
  }
  std::printf("  %zu gradients, largest error %.2g of the largest entry\n", compared, worst);
  EXPECT_GE(compared, 5u);
}

/// In double precision, where nothing is rounding: in single precision the sums of a convolution
/// differ by more than 1e-5 on some processors, for another number of pictures at once alone.
TEST_P(TrainingParity, ThreeChunksAreAsGoodAsOne) {
  reference->batch.pixels = reference->batch.pixels.to(torch::kDouble);
  const auto gradients = [&](double& loss) {
    auto clip = reference->filled();
    clip->to(torch::kDouble);
    Student student(reference->training, clip, 0, 0, torch::kCPU);
    loss = reference->backward(student, clip).all.item<double>();
    return gradientsOf(student);
  };
  double loss = 0, chunkedLoss = 0;
  const auto expected = gradients(loss);
  reference->training.chunk = 3;  // of 8
  const auto chunked = gradients(chunkedLoss);
  EXPECT_NEAR(chunkedLoss / loss, 1, 1e-12);
  for (const auto& [name, gradient] : chunked)
    EXPECT_LE(difference(gradient, expected.at(name), 1e-2), 1e-9) << name;
}

INSTANTIATE_TEST_SUITE_P(TrainingTest, TrainingParity,
                         testing::Values("vit-quickgelu-hf", "resnet-quickgelu-openclip"));

ModelSpec tiny() {
  ModelSpec spec;
  spec.dims = 12;
  spec.vision.kind = VisionSpec::Kind::ResNet;
  spec.vision.imageSize = spec.transform.size = 32;
  spec.vision.width = 8;
  spec.vision.stages = {1, 1, 1, 1};
  spec.vision.heads = 4;
  spec.text = {.context = 8, .vocabulary = 40, .width = 16, .layers = 2, .heads = 2, .hidden = 64};
  return spec;
}

TrainingTensors someBatch(std::int64_t pairs) {
  torch::manual_seed(5);
  TrainingTensors batch;
  batch.pixels = torch::randn({pairs, 3, 32, 32});
  batch.ids = torch::randint(1, 39, {pairs, 8}, torch::kLong);
  batch.ends = torch::full({pairs}, 7, torch::kLong);
  return batch;
}

Clip firstClip(const ModelSpec& spec) {
  Clip clip(spec);
  initialise(clip, spec, 3);
  return clip;
}

std::vector<torch::Tensor> valuesOf(Student& student) {
  std::vector<torch::Tensor> values;
  for (const auto& learnt : student.learnt()) values.push_back(learnt.value.detach().clone());
  return values;
}

std::vector<torch::Tensor> buffersOf(Student& student) {
  std::vector<torch::Tensor> values;
  for (const auto& buffer : student.buffers()) values.push_back(buffer.second.clone());
  return values;
}

void takeSteps(Student& student, const TrainingTensors& batch, int steps) {
  for (int step = 1; step <= steps; ++step) {
    student.backward(batch);
    adamW(student.learnt(), {1e-2, 0.9, 0.98, 1e-6, 0.1}, step);
    student.settle();
  }
}

/// What is saved must say what the student says, heads and all.
void expectSavedIsTrained(const TrainingSpec& training) {
  auto clip = firstClip(training.model);
  Student student(training, clip, 0, 0, torch::kCPU);
  const auto batch = someBatch(16);
  takeSteps(student, batch, 5);
  const auto saved = student.weights(valuesOf(student), buffersOf(student));
  Clip plain(training.model);
  for (auto& parameter : plain->named_parameters())
    parameter.value().set_data(saved.at(nameInFile(parameter.key())));
  for (auto& buffer : plain->named_buffers())
    buffer.value().set_data(saved.at(nameInFile(buffer.key())));
  plain->eval();
  const torch::NoGradGuard guard;
  const auto [images, texts] = student.embeddings(batch);
  EXPECT_LE(difference(plain->images(batch.pixels), images), 2e-4);
  EXPECT_LE(difference(plain->texts(batch.ids, batch.ends), texts), 2e-4);
}

TEST(StudentTest, EvenedEmbeddingsBecomePartOfTheProjections) {
  expectSavedIsTrained({.model = tiny()});
}

TEST(StudentTest, EvenedEmbeddingsBecomePartOfAVisionTransformersToo) {
  TrainingSpec training{.model = tiny()};
  training.model.vision = {
      .imageSize = 32, .width = 16, .layers = 2, .heads = 2, .patch = 16, .hidden = 32};
  expectSavedIsTrained(training);
}

TEST(StudentTest, ALinearAdapterBecomesPartOfTheProjections) {
  TrainingSpec training{.model = tiny()};
  training.evenEmbeddings = false;
  training.adapter = Adapter::Linear;
  expectSavedIsTrained(training);
}

TEST(StudentTest, LowRankMatricesBecomePartOfTheWeights) {
  TrainingSpec training{.model = tiny()};
  training.evenEmbeddings = false;
  training.adapter = Adapter::LoRa;
  training.rank = 2;
  expectSavedIsTrained(training);
}

TEST(StudentTest, ALowRankGradientIsTheChainRules) {
  TrainingSpec training{.model = tiny()};
  training.evenEmbeddings = false;
  training.adapter = Adapter::LoRa;
  training.rank = 2;
  auto clip = firstClip(training.model);
  Student student(training, clip, 0, 0, torch::kCPU);
  const auto batch = someBatch(6);
  takeSteps(student, batch, 2);  // else B is zero, and with it A's gradient
  student.backward(batch);
  for (const auto& learnt : student.learnt()) {
    if (learnt.name != "text_projection.a" && learnt.name != "text_projection.b") continue;
    const auto gradient = learnt.value.grad().flatten()[1].item<double>();
    const torch::NoGradGuard guard;
    const double step = 1e-2;
    const auto lossAt = [&](double change) {
      learnt.value.flatten()[1] += change;
      student.settle();
      const torch::AutoGradMode on(true);
      return student.backward(batch).all.item<double>();
    };
    const double slope = (lossAt(step) - lossAt(-2 * step)) / (2 * step);
    lossAt(step);
    EXPECT_NEAR(gradient, slope, 2e-2 * std::max(0.05, std::abs(slope))) << learnt.name;
  }
}

TEST(StudentTest, TheFirstOfTwoPassesLeavesNoTraceInRunningStatistics) {
  TrainingSpec training{.model = tiny()};
  training.chunk = 3;
  auto clip = firstClip(training.model), plain = firstClip(training.model);
  Student student(training, clip, 0, 0, torch::kCPU);
  const auto batch = someBatch(6);
  student.backward(batch);
  const torch::NoGradGuard guard;
  plain->train();
  for (const auto& part : batch.pixels.split(3)) plain->images(part);
  for (const auto& buffer : plain->named_buffers())
    EXPECT_LE(difference(clip->named_buffers()[buffer.key()], buffer.value()), 1e-4)
        << buffer.key();
}

torch::Tensor someNumbers(at::IntArrayRef shape) {
  return torch::randn(shape, at::detail::createCPUGenerator(7));
}

TEST(InitialTest, PlacesForAsManyPatchesAreTheSame) {
  const auto places = someNumbers({10, 4});
  EXPECT_TRUE(placesFor(places, 10).allclose(places, 0, 1e-6));
}

TEST(InitialTest, MorePlacesLieBetweenThoseThatWereLearnt) {
  // Rows 0, 1, 2 of a grid of three hold 0, 1, 2; the first place is the whole picture's.
  const auto rows = torch::arange(3, torch::kFloat).repeat_interleave(3).unsqueeze(1);
  const auto larger = placesFor(torch::cat({torch::full({1, 1}, 9.0f), rows}), 17);
  EXPECT_EQ(larger[0][0].item<float>(), 9);
  const auto column = larger.narrow(0, 1, 16).view({4, 4}).select(1, 2);
  EXPECT_TRUE(column.allclose(torch::tensor({0.0f, 0.625f, 1.375f, 2.0f}), 0, 1e-6)) << column;
}

TEST(InitialTest, ATowerForLargerPicturesBeginsWithTheOldWeights) {
  const auto old = ModelSpec::open(fs::path(CALOTYPE_TEST_DATA) / "reference/vit-quickgelu-hf");
  ASSERT_TRUE(old) << old.error().message;
  auto larger = *old;
  larger.vision.imageSize = 2 * old->vision.imageSize;
  Clip clip(larger);
  const auto begun = beginWith(clip, *old);
  ASSERT_TRUE(begun) << begun.error().message;
  const auto source = WeightSource::open(*old);
  const auto width = old->text.width;
  const auto projection = source->tensor("text_projection", {width, old->dims});
  EXPECT_TRUE(
      clip->text->text_projection.equal(torch::tensor(projection->data).view({width, old->dims})));

  auto other = *old;
  other.text.layers = 1;
  Clip shallow(other);
  const auto refused = beginWith(shallow, *old);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::InvalidArgument);
}

TEST(StudentTest, WhatIsFrozenStays) {
  TrainingSpec training{.model = tiny()};
  training.freezeImages = true;
  auto clip = firstClip(training.model);
  std::map<std::string, torch::Tensor> before;
  for (const auto& parameter : clip->named_parameters())
    before[parameter.key()] = parameter.value().detach().clone();
  Student student(training, clip, 0, 0, torch::kCPU);
  takeSteps(student, someBatch(8), 3);
  for (const auto& parameter : clip->named_parameters()) {
    const bool same = parameter.value().equal(before.at(parameter.key()));
    if (parameter.key().starts_with("visual.") || parameter.key().ends_with("c_fc.weight")) {
      EXPECT_EQ(same, parameter.key().starts_with("visual.")) << parameter.key();
    }
  }
}

TEST(LossTest, ExcludedPairsAreNoNegatives) {
  const auto images = torch::tensor({{1.0f, 0.0f}, {1.0f, 0.0f}});
  const auto scale = torch::tensor(2.0f);
  const auto excluded = torch::tensor({{false, true}, {true, false}});
  EXPECT_NEAR(infoNce(images, images, scale, {}).item<double>(), std::log(2.0), 1e-6);
  EXPECT_NEAR(infoNce(images, images, scale, excluded).item<double>(), 0, 1e-6);
  const auto bias = torch::tensor(-1.0f);
  EXPECT_LT(sigmoidContrast(images, images, scale, bias, excluded).item<double>(),
            sigmoidContrast(images, images, scale, bias, {}).item<double>());
}

TEST(LossTest, TheTeacherCountsOnlyWhereItSaidSomething) {
  const auto ours = torch::tensor({{1.0f, 0.0f}, {0.0f, 1.0f}, {1.0f, 1.0f}});
  const auto theirs = torch::tensor({{2.0f, 0.0f}, {1.0f, 0.0f}, {0.0f, 0.0f}});
  const auto known = torch::tensor({true, true, false});
  EXPECT_NEAR(cosineDistance(ours, theirs, known).item<double>(), 0.5, 1e-6);
  EXPECT_NEAR(cosineDistance(ours, theirs, torch::zeros({3}, torch::kBool)).item<double>(), 0,
              1e-6);
  EXPECT_NEAR(relationDistance(ours, ours, known).item<double>(), 0, 1e-6);
}

TEST(AdamWTest, AStepIsTheFormulas) {
  std::vector<Learnt> one(1);
  one[0].value = torch::tensor({1.0f}).set_requires_grad(true);
  one[0].first = torch::zeros({1});
  one[0].second = torch::zeros({1});
  one[0].decays = true;
  one[0].value.mutable_grad() = torch::tensor({0.5f});
  adamW(one, {0.1, 0.9, 0.99, 0, 0.2}, 1);
  // Bias-corrected, the first step is the rate in the gradient's direction.
  EXPECT_NEAR(one[0].value.item<double>(), 1 * (1 - 0.1 * 0.2) - 0.1, 1e-6);
}

TEST(ScheduleTest, RisesThenFallsToTheEnd) {
  EXPECT_NEAR(rateAt(0, 100, 10, 0), 0.1, 1e-9);
  EXPECT_NEAR(rateAt(9, 100, 10, 0), 1, 1e-9);
  EXPECT_NEAR(rateAt(55, 100, 10, 0.2), 0.6, 1e-9);
  EXPECT_NEAR(rateAt(100, 100, 10, 0.2), 0.2, 1e-9);
}

}  // namespace
}  // namespace calotype::model
