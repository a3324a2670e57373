// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/store/failure_store.h"

#include <gtest/gtest.h>

#include "tests/support/temp_catalog.h"

namespace calotype::catalog {
namespace {

using test::orDie;
using test::TempCatalog;

TEST(FailureStoreTest, WrongContentsAreNotTriedAgainAndTheRestIs) {
  for (const auto code : {Code::Corrupt, Code::Unsupported, Code::TooLarge})
    EXPECT_EQ(retryAt(code, 1, 1000), kNever);
  EXPECT_EQ(retryAt(Code::Crashed, 1, 1000), 1001);
  EXPECT_EQ(retryAt(Code::Crashed, 2, 1000), kNever);
  EXPECT_EQ(retryAt(Code::TimedOut, 2, 1000), kNever);
  EXPECT_EQ(retryAt(Code::Permission, 50, 1000), 1001);
  EXPECT_EQ(retryAt(Code::Io, 50, 1000), 1001);
}

TEST(FailureStoreTest, AttemptsAreCountedAndASuccessTakesTheRowAway) {
  TempCatalog catalog;
  const auto file = catalog.addFile(catalog.addRoot("/photos"), "a\xff.jpg");
  for (int attempt = 1; attempt <= 2; ++attempt) {
    ASSERT_TRUE(catalog.write([&](WriteToken& token) {
      return catalog.failures.record(token, file, Step::Decode, {Code::Crashed, "died"}, 1);
    }));
    const auto failures = orDie(catalog.failures.all());
    ASSERT_EQ(failures.size(), 1u);
    EXPECT_EQ(failures[0].attempts, attempt);
    EXPECT_EQ(failures[0].path, fs::path("/photos/a\xff.jpg"));
    EXPECT_EQ(failures[0].step, "decode");
    EXPECT_EQ(failures[0].code, "crashed");
    EXPECT_EQ(failures[0].message, "died");
  }
  catalog.addPhoto(file, 1);
  EXPECT_TRUE(orDie(catalog.failures.all()).empty());
  EXPECT_EQ(catalog.count("file", "state = 'present'"), 1);
}

TEST(FailureStoreTest, AFailureOfTheEncoderDoesNotHideThePhoto) {
  TempCatalog catalog;
  const auto file = catalog.addFile(catalog.addRoot("/photos"), "a.jpg");
  catalog.addPhoto(file, 1);
  ASSERT_TRUE(catalog.write([&](WriteToken& token) {
    return catalog.failures.record(token, file, Step::Encode, {Code::OutOfMemory, "full"}, 1);
  }));
  EXPECT_EQ(orDie(catalog.photos.all()).size(), 1u);
}

TEST(SettingStoreTest, SettingsAreKept) {
  TempCatalog catalog;
  EXPECT_FALSE(orDie(catalog.settings.find("model")));
  for (const char* value : {"a", "b"})
    ASSERT_TRUE(catalog.write(
        [&](WriteToken& token) { return catalog.settings.set(token, "model", value); }));
  EXPECT_EQ(orDie(catalog.settings.find("model")), "b");
  ASSERT_TRUE(
      catalog.write([&](WriteToken& token) { return catalog.settings.remove(token, "model"); }));
  EXPECT_FALSE(orDie(catalog.settings.find("model")));
}

TEST(TagStoreTest, CaseAndCompositionDoNotMakeAnotherTag) {
  TempCatalog catalog;
  const auto add = [&](std::string_view name, std::optional<TagId> parent = {}) {
    return orDie(catalog.write(
        [&](WriteToken& token) { return catalog.tags.addOnce(token, name, parent); }));
  };
  const auto tag = add("M\xc3\xbcnchen");
  EXPECT_EQ(add(" mu\xcc\x88NCHEN "), tag);
  const auto below = add("M\xc3\xbcnchen", tag);
  EXPECT_NE(below, tag);
  EXPECT_EQ(add("m\xc3\xbcnchen", tag), below);
  EXPECT_EQ(catalog.count("tag"), 2);
}

}  // namespace
}  // namespace calotype::catalog
