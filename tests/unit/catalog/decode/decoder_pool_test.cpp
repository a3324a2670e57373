// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decoder_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include "model/base/install_paths.h"
#include "tests/support/painted_photo.h"
#include "tests/support/temporary_folder.h"

namespace calotype::catalog {
namespace {

class DecoderPoolTest : public testing::Test {
 protected:
  Result<Decoded> ask(DecoderPool& pool, const std::string& contents, std::stop_token stop = {}) {
    const auto path = folder_.path() / std::to_string(next_++);
    std::ofstream(path, std::ios::binary) << contents;
    const auto file = openRegularFile(path);
    EXPECT_TRUE(file);
    DecodeRequest request;
    request.metadata = true;
    return pool.decode(file->get(), request, stop);
  }
  static DecoderPoolOptions misbehaving(int processes = 1) {
    return {.program = CALOTYPE_MISBEHAVING_DECODER, .processes = processes, .secondsPerPhoto = 1};
  }

 private:
  test::TemporaryFolder folder_;
  std::atomic<int> next_ = 0;
};

std::size_t openDescriptors() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator("/proc/self/fd")) ++count;
  return count;
}

TEST_F(DecoderPoolTest, AProcessThatDiesTakesOnePhotoWithIt) {
  DecoderPool pool(misbehaving());
  ASSERT_TRUE(ask(pool, "fine"));
  const auto crashed = ask(pool, "crash");
  ASSERT_FALSE(crashed);
  EXPECT_EQ(crashed.error().code, Code::Crashed) << crashed.error().message;
  EXPECT_TRUE(ask(pool, "fine")) << "the next photo has a fresh process";
  EXPECT_FALSE(ask(pool, "leave"));
  EXPECT_TRUE(ask(pool, "fine"));
}

TEST_F(DecoderPoolTest, AProcessThatHangsIsEnded) {
  DecoderPool pool(misbehaving());
  const auto hung = ask(pool, "hang");
  ASSERT_FALSE(hung);
  EXPECT_EQ(hung.error().code, Code::TimedOut) << hung.error().message;
  EXPECT_TRUE(ask(pool, "fine"));
}

TEST_F(DecoderPoolTest, LiesAreNotBelieved) {
  DecoderPool pool(misbehaving());
  for (const char* lie : {"number", "size", "unsealed", "rubbish"}) {
    EXPECT_FALSE(ask(pool, lie)) << lie;
    EXPECT_TRUE(ask(pool, "fine")) << "after " << lie;
  }
}

TEST_F(DecoderPoolTest, AStopIsHeardWithinASecond) {
  auto options = misbehaving();
  options.secondsPerPhoto = 600;
  DecoderPool pool(options);
  std::stop_source source;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    source.request_stop();
  });
  const auto stopped = ask(pool, "hang", source.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, Code::Cancelled);
}

TEST_F(DecoderPoolTest, ProcessesAreReplacedAfterTheirShareAndOnRequest) {
  auto options = misbehaving();
  options.photosPerProcess = 3;
  DecoderPool pool(options);
  std::vector<int> pids;
  for (int i = 0; i < 7; ++i) pids.push_back(ask(pool, "fine")->metadata.width);
  EXPECT_EQ(std::set(pids.begin(), pids.end()).size(), 3u);
  EXPECT_EQ(pids[0], pids[2]);
  EXPECT_NE(pids[2], pids[3]);
  const int before = ask(pool, "retire")->metadata.width;
  EXPECT_NE(ask(pool, "fine")->metadata.width, before);
}

TEST_F(DecoderPoolTest, ManyCallersShareFewProcessesAndNothingLeaks) {
  DecoderPool pool(misbehaving(2));
  ASSERT_TRUE(ask(pool, "fine"));
  const auto before = openDescriptors();
  std::atomic<int> good = 0;
  {
    std::vector<std::jthread> callers;
    for (int thread = 0; thread < 6; ++thread)
      callers.emplace_back([&] {
        for (int i = 0; i < 100; ++i)
          if (ask(pool, i % 25 == 7 ? "crash" : "fine")) ++good;
      });
  }
  EXPECT_EQ(good, 6 * 96);
  EXPECT_LE(openDescriptors(), before + 2);
}

TEST_F(DecoderPoolTest, TheProgramsOwnDecoderShowsAPhoto) {
  DecoderPool pool({.program = decoderProgram(), .processes = 1});
  const auto decoded = ask(pool, test::encodeJpeg(test::paintPhoto(5, 320, 200)));
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(decoded->metadata.width, 320);
  EXPECT_EQ(ask(pool, "no picture").error().code, Code::Unsupported);
  EXPECT_EQ(ask(pool, "").error().code, Code::Unsupported);
}

TEST_F(DecoderPoolTest, AMissingProgramIsSaid) {
  DecoderPool pool({.program = "/nonexistent/decoder", .processes = 1});
  const auto decoded = ask(pool, "fine");
  ASSERT_FALSE(decoded);
  EXPECT_NE(decoded.error().message.find("/nonexistent/decoder"), std::string::npos);
}

}  // namespace
}  // namespace calotype::catalog
