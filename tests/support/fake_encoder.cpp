// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_encoder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "model/text/tokenizer.h"

namespace calotype::test {
namespace {

struct Colour {
  const char* word;
  std::array<int, 3> rgb;
};
constexpr std::array<Colour, 6> kColours{{{"red", {255, 0, 0}},
                                          {"green", {0, 255, 0}},
                                          {"blue", {0, 0, 255}},
                                          {"yellow", {255, 255, 0}},
                                          {"black", {0, 0, 0}},
                                          {"white", {255, 255, 255}}}};

std::size_t nearestColour(const std::uint8_t* pixel) {
  const auto distance = [&](const Colour& colour) {
    int sum = 0;
    for (std::size_t i = 0; i < 3; ++i)
      sum += (pixel[i] - colour.rgb[i]) * (pixel[i] - colour.rgb[i]);
    return sum;
  };
  const auto nearer = [&](const Colour& a, const Colour& b) { return distance(a) < distance(b); };
  return std::size_t(std::min_element(kColours.begin(), kColours.end(), nearer) - kColours.begin());
}

bool magentaAllOver(const Rgb8& crop) {
  for (std::size_t i = 0; i < crop.pixels.size(); i += 3)
    if (crop.pixels[i] < 200 || crop.pixels[i + 1] > 50 || crop.pixels[i + 2] < 200) return false;
  return true;
}

class FakeEncoder final : public model::Encoder {
 public:
  FakeEncoder(model::ModelSpec spec, model::Precision precision, FakeEncoderControl& control)
      : spec_(std::move(spec)), precision_(precision), control_(control) {
    if (auto tokenizer = model::Tokenizer::open(spec_))
      for (const auto& colour : kColours) {
        const auto tokens = tokenizer->encode(colour.word);
        words_.emplace_back(tokens.ids.begin() + 1, tokens.ids.begin() + long(tokens.end));
      }
  }

  Result<model::Embeddings> images(std::span<const Rgb8> crops) override {
    control_.beforePictures();
    if (crops.size() > control_.memoryForBatch) return fail(Code::OutOfMemory, "Too many at once.");
    const bool int8 = precision_ == model::Precision::Int8;
    (int8 ? control_.int8Pictures : control_.pictures) += int(crops.size());
    control_.largestBatch = std::max(control_.largestBatch.load(), crops.size());
    auto embeddings = empty(crops.size());
    for (std::size_t i = 0; i < crops.size(); ++i) {
      float* const row = embeddings.rows.data() + i * embeddings.dims;
      const auto& pixels = crops[i].pixels;
      for (std::size_t at = 0; at < pixels.size(); at += 3) row[nearestColour(&pixels[at])] += 1;
      if (int8) row[(i + 1) % kColours.size()] += control_.int8Error * float(pixels.size());
      if (magentaAllOver(crops[i])) row[0] = std::numeric_limits<float>::quiet_NaN();
    }
    return embeddings;
  }

  Result<model::Embeddings> imagesFromPixels(std::span<const float>, std::size_t) override {
    return fail(Code::Unsupported, "The fake encoder takes crops only.");
  }

  Result<model::Embeddings> texts(std::span<const model::Tokens> texts) override {
    control_.texts += int(texts.size());
    auto embeddings = empty(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      float* const row = embeddings.rows.data() + i * embeddings.dims;
      row[embeddings.dims - 1] = 0.01f;  // words without a colour are far from every picture
      for (std::size_t colour = 0; colour < words_.size(); ++colour)
        if (std::search(texts[i].ids.begin(), texts[i].ids.end(), words_[colour].begin(),
                        words_[colour].end()) != texts[i].ids.end())
          row[colour] = 1;
    }
    return embeddings;
  }

  const model::ModelSpec& spec() const override { return spec_; }
  model::DeviceInfo device() const override {
    model::DeviceInfo info{model::Device::Cpu, "fake", "", std::string(nameOf(precision_)), {}};
    if (control_.offersInt8 && precision_ == model::Precision::Automatic)
      info.unchecked = model::Precision::Int8;
    return info;
  }
  float logitScale() const override { return 100; }
  Status prepareTexts() override {
    ++control_.prepared;
    return {};
  }
  void rest() override { ++control_.rests; }

 private:
  model::Embeddings empty(std::size_t count) const {
    const auto dims = std::size_t(spec_.dims);
    return {dims, std::vector<float>(count * dims)};
  }

  model::ModelSpec spec_;
  model::Precision precision_;
  FakeEncoderControl& control_;
  std::vector<std::vector<std::int64_t>> words_;  // the tokens of each colour's name
};

}  // namespace

model::EncoderFactory fakeEncoderFactory(FakeEncoderControl& control) {
  return
      [&control](const model::InstalledModel& installed,
                 const model::EncoderOptions& options) -> Result<std::unique_ptr<model::Encoder>> {
        if (control.missing)
          return fail(Code::ModelMissing, "The fake model was told to be missing.");
        if (control.int8Fails && options.precision == model::Precision::Int8)
          return fail(Code::Unsupported, "The fake model has no 8 bits.");
        ++control.opened;
        return std::make_unique<FakeEncoder>(installed.spec, options.precision, control);
      };
}

}  // namespace calotype::test
