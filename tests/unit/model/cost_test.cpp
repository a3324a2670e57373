// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/cost.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/base/install_paths.h"
#include "model/files/safetensors.h"

namespace calotype::model {
namespace {

/// As published: millions of parameters to one decimal, GFLOPs of 2 per multiplication and
/// addition.
struct Published {
  const char* name;
  double imageParameters, textParameters;
  double imageGflops, textGflops;
};
constexpr Published kPublished[] = {
    {"RN50", 38.3, 63.7, 12.2, 6.0},         {"RN101", 56.3, 63.4, 19.5, 6.0},
    {"ViT-B-32", 87.8, 63.4, 8.8, 6.0},      {"ViT-B-32-quickgelu", 87.8, 63.4, 8.8, 6.0},
    {"ViT-B-32-256", 87.9, 63.4, 11.5, 6.0}, {"ViT-B-16", 86.2, 63.4, 35.1, 6.0},
    {"ViT-L-14", 304.0, 123.7, 162.0, 13.3},
};

TEST(CostTest, ParametersAndGflopsArePublishedOnes) {
  for (const auto& row : kPublished) {
    const auto spec = ModelSpec::named(row.name);
    ASSERT_TRUE(spec) << row.name;
    const auto cost = costOf(*spec);
    std::printf("%-20s image %8.3f M %7.3f GFLOP, text %8.3f M %6.3f GFLOP\n", row.name,
                double(cost.image.parameters) / 1e6, gigaFlops(cost.image),
                double(cost.text.parameters) / 1e6, gigaFlops(cost.text));
    EXPECT_NEAR(double(cost.image.parameters) / 1e6, row.imageParameters, 0.0501) << row.name;
    EXPECT_NEAR(double(cost.text.parameters) / 1e6, row.textParameters, 0.0501) << row.name;
    EXPECT_NEAR(gigaFlops(cost.image) / row.imageGflops, 1, 0.02) << row.name;
    EXPECT_NEAR(gigaFlops(cost.text) / row.textGflops, 1, 0.02) << row.name;
  }
}

TEST(CostTest, TinyClipsParametersAndTotalsArePublishedOnes) {
  struct Row {
    const char* name;
    double imageParameters, textParameters, totalGflops;  // GMACs to one decimal, doubled
  };
  for (const auto& row : {Row{"TinyCLIP-ViT-8M-16-Text-3M", 8.3, 15.2, 4.0},
                          Row{"TinyCLIP-ViT-39M-16-Text-19M", 38.6, 44.5, 19.0},
                          Row{"TinyCLIP-ViT-40M-32-Text-19M", 39.7, 44.5, 7.0},
                          Row{"TinyCLIP-ViT-61M-32-Text-29M", 61.4, 54.0, 10.6}}) {
    const auto cost = costOf(*ModelSpec::named(row.name));
    EXPECT_NEAR(double(cost.image.parameters) / 1e6, row.imageParameters, 0.0501) << row.name;
    EXPECT_NEAR(double(cost.text.parameters) / 1e6, row.textParameters, 0.0501) << row.name;
    const double total = gigaFlops(cost.image) + gigaFlops(cost.text);
    std::printf("%-30s %.3f GFLOP (published %.1f)\n", row.name, total, row.totalGflops);
    EXPECT_NEAR(total, row.totalGflops, 0.02 * row.totalGflops + 0.1) << row.name;
  }
}

TEST(CostTest, TheStartersParametersAreThoseInItsFile) {
  const auto spec = ModelSpec::open(starterModelFolder());
  ASSERT_TRUE(spec) << spec.error().message;
  const auto file = SafeTensors::open(spec->weights.at(0));
  ASSERT_TRUE(file);
  std::uint64_t trained = 0, buffers = 0;
  for (const auto& [name, entry] : file->entries()) {
    if (name.ends_with("num_batches_tracked")) continue;
    (name.find("running_") != std::string::npos ? buffers : trained) += elementCount(entry.shape);
  }
  const auto cost = costOf(*spec);
  EXPECT_EQ(cost.parameters(), trained);
  EXPECT_EQ(cost.image.buffers + cost.text.buffers, buffers);
  EXPECT_EQ(cost.tokens, 32u);
  EXPECT_EQ(cost.patches, 16u);  // 4 x 4 places
}

TEST(CostTest, MemoryFollowsTheStatedFormulas) {
  const auto cost = costOf(*ModelSpec::named("ViT-B-32"));
  EXPECT_EQ(cost.patches, 49u);
  EXPECT_EQ(cost.tokens, 77u);
  EXPECT_EQ(cost.weightsBytes(DType::F32), 4 * cost.parameters());
  EXPECT_EQ(cost.weightsBytes(DType::F16), 2 * cost.parameters());
  EXPECT_EQ(ModelCost::comparisons(256), 65'536u);
  const auto memory = cost.training(8);
  EXPECT_EQ(memory.weights + memory.gradients + memory.moments, 16 * cost.parameters());
  EXPECT_EQ(memory.activations,
            4 * (8 * (cost.image.activations + cost.text.activations) + 3 * 64));
  // ViT-B/32 by hand: 50 positions, width 768, 12 heads, hidden 3072, 12 blocks.
  EXPECT_EQ(cost.image.activations, 2 * 50 * 768 + 12 * 50 * (8 * 768 + 12 * 50 + 2 * 3072));
}

TEST(CostTest, EveryNamedConfigurationCanBeAsked) {
  for (const auto& name : ModelSpec::names()) {
    const auto spec = ModelSpec::named(name);
    ASSERT_TRUE(spec) << name;
    EXPECT_EQ(spec->name, name);
    EXPECT_GT(costOf(*spec).parameters(), 20'000'000u);
    EXPECT_EQ(spec->vision.width % std::max(1, spec->vision.patch == 0 ? 1 : spec->vision.heads),
              0);
    EXPECT_EQ(spec->vision.activation,
              name.ends_with("-quickgelu") ? Activation::QuickGelu : Activation::Gelu);
  }
  EXPECT_EQ(ModelSpec::named("ViT-Z-99").error().code, Code::NotFound);
}

}  // namespace
}  // namespace calotype::model
