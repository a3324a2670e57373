// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/text/tokenizer.h"

#include <gtest/gtest.h>

#include <sstream>

#include "model/files/json.h"
#include "model/files/safetensors.h"
#include "tests/support/shared.h"
#include "tests/support/temporary_folder.h"

namespace calotype::model {
namespace {

std::vector<Json> readLines(const fs::path& path) {
  const auto text = readFile(path, 16 << 20);
  EXPECT_TRUE(text);
  std::vector<Json> lines;
  std::istringstream stream(*text);
  for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
  return lines;
}

/// The ids with start and end token, without the padding.
std::vector<std::int64_t> unpadded(const Tokens& tokens, std::size_t length) {
  for (std::size_t i = length; i < tokens.ids.size(); ++i) EXPECT_EQ(tokens.ids[i], 0);
  return {tokens.ids.begin(), tokens.ids.begin() + std::ptrdiff_t(length)};
}

TEST(TokenizerParityTest, EveryReferenceTextHasTheOriginalsIds) {
  CALOTYPE_NEEDS_SHARED("reference/tokenizer");
  const auto spec = ModelSpec::open(test::shared() / "reference/vit-tiny");
  ASSERT_TRUE(spec) << spec.error().message;
  const auto tokenizer = Tokenizer::open(*spec);
  ASSERT_TRUE(tokenizer) << tokenizer.error().message;
  const auto texts = readLines(test::shared() / "reference/tokenizer/texts.jsonl");
  const auto expected = readLines(test::shared() / "reference/tokenizer/ids_plain.jsonl");
  ASSERT_EQ(texts.size(), expected.size());
  std::size_t equal = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto tokens = tokenizer->encode(texts[i].get<std::string>());
    const auto ids = expected[i].get<std::vector<std::int64_t>>();
    const bool same = unpadded(tokens, ids.size()) == ids;
    EXPECT_TRUE(same) << "line " << i + 1 << ": " << texts[i];
    if (same) ++equal;
  }
  std::printf("%zu of %zu texts have the original's ids\n", equal, texts.size());
  EXPECT_EQ(texts.size(), 918u);
}

/// The ids that SentencePiece itself gives, prepared and padded as SigLIP's authors did.
TEST(TokenizerParityTest, SiglipsTwoVocabulariesGiveTheirInputIds) {
  const auto reference = fs::path(CALOTYPE_TEST_DATA) / "reference";
  const auto texts = readLines(reference / "siglip_texts.jsonl");
  for (const auto* const name : {"siglip-hf", "siglip2-hf"}) {
    const auto spec = ModelSpec::open(reference / name);
    ASSERT_TRUE(spec) << spec.error().message;
    const auto tokenizer = Tokenizer::open(*spec);
    ASSERT_TRUE(tokenizer) << tokenizer.error().message;
    const auto expected = SafeTensors::open(reference / name / "expected.safetensors");
    const auto ids = expected->integers("input_ids");
    const auto context = std::size_t(spec->text.context);
    ASSERT_EQ(ids->size(), texts.size() * context);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto tokens = tokenizer->encode(texts[i].get<std::string>());
      const auto row = ids->begin() + std::ptrdiff_t(i * context);
      EXPECT_EQ(tokens.ids, std::vector<std::int64_t>(row, row + std::ptrdiff_t(context)))
          << name << ": " << texts[i];
      EXPECT_EQ(tokens.end, context - 1);
    }
  }
}

TEST(TokenizerParityTest, DamagedPiecesAreRefusedOrHarmless) {
  const auto spec = ModelSpec::open(fs::path(CALOTYPE_TEST_DATA) / "reference/siglip-hf");
  ASSERT_TRUE(spec);
  const auto whole = *readFile(*spec->tokenizer, 1 << 20);
  const test::TemporaryFolder folder;
  auto damaged = *spec;
  damaged.tokenizer = folder.path() / "spiece.model";
  int refused = 0;
  const auto tryBytes = [&](const std::string& bytes) {
    ASSERT_TRUE(writeFileAtomically(*damaged.tokenizer, std::as_bytes(std::span(bytes))));
    const auto tokenizer = Tokenizer::open(damaged);
    if (tokenizer) {
      EXPECT_EQ(tokenizer->encode("a dog on the beach").ids.size(),
                std::size_t(spec->text.context));
    } else {
      EXPECT_NE(tokenizer.error().message.find("spiece.model: "), std::string::npos)
          << tokenizer.error().message;
      ++refused;
    }
  };
  for (std::size_t length = 0; length < whole.size(); length += 37)
    tryBytes(whole.substr(0, length));
  for (std::size_t at = 0; at < whole.size(); at += 11)
    for (const char flip : {'\x01', '\x80', '\xff'}) {
      auto bytes = whole;
      bytes[at] = char(bytes[at] ^ flip);
      tryBytes(bytes);
    }
  EXPECT_GT(refused, 20);
}

TEST(TokenizerParityTest, MergesAloneGiveTheIdsOfTheWholeVocabulary) {
  CALOTYPE_NEEDS_SHARED("reference/tokenizer");
  const test::TemporaryFolder folder;
  const auto reference = test::shared() / "reference/vit-tiny";
  for (const auto& entry : fs::directory_iterator(reference))
    if (entry.path().filename() != "vocab.json")
      fs::copy(entry.path(), folder.path() / entry.path().filename());
  const auto whole = ModelSpec::open(reference), merges = ModelSpec::open(folder.path());
  ASSERT_TRUE(merges) << merges.error().message;
  const auto a = Tokenizer::open(*whole), b = Tokenizer::open(*merges);
  ASSERT_TRUE(b) << b.error().message;
  for (const auto& text : readLines(test::shared() / "reference/tokenizer/texts.jsonl"))
    EXPECT_EQ(a->encode(text.get<std::string>()).ids, b->encode(text.get<std::string>()).ids);
}

TEST(TokenizerParityTest, TheReferenceModelsVocabulariesGiveTheirInputIds) {
  CALOTYPE_NEEDS_SHARED("reference/micro");
  const auto texts = readJson(test::shared() / "reference/texts.json");
  ASSERT_TRUE(texts);
  for (const std::string folder : {"micro/vit-quickgelu-hf", "micro/vit-gelu-openclip",
                                   "micro/resnet-quickgelu-openclip", "vit-tiny", "starter-0"}) {
    const auto path = test::shared() / "reference" / folder;
    const auto spec = ModelSpec::open(path);
    ASSERT_TRUE(spec) << spec.error().message;
    const auto tokenizer = Tokenizer::open(*spec);
    ASSERT_TRUE(tokenizer) << tokenizer.error().message;
    const auto file = SafeTensors::open(path / "expected.safetensors");
    ASSERT_TRUE(file) << file.error().message;
    std::vector<std::int64_t> ids;
    for (const auto& text : *texts) {
      const auto tokens = tokenizer->encode(text.get<std::string>());
      ids.insert(ids.end(), tokens.ids.begin(), tokens.ids.end());
    }
    EXPECT_EQ(ids, *file->integers("input_ids")) << folder;
  }
}

}  // namespace
}  // namespace calotype::model
