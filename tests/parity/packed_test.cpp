// SPDX-License-Identifier: GPL-3.0-or-later
// What was packed for the processor against LibTorch's own layers.
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "model/torch/attention.h"
#include "model/torch/encoder_torch.h"
#include "model/torch/layers.h"
#include "model/torch/onednn/int8_kernel.h"
#include "model/torch/onednn/linear.h"
#include "model/torch/onednn/processor.h"
#include "model/torch/train/initial.h"
#include "model/torch/vector_math.h"
#include "model/torch/workers.h"

namespace calotype::model {
namespace {

constexpr Precision kAll[] = {Precision::Float32, Precision::Bf16, Precision::Int8};

/// The least cosine of two rows, and the largest difference as a part of the largest value.
struct Likeness {
  double cosine = 0, difference = 0;
};

Likeness likeness(const torch::Tensor& ours, const torch::Tensor& expected) {
  const auto flat = [](const torch::Tensor& x) {
    return x.reshape({-1, x.size(-1)}).to(torch::kDouble);
  };
  const auto a = flat(ours), b = flat(expected);
  const auto norms = (a.norm(2, 1) * b.norm(2, 1)).clamp_min(1e-12);
  return {((a * b).sum(1) / norms).min().item<double>(),
          (a - b).abs().max().item<double>() / b.abs().max().item<double>()};
}

class PackedLinearTest : public testing::TestWithParam<Precision> {
 protected:
  void SetUp() override {
    torch::manual_seed(1);
    if (!onednn::supports(GetParam())) GTEST_SKIP() << "this processor cannot multiply so";
  }
  double tolerance() const { return GetParam() == Precision::Float32 ? 1e-5 : 2e-2; }
};

TEST_P(PackedLinearTest, GivesWhatThePlainLayerGivesWithEachActivationAndEachNumberOfRows) {
  const torch::NoGradGuard guard;
  const std::optional<Activation> activations[] = {std::nullopt, Activation::Gelu,
                                                   Activation::QuickGelu, Activation::GeluTanh};
  for (const auto activation : activations)
    for (const std::int64_t rows : {1, 7, 50, 333}) {
      Linear plain(48, 80, activation);
      plain->weight.set_data(torch::randn({80, 48}) / 7);
      plain->bias.set_data(torch::randn({80}));
      const auto packed = onednn::packLinear(plain->weight, plain->bias, activation, GetParam());
      const auto x = torch::randn({rows, 48}) * 3;
      EXPECT_LT(likeness(packed->run(x), plain(x)).difference, tolerance()) << rows;
    }
}

TEST_P(PackedLinearTest, AddsToWhatIsThere) {
  const torch::NoGradGuard guard;
  Linear plain(64, 32);
  plain->weight.set_data(torch::randn({32, 64}) / 8);
  plain->bias.set_data(torch::randn({32}));
  const auto packed = onednn::packLinear(plain->weight, plain->bias, std::nullopt, GetParam());
  const auto x = torch::randn({2, 5, 64}), before = torch::randn({2, 5, 32});
  auto to = before.clone();
  packed->add(x, to);
  EXPECT_LT(likeness(to, before + plain(x)).difference, tolerance());
}

TEST_P(PackedLinearTest, ManyThreadsAtOnceGiveWhatOneGives) {
  const torch::NoGradGuard guard;
  const auto weight = torch::randn({96, 64}), bias = torch::randn({96});
  const auto packed = onednn::packLinear(weight, bias, Activation::Gelu, GetParam());
  std::vector<torch::Tensor> inputs, expected;
  for (std::int64_t rows = 1; rows <= 40; ++rows) {
    inputs.push_back(torch::randn({rows, 64}));
    expected.push_back(packed->run(inputs.back()));
  }
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      const c10::InferenceMode inference;
      for (int round = 0; round < 5; ++round)
        for (std::size_t at = 0; at < inputs.size(); ++at)
          if (!packed->run(inputs[at]).equal(expected[at])) ++wrong;
    });
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

INSTANTIATE_TEST_SUITE_P(EachPrecision, PackedLinearTest, testing::ValuesIn(kAll),
                         [](const auto& named) { return std::string(nameOf(named.param)); });

TEST(Int8LinearTest, TheLargestValuesAreNotCutOff) {
  const torch::NoGradGuard guard;
  const auto weight = torch::ones({16, 512}), x = torch::full({3, 512}, 2.0f);
  for (const float sign : {1.0f, -1.0f}) {
    const auto packed =
        onednn::packLinear(weight * sign, torch::zeros({16}), std::nullopt, Precision::Int8);
    EXPECT_LT(likeness(packed->run(x), torch::full({3, 16}, 1024.0f * sign)).difference, 1e-3);
  }
}

TEST(Int8LinearTest, ARowOfNothingGivesTheBias) {
  const torch::NoGradGuard guard;
  const auto bias = torch::randn({16});
  const auto packed =
      onednn::packLinear(torch::randn({16, 32}), bias, std::nullopt, Precision::Int8);
  EXPECT_LT(likeness(packed->run(torch::zeros({2, 32})), bias.expand({2, 16})).difference, 1e-6);
}

TEST(Int8KernelTest, BytesAreWithinHalfAStepOfTheirValues) {
  std::vector<float> values;
  for (int i = -500; i <= 777; ++i) values.push_back(float(i) * 0.013f);
  std::vector<std::uint8_t> bytes(values.size());
  const float scale =
      onednn::quantiseRow(values.data(), std::ptrdiff_t(values.size()), bytes.data());
  for (std::size_t i = 0; i < values.size(); ++i)
    ASSERT_NEAR(scale * float(int(bytes[i]) - onednn::kZero), values[i], 0.501f * scale) << i;
}

TEST(VectorMathTest, IsWithinItsStatedErrors) {
  for (float x = -87; x < 88; x += 0.01f)
    ASSERT_NEAR(double(expOf(x)) / std::exp(double(x)), 1, 2e-7) << x;
  for (float x = -8; x < 8; x += 0.01f) {
    ASSERT_NEAR(erfOf(x), std::erf(double(x)), 5e-7) << x;
    ASSERT_NEAR(geluOf(x), 0.5 * double(x) * (1 + std::erf(double(x) / std::sqrt(2.0))), 3e-6);
    const double inner = std::sqrt(2 / M_PI) * (double(x) + 0.044715 * std::pow(double(x), 3));
    ASSERT_NEAR(geluTanhOf(x), 0.5 * double(x) * (1 + std::tanh(inner)), 3e-6);
  }
}

TEST(AttentionTest, TheKernelGivesWhatLibTorchGivesForAnyShape) {
  torch::manual_seed(1);
  for (const std::int64_t length : {1, 2, 15, 16, 17, 50, 77})
    for (const std::int64_t head : {5, 8, 16, 64}) {
      const std::int64_t heads = 3, width = heads * head;
      auto all = torch::randn({2, length, 3 * width});
      const auto places = torch::tensor({length - 1, length / 2});
      const Sight sights[] = {{false, {}}, {true, {}}, {true, places}, {false, places}};
      for (const auto& sight : sights) {
        const auto parts = all.chunk(3, -1);
        const auto queries = sight.places.defined() ? parts[0].narrow(1, 0, 1) : parts[0];
        const auto learnt =
            attend(queries.detach().clone().requires_grad_(true), parts[1], parts[2], heads, sight);
        const torch::NoGradGuard guard;
        EXPECT_LT(likeness(attend(queries, parts[1], parts[2], heads, sight), learnt).difference,
                  1e-5)
            << length << " places, heads of " << head << ", causal " << sight.causal;
      }
    }
}

TEST(WorkersTest, EachPieceIsDoneOnceHoweverManyThereAre) {
  Workers workers(3);
  for (const std::size_t pieces : {0, 1, 2, 3, 100})
    for (int round = 0; round < 50; ++round) {
      std::vector<std::atomic<int>> done(pieces);
      workers.run(pieces, [&](std::size_t piece) { ++done[piece]; });
      for (std::size_t i = 0; i < pieces; ++i) ASSERT_EQ(done[i], 1) << i << " of " << pieces;
    }
}

TEST(WorkersTest, TheCallersTeamIsAsLargeAsBefore) {
  const int before = at::get_num_threads();
  at::set_num_threads(2);
  Workers(2).run(4, [](std::size_t) { EXPECT_EQ(at::get_num_threads(), 1); });
  EXPECT_EQ(at::get_num_threads(), 2);
  at::set_num_threads(before);
}

/// Random weights in a small CLIP of each kind of image tower.
ModelSpec smallSpec(VisionSpec::Kind kind) {
  auto spec = ModelSpec::named(kind == VisionSpec::Kind::ResNet ? "RN50" : "ViT-B-32").value();
  spec.vision.imageSize = spec.transform.size = 64;
  spec.vision.width = kind == VisionSpec::Kind::ResNet ? 16 : 96;
  spec.vision.heads = kind == VisionSpec::Kind::ResNet ? 8 : 6;
  spec.vision.patch = 16;
  spec.vision.hidden = 384;
  spec.vision.layers = 4;
  spec.text = {
      .context = 20, .vocabulary = 100, .width = 64, .layers = 3, .heads = 4, .hidden = 256};
  spec.dims = 64;
  return spec;
}

class WholeModel : public testing::TestWithParam<VisionSpec::Kind> {};

TEST_P(WholeModel, GivesPlainLibTorchsVectorsInEachPrecisionOnAnyNumberOfThreads) {
  const auto spec = smallSpec(GetParam());
  Clip plain(spec);
  initialise(plain, spec, 7);
  plain->eval();
  std::vector<float> pixels(std::size_t(5 * 3 * 64 * 64));
  for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = std::sin(0.37f * float(i));
  std::vector<Tokens> texts;
  for (std::size_t end : {1, 19, 4, 7})
    texts.push_back({std::vector<std::int64_t>(20, 3 + std::int64_t(end)), end});
  torch::NoGradGuard guard;
  const auto images = plain->images(torch::from_blob(pixels.data(), {5, 3, 64, 64}));
  std::vector<torch::Tensor> rows;
  for (const auto& text : texts)
    rows.push_back(plain->texts(torch::tensor(text.ids).unsqueeze(0),
                                torch::tensor({std::int64_t(text.end)})));
  for (const auto precision : kAll) {
    if (!onednn::supports(precision)) continue;
    for (const int threads : {1, 3}) {
      Clip clip(spec);
      initialise(clip, spec, 7);
      const auto encoder = makeTorchEncoder(spec, clip, torch::kCPU, precision, threads);
      const auto ours = encoder->imagesFromPixels(pixels, 5).value();
      const auto words = encoder->texts(texts).value();
      const double least = precision == Precision::Float32 ? 0.999999 : 0.99;
      EXPECT_GE(likeness(torch::tensor(ours.rows).view({5, -1}), images).cosine, least)
          << encoder->device().description;
      EXPECT_GE(likeness(torch::tensor(words.rows).view({4, -1}), torch::cat(rows)).cosine, least)
          << encoder->device().description;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EachTower, WholeModel,
                         testing::Values(VisionSpec::Kind::Transformer, VisionSpec::Kind::ResNet),
                         [](const auto& named) {
                           return named.param == VisionSpec::Kind::ResNet ? "ResNet"
                                                                          : "Transformer";
                         });

}  // namespace
}  // namespace calotype::model
