// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "model/encoder.h"
#include "model/files/precision_record.h"
#include "model/files/safetensors.h"
#include "model/image/image_transform.h"
#include "model/score/vectors.h"
#include "tests/support/picture_file.h"
#include "tests/support/shared.h"
#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

/// How far ours are from the reference's rows of `dims` values.
struct Distance {
  double largest = 0;      // absolute difference of a value
  double leastCosine = 1;  // of a row
};

Distance distance(std::span<const float> ours, std::span<const float> expected, std::size_t dims) {
  EXPECT_EQ(ours.size(), expected.size());
  if (ours.size() != expected.size()) return {1e9, -1};
  Distance result;
  for (std::size_t i = 0; i < ours.size(); ++i)
    result.largest = std::max(result.largest, std::abs(double(ours[i]) - double(expected[i])));
  for (std::size_t row = 0; row + dims <= ours.size(); row += dims) {
    std::vector<float> a(ours.begin() + std::ptrdiff_t(row),
                         ours.begin() + std::ptrdiff_t(row + dims));
    std::vector<float> b(expected.begin() + std::ptrdiff_t(row),
                         expected.begin() + std::ptrdiff_t(row + dims));
    EXPECT_TRUE(normalise(a) && normalise(b));
    result.leastCosine = std::min(result.leastCosine, double(dot(a, b)));
  }
  return result;
}

/// Padded ids of several texts, as the towers take them.
std::vector<Tokens> tokensOf(std::span<const std::int64_t> ids, const TextSpec& text) {
  const auto context = std::size_t(text.context);
  std::vector<Tokens> texts;
  for (std::size_t start = 0; start + context <= ids.size(); start += context) {
    Tokens tokens;
    const auto row = ids.subspan(start, context);
    tokens.ids.assign(row.begin(), row.end());
    // CLIP's end token has the largest number of the vocabulary; SigLIP pools at the last place.
    tokens.end = text.kind == TextSpec::Kind::Siglip
                     ? context - 1
                     : std::size_t(std::max_element(row.begin(), row.end()) - row.begin());
    texts.push_back(std::move(tokens));
  }
  return texts;
}

std::vector<float> logits(const Embeddings& images, const Embeddings& texts, float scale) {
  std::vector<float> all;
  for (std::size_t i = 0; i < images.count(); ++i)
    for (std::size_t j = 0; j < texts.count(); ++j) {
      std::vector<float> a(images.row(i).begin(), images.row(i).end());
      std::vector<float> b(texts.row(j).begin(), texts.row(j).end());
      normalise(a);
      normalise(b);
      all.push_back(scale * dot(a, b));
    }
  return all;
}

/// The limits of the reference, which itself differs by 3e-6 from a run in double precision.
void expectNear(const char* what, const Distance& found) {
  std::printf("  %-16s largest error %.2g, least cosine %.9f\n", what, found.largest,
              found.leastCosine);
  EXPECT_LE(found.largest, 1e-4) << what;
  EXPECT_GE(found.leastCosine, 0.999999) << what;
}

constexpr EncoderOptions kReference{.device = Device::Cpu, .precision = Precision::Float32};

void expectParity(const fs::path& folder, const fs::path& expectedFile, const fs::path& pictures) {
  const auto model = ModelStore::open(folder);
  ASSERT_TRUE(model) << model.error().message;
  const auto encoder = openEncoder(*model, kReference);
  ASSERT_TRUE(encoder) << encoder.error().message;
  const auto expected = SafeTensors::open(expectedFile);
  ASSERT_TRUE(expected) << expected.error().message;
  std::printf("%s on %s\n", folder.filename().c_str(), (*encoder)->device().description.c_str());

  const auto pixels = expected->floats("pixel_values");
  const auto imageRows = expected->floats("image_embeds");
  ASSERT_TRUE(pixels && imageRows);
  const auto dims = std::size_t(model->spec.dims);
  const auto count = std::size_t(pixels->shape[0]);
  const auto images = (*encoder)->imagesFromPixels(pixels->data, count);
  ASSERT_TRUE(images) << images.error().message;
  expectNear("images", distance(images->rows, imageRows->data, dims));

  std::vector<Rgb8> crops;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(pictures)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  files.resize(std::min(files.size(), count));
  const ImageTransform transform(model->spec.transform);
  for (const auto& file : files) crops.push_back(transform.apply(test::readPicture(file).view()));
  const auto fromFiles = (*encoder)->images(crops);
  ASSERT_TRUE(fromFiles) << fromFiles.error().message;
  const auto far = distance(fromFiles->rows, imageRows->data, dims);
  std::printf("  %-16s least cosine %.9f\n", "from the files", far.leastCosine);
  EXPECT_GE(far.leastCosine, 0.9995);

  if (expected->find("text_embeds") == nullptr) {
    EXPECT_FALSE(Tokenizer::open(model->spec)) << "a model without words has no reference texts";
    return;
  }
  const auto ids = expected->integers("input_ids");
  const auto textRows = expected->floats("text_embeds");
  const auto expectedLogits = expected->floats("logits_per_image");
  ASSERT_TRUE(ids && textRows && expectedLogits);
  const auto texts = (*encoder)->texts(tokensOf(*ids, model->spec.text));
  ASSERT_TRUE(texts) << texts.error().message;
  expectNear("texts", distance(texts->rows, textRows->data, dims));

  const auto ours = logits(*images, *texts, (*encoder)->logitScale());
  const auto scores = distance(ours, expectedLogits->data, texts->count());
  std::printf("  %-16s largest error %.2g\n", "logits", scores.largest);
  EXPECT_LE(scores.largest, 1e-3);
}

class SharedReference : public testing::TestWithParam<const char*> {};

TEST_P(SharedReference, EmbeddingsAreTheReferences) {
  CALOTYPE_NEEDS_SHARED("reference/micro");
  const auto folder = test::shared() / "reference" / GetParam();
  expectParity(folder, folder / "expected.safetensors", test::shared() / "reference/images");
}

INSTANTIATE_TEST_SUITE_P(TowersParityTest, SharedReference,
                         testing::Values("micro/vit-quickgelu-hf", "micro/vit-gelu-openclip",
                                         "micro/resnet-quickgelu-openclip",
                                         "micro/vit-bf16-sharded-hf", "vit-tiny", "starter-0"));

class OwnReference : public testing::TestWithParam<const char*> {};

TEST_P(OwnReference, EmbeddingsAreTheReferences) {
  const auto folder = fs::path(CALOTYPE_TEST_DATA) / "reference" / GetParam();
  expectParity(folder, folder / "expected.safetensors", folder.parent_path() / "images");
}

INSTANTIATE_TEST_SUITE_P(TowersParityTest, OwnReference,
                         testing::Values("vit-quickgelu-hf", "vit-gelu-openclip", "resnet-openclip",
                                         "vit-bf16-sharded-hf", "siglip-hf", "siglip2-hf"));

/// SigLIP's parts that CLIP has not: in every arithmetic that this processor has.
TEST(TowersParityTest, SiglipInFewerBitsGivesNearlyTheSame) {
  const auto model = ModelStore::open(fs::path(CALOTYPE_TEST_DATA) / "reference/siglip2-hf");
  ASSERT_TRUE(model) << model.error().message;
  const auto exact = openEncoder(*model, kReference);
  ASSERT_TRUE(exact) << exact.error().message;
  const auto expected = SafeTensors::open(model->spec.folder / "expected.safetensors");
  const auto pixels = expected->floats("pixel_values");
  const auto texts = tokensOf(*expected->integers("input_ids"), model->spec.text);
  const auto count = std::size_t(pixels->shape[0]);
  const auto images = (*exact)->imagesFromPixels(pixels->data, count);
  const auto words = (*exact)->texts(texts);
  for (const auto precision : {Precision::Bf16, Precision::Int8}) {
    const auto other = openEncoder(*model, {.device = Device::Cpu, .precision = precision});
    if (!other) {
      EXPECT_EQ(other.error().code, Code::Unsupported);
      continue;
    }
    const auto dims = std::size_t(model->spec.dims);
    EXPECT_GT(distance((*other)->imagesFromPixels(pixels->data, count)->rows, images->rows, dims)
                  .leastCosine,
              0.999)
        << nameOf(precision);
    EXPECT_GT(distance((*other)->texts(texts)->rows, words->rows, dims).leastCosine, 0.999)
        << nameOf(precision);
  }
}

TEST(TowersParityTest, TheStarterModelGivesTheNumbersOfItsCard) {
  const auto reference = fs::path(CALOTYPE_TEST_DATA) / "reference";
  expectParity(fs::path(CALOTYPE_SOURCE) / "resources/models/starter",
               reference / "starter/expected.safetensors", reference / "images");
}

/// What a text means does not depend on the texts that are encoded with it.
TEST(TowersParityTest, ATextAloneIsTheSameAsInABatch) {
  const auto model = ModelStore::open(fs::path(CALOTYPE_SOURCE) / "resources/models/starter");
  ASSERT_TRUE(model) << model.error().message;
  const auto encoder = openEncoder(*model, kReference);
  ASSERT_TRUE(encoder) << encoder.error().message;
  const auto tokenizer = Tokenizer::open(model->spec);
  ASSERT_TRUE(tokenizer);
  std::vector<Tokens> texts;
  for (const auto* text : {"a dog", "", "two people walk along a beach in the evening sun"})
    texts.push_back(tokenizer->encode(text));
  const auto together = (*encoder)->texts(texts);
  ASSERT_TRUE(together);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto alone = (*encoder)->texts(std::span(texts).subspan(i, 1));
    ASSERT_TRUE(alone);
    EXPECT_LE(distance(alone->rows, together->row(i), alone->dims).largest, 1e-5);
  }
}

/// A copy of the starter, without what is known of it.
InstalledModel copyOfStarter(const fs::path& folder) {
  const auto starter = fs::path(CALOTYPE_SOURCE) / "resources/models/starter";
  for (const auto& entry : fs::directory_iterator(starter))
    if (entry.path().filename() != kPrecisionRecordFile)
      fs::copy_file(entry.path(), folder / entry.path().filename());
  return ModelStore::open(folder).value();
}

TEST(TowersParityTest, TowersThatAreReadLaterOrAgainGiveTheSame) {
  const test::TemporaryFolder folder;
  auto model = copyOfStarter(folder.path());
  const auto once = openEncoder(model, kReference);
  model.knownSound = true;
  const auto later = openEncoder(model, kReference);
  ASSERT_TRUE(once && later);
  EXPECT_EQ((*later)->logitScale(), (*once)->logitScale());
  const auto size = model.spec.transform.size;
  const std::vector<Rgb8> picture{Rgb8(size, size)};
  const std::vector<Tokens> text{Tokenizer::open(model.spec)->encode("a dog")};
  const auto image = (*once)->images(picture), words = (*once)->texts(text);
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ((*later)->texts(text)->rows, words->rows) << round;
    EXPECT_EQ((*later)->images(picture)->rows, image->rows) << round;
    (*later)->rest();
  }
}

TEST(TowersParityTest, WeightsThatAreGoneWhenTheyAreNeededAreAMissingModelAndNoPhotosFault) {
  const test::TemporaryFolder folder;
  auto model = copyOfStarter(folder.path());
  model.knownSound = true;
  const auto encoder = openEncoder(model, kReference);
  ASSERT_TRUE(encoder);
  fs::resize_file(folder.path() / "open_clip_model.safetensors", 100'000);
  const auto size = model.spec.transform.size;
  const auto images = (*encoder)->images(std::vector<Rgb8>{Rgb8(size, size)});
  ASSERT_FALSE(images);
  EXPECT_EQ(images.error().code, Code::ModelMissing);
}

TEST(TowersParityTest, AutomaticIsTheFastestArithmeticThatPassedItsCheck) {
  const test::TemporaryFolder folder;
  const auto model = copyOfStarter(folder.path());
  const auto open = [&] { return openEncoder(model, {.device = Device::Cpu}).value()->device(); };
  const auto unknown = open();
  EXPECT_EQ(unknown.arithmetic, "fp32");
  if (!unknown.unchecked) GTEST_SKIP() << "nothing is faster on " << unknown.description;
  const auto fastest = openEncoder(model, {.device = Device::Cpu, .precision = *unknown.unchecked})
                           .value()
                           ->device();

  PrecisionCheck check{fastest.arithmetic, {512, 200, 0.999, 0.99, 0.985, 0.985}};
  ASSERT_TRUE(keepPrecisionCheck(folder.path(), model.weightsHash, check));
  EXPECT_EQ(open().arithmetic, fastest.arithmetic);
  EXPECT_FALSE(open().unchecked);

  check.agreement.sameByWords = 0.9;
  ASSERT_TRUE(keepPrecisionCheck(folder.path(), model.weightsHash, check));
  EXPECT_EQ(open().arithmetic, "fp32");

  std::ofstream(folder.path() / kPrecisionRecordFile) << "{";
  EXPECT_EQ(open().arithmetic, "fp32");
  EXPECT_TRUE(open().unchecked) << "what cannot be read is made again";
}

TEST(TowersParityTest, AskingForAGpuThatIsNotThereSaysSo) {
  const auto model = ModelStore::open(fs::path(CALOTYPE_SOURCE) / "resources/models/starter");
  ASSERT_TRUE(model);
  const auto encoder = openEncoder(*model, {.device = Device::Cuda});
  if (encoder) {
    EXPECT_EQ((*encoder)->device().device, Device::Cuda);
    GTEST_SKIP() << "this machine has a GPU: " << (*encoder)->device().description;
  }
  EXPECT_NE(encoder.error().message.find("--device"), std::string::npos) << encoder.error().message;
}

}  // namespace
}  // namespace calotype::model
