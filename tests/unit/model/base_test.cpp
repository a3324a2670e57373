// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

#include "model/base/bounded_queue.h"
#include "model/base/files.h"
#include "model/base/half.h"
#include "model/base/hash.h"
#include "tests/support/temporary_folder.h"

namespace calotype {
namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
  return std::as_bytes(std::span(text));
}

TEST(HalfTest, EveryValueSurvivesTheWayToFloatAndBack) {
  for (unsigned bits = 0; bits < 0x10000; ++bits) {
    const auto half = Half(std::uint16_t(bits));
    const float value = toFloat(half);
    if (std::isnan(value)) {
      EXPECT_TRUE(std::isnan(toFloat(toHalf(value))));
    } else {
      ASSERT_EQ(toHalf(value), half) << bits;
    }
  }
}

TEST(HalfTest, RoundsToNearestWithTiesToEven) {
  EXPECT_EQ(toFloat(toHalf(1.0f + 0x1p-11f)), 1.0f);
  EXPECT_EQ(toFloat(toHalf(1.0f + 3 * 0x1p-11f)), 1.0f + 0x1p-9f);
  EXPECT_EQ(toFloat(toHalf(65519.0f)), 65504.0f);
  EXPECT_TRUE(std::isinf(toFloat(toHalf(65520.0f))));
}

TEST(HashTest, KnownValueOfSha256) {
  EXPECT_EQ(toHex(sha256(bytesOf("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(FilesTest, AWrittenFileReadsBackAndHashesTheSame) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "file";
  ASSERT_TRUE(writeFileAtomically(path, bytesOf("hello")));
  EXPECT_EQ(*readFile(path, 5), "hello");
  EXPECT_EQ(readFile(path, 4).error().code, Code::TooLarge);
  const auto file = openRegularFile(path);
  ASSERT_TRUE(file);
  EXPECT_EQ(*sha256OfFile(file->get()), sha256(bytesOf("hello")));
}

TEST(FilesTest, FoldersAndLinksAreNotRegularFiles) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(openRegularFile(folder.path()).error().code, Code::Unsupported);
  fs::create_symlink("/dev/null", folder.path() / "link");
  EXPECT_EQ(openRegularFile(folder.path() / "link").error().code, Code::Unsupported);
}

TEST(FilesTest, ALinkIsFollowedWhereAPersonNamedIt) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(writeFileAtomically(folder.path() / "blob", bytesOf("weights")));
  fs::create_symlink("blob", folder.path() / "link");
  EXPECT_FALSE(openRegularFile(folder.path() / "link"));
  EXPECT_TRUE(openRegularFile(folder.path() / "link", Links::Follow));
}

TEST(FilesTest, BytesThatAreNotUtf8AreShownAsEscapes) {
  EXPECT_EQ(displayText("caf\xE9.jpg"), "caf\\xE9.jpg");
  EXPECT_EQ(displayText("a\nb"), "a\\u{A}b");
  EXPECT_EQ(displayText("caf\xC3\xA9"), "caf\xC3\xA9");
}

TEST(BoundedQueueTest, WhatIsPushedBeforeClosingIsStillPopped) {
  BoundedQueue<int> queue(2);
  EXPECT_TRUE(queue.push(1));
  queue.close();
  EXPECT_FALSE(queue.push(2));
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), std::nullopt);
  EXPECT_TRUE(queue.finished());
}

TEST(BoundedQueueTest, AFullQueueMakesTheProducerWait) {
  BoundedQueue<int> queue(1);
  std::jthread producer([&] {
    for (int i = 0; i < 1000; ++i) queue.push(i);
    queue.close();
  });
  int expected = 0;
  while (auto value = queue.pop()) {
    ASSERT_EQ(*value, expected++);
    ASSERT_LE(queue.size(), 1u);
  }
  EXPECT_EQ(expected, 1000);
}

TEST(BoundedQueueTest, AStopWakesAWaitingConsumer) {
  BoundedQueue<int> queue(1);
  std::stop_source source;
  std::jthread stopper([&] { source.request_stop(); });
  EXPECT_EQ(queue.pop(source.get_token()), std::nullopt);
}

}  // namespace
}  // namespace calotype
