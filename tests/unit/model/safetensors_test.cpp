// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/safetensors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "model/base/half.h"
#include "model/files/json.h"
#include "tests/support/shared.h"
#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

/// A file with this header and so many bytes of zeros behind it.
class SafeTensorsTest : public ::testing::Test {
 protected:
  fs::path write(const std::string& contents) {
    auto path = folder_.path() / "model.safetensors";
    EXPECT_TRUE(writeFileAtomically(path, std::as_bytes(std::span(contents))));
    return path;
  }

  Result<SafeTensors> openHeader(const std::string& header, std::size_t dataBytes) {
    const std::uint64_t length = header.size();
    std::string contents(8, '\0');
    std::memcpy(contents.data(), &length, sizeof length);
    return SafeTensors::open(write(contents + header + std::string(dataBytes, '\0')));
  }

  test::TemporaryFolder folder_;
};

TEST_F(SafeTensorsTest, WhatIsWrittenIsReadBack) {
  std::mt19937 random(7);
  for (int round = 0; round < 30; ++round) {
    SafeTensorsWriter writer;
    std::map<std::string, FloatTensor> expected;
    std::uniform_int_distribution<std::int64_t> size(0, 5);
    for (std::int64_t i = 0, count = size(random); i < count; ++i) {
      FloatTensor tensor;
      for (std::int64_t d = 0, rank = size(random); d < rank; ++d)
        tensor.shape.push_back(size(random));
      tensor.data.resize(elementCount(tensor.shape));
      std::normal_distribution<float> values;
      for (auto& value : tensor.data) value = values(random);
      const auto name = "tensor \"" + std::to_string(i) + "\" \xC3\xA9";
      writer.add(name, tensor.shape, tensor.data);
      expected[name] = tensor;
    }
    const std::vector<std::int64_t> numbers{-1, 2, std::numeric_limits<std::int64_t>::min()};
    writer.add("numbers", {3}, numbers);
    writer.setMetadata("format", "pt");
    const auto path = folder_.path() / "written.safetensors";
    ASSERT_TRUE(writer.write(path));

    const auto read = SafeTensors::open(path);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->entries().size(), expected.size() + 1);
    EXPECT_EQ(read->metadata().at("format"), "pt");
    EXPECT_EQ(*read->integers("numbers"), numbers);
    for (const auto& [name, tensor] : expected) {
      const auto found = read->floats(name);
      ASSERT_TRUE(found) << found.error().message;
      EXPECT_EQ(found->shape, tensor.shape);
      EXPECT_EQ(found->data, tensor.data);
    }
  }
}

TEST_F(SafeTensorsTest, HalfAndBrainFloatsBecomeTheSameNumbersInFloat32) {
  const std::vector<float> values{0, -1.5f, 0.25f, 65504, -0.0f, 0x1p-14f};
  TensorBytes half{DType::F16, {6}, std::vector<std::byte>(12)};
  TensorBytes brain{DType::BF16, {6}, std::vector<std::byte>(12)};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto h = toHalf(values[i]);
    const auto b = std::uint16_t(std::bit_cast<std::uint32_t>(values[i]) >> 16);
    std::memcpy(half.bytes.data() + 2 * i, &h, 2);
    std::memcpy(brain.bytes.data() + 2 * i, &b, 2);
  }
  SafeTensorsWriter writer;
  writer.add("half", half);
  writer.add("brain", brain);
  const auto path = folder_.path() / "f";
  ASSERT_TRUE(writer.write(path));
  const auto file = SafeTensors::open(path);
  EXPECT_EQ(file->floats("half")->data, values);
  auto shortened = values;
  shortened[3] = 65280;  // bfloat16 keeps 8 bits of 65504
  EXPECT_EQ(file->floats("brain")->data, shortened);
}

TEST_F(SafeTensorsTest, ValuesThatAreNotFiniteAreRefusedWhenTakenAsFloats) {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    SafeTensorsWriter writer;
    std::vector<float> values(600'000, 1.0f);  // more than a piece
    values.back() = bad;
    writer.add("weights", {600'000}, values);
    const auto path = folder_.path() / "f";
    ASSERT_TRUE(writer.write(path));
    const auto file = SafeTensors::open(path);
    ASSERT_TRUE(file);
    EXPECT_EQ(file->floats("weights").error().code, Code::Corrupt);
    EXPECT_TRUE(file->bytes("weights"));
  }
}

TEST_F(SafeTensorsTest, AHeaderLengthThatLooksLikeAnotherFormatsStartIsNoReasonToRefuse) {
  for (const std::size_t length : {0x3cu, 0x0280u, 0x2020u}) {  // "<", a pickle's start, blanks
    std::string header = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})";
    header.resize(length, ' ');
    EXPECT_TRUE(openHeader(header, 1)) << length;
  }
}

TEST_F(SafeTensorsTest, LimitsOfNamesDimensionsAndDepth) {
  const auto with = [](const std::string& name, const std::string& shape) {
    return "{\"" + name + R"(":{"dtype":"U8","shape":)" + shape + R"(,"data_offsets":[0,1]}})";
  };
  EXPECT_TRUE(openHeader(with(std::string(512, 'n'), "[1,1,1,1,1,1,1,1]"), 1));
  EXPECT_EQ(openHeader(with(std::string(513, 'n'), "[1]"), 1).error().code, Code::TooLarge);
  EXPECT_EQ(openHeader(with("n", "[1,1,1,1,1,1,1,1,1]"), 1).error().code, Code::TooLarge);
  EXPECT_EQ(openHeader(with("n", "[[[[1]]]]"), 1).error().code, Code::Corrupt);
  EXPECT_EQ(openHeader(with("n", "[1,true]"), 1).error().code, Code::Corrupt);
  EXPECT_EQ(openHeader(with("n", "[1]") + "x", 1).error().code, Code::Corrupt);
}

TEST_F(SafeTensorsTest, AnEmptyHeaderIsAFileWithoutTensors) {
  const auto file = openHeader("{}", 0);
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->entries().empty());
  EXPECT_EQ(file->bytes("a").error().code, Code::NotFound);
}

TEST_F(SafeTensorsTest, OtherFormatsAreNamedInTheSentence) {
  const auto sentence = [&](const std::string& contents) {
    auto file = SafeTensors::open(write(contents));
    EXPECT_FALSE(file);
    EXPECT_EQ(file.error().code, Code::Unsupported);
    return file.error().message;
  };
  const std::string rest(100, '\x11');
  EXPECT_NE(sentence("PK\x03\x04" + rest).find("zip archive"), std::string::npos);
  EXPECT_NE(sentence("\x80\x02}q" + rest).find("pickle"), std::string::npos);
  EXPECT_NE(sentence("<!DOCTYPE html>" + rest).find("web page"), std::string::npos);
  EXPECT_NE(sentence("version https://git-lfs.github.com/spec/v1\n").find("LFS"),
            std::string::npos);
  EXPECT_NE(sentence("<p>").find("only safetensors files are read"), std::string::npos);
}

TEST_F(SafeTensorsTest, AFileCutAtAnyByteIsRefused) {
  SafeTensorsWriter writer;
  writer.add("a", {2, 2}, std::vector<float>{1, 2, 3, 4});
  writer.add("b", {1}, std::vector<float>{1});
  const auto whole = writer.bytes();
  const auto path = folder_.path() / "cut";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ASSERT_TRUE(writeFileAtomically(path, std::span(whole).first(length)));
    EXPECT_FALSE(SafeTensors::open(path)) << length;
  }
}

TEST_F(SafeTensorsTest, AFileThatShrinksAfterItWasOpenedIsAnErrorAndNoCrash) {
  SafeTensorsWriter writer;
  writer.add("a", {4}, std::vector<float>{1, 2, 3, 4});
  const auto path = folder_.path() / "f";
  ASSERT_TRUE(writer.write(path));
  const auto file = SafeTensors::open(path);
  fs::resize_file(path, fs::file_size(path) - 4);
  EXPECT_EQ(file->floats("a").error().code, Code::Corrupt);
}

TEST_F(SafeTensorsTest, TwoFilesWithTheSameTensorDoNotMakeAModel) {
  SafeTensorsWriter writer;
  writer.add("a", {1}, std::vector<float>{1});
  const std::vector paths{folder_.path() / "1", folder_.path() / "2"};
  for (const auto& path : paths) ASSERT_TRUE(writer.write(path));
  EXPECT_EQ(TensorFiles::open(paths).error().code, Code::Corrupt);
}

TEST(SafeTensorsCorpusTest, EveryDamagedFileIsRefusedWithASentence) {
  CALOTYPE_NEEDS_SHARED("corrupt/index.json");
  const auto index = readJson(test::shared() / "corrupt/index.json");
  ASSERT_TRUE(index);
  int files = 0, refused = 0;
  for (const auto& [name, entry] : index->items()) {
    if (!name.starts_with("safetensors/")) continue;
    ++files;
    const auto path = test::shared() / "corrupt" / name;
    const auto file = SafeTensors::open(path);
    std::string message;
    if (!file) message = file.error().message;
    if (file)  // NaN weights: refused when taken
      for (const auto& [tensor, where] : file->entries())
        if (const auto values = file->floats(tensor); !values) message = values.error().message;
    if (!message.empty()) ++refused;
    EXPECT_TRUE(message.find(path.filename().string()) != std::string::npos ||
                entry["expect"] == "either")
        << name << ": " << message;
  }
  std::printf("%d of %d damaged safetensors files refused\n", refused, files);
  EXPECT_EQ(files, 30);
  EXPECT_EQ(refused, 30);
}

}  // namespace
}  // namespace calotype::model
