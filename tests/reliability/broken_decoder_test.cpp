// SPDX-License-Identifier: GPL-3.0-or-later
// Photos over which the decoder dies: the others go on, and they are not tried for ever.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/small_library.h"

namespace calotype::catalog {
namespace {

/// A decoder that dies whenever it is given anything, and says what version it is.
void writeDecoder(const fs::path& path, const std::string& version) {
  std::ofstream script(path);
  script << "#!/bin/sh\n[ \"$1\" = --version ] && echo '" << version << "' && exit 0\necho x >> \""
         << path.native() << ".started\"\nkill -SEGV $$\n";
  script.close();
  fs::permissions(path, fs::perms::owner_all);
}

class BrokenDecoder : public ::testing::Test {
 protected:
  void SetUp() override {
    decoder = library.photos().parent_path() / "decoder";
    working = library.options.decoderProgram;
    writeDecoder(decoder, "1");
    for (int i = 0; i < 4; ++i) library.paint(std::to_string(i) + ".jpg", test::kRed, i);
    library.options.decoderProgram = decoder;
    library.open();
  }
  int starts() const {
    std::ifstream log(decoder.native() + ".started");
    return int(std::count(std::istreambuf_iterator<char>(log), {}, '\n'));
  }

  test::SmallLibrary library;
  fs::path decoder, working;
};

TEST_F(BrokenDecoder, EachPhotoIsTriedTwiceThenKeptAwayUnderWhateverName) {
  EXPECT_EQ(library.index().unreadable, 4);
  EXPECT_EQ(starts(), 8);
  fs::rename(library.path("0.jpg"), library.path("renamed.jpg"));
  library.index();
  EXPECT_EQ(starts(), 8) << "its content is known to kill";
  const auto failures = library.catalog().failuresNow();
  ASSERT_TRUE(failures);
  ASSERT_EQ(failures->size(), 4u);
  EXPECT_EQ(failures->front().code, "crashed");
}

TEST_F(BrokenDecoder, AnotherDecoderIsGivenThemAgain) {
  library.index();
  library.close();
  library.options.decoderProgram = working;
  library.open();
  EXPECT_EQ(library.index().indexed, 4);
  EXPECT_EQ(library.counts().unreadable, 0);
}

TEST_F(BrokenDecoder, OnRequestTheyAreTriedAgain) {
  library.index();
  const int before = starts();
  ASSERT_TRUE(library.catalog().retryFailures());
  library.index();
  EXPECT_EQ(starts(), before + 8);
}

TEST_F(BrokenDecoder, TenDeathsInAMinuteEndTheRunAndSayWhy) {
  for (int i = 0; i < 60; ++i) library.paint("many/" + std::to_string(i) + ".jpg", test::kBlue, i);
  const auto report = library.index();
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_EQ(report.problems[0].code, Code::Crashed);
  EXPECT_LT(starts(), 60);
}

TEST_F(BrokenDecoder, AFileThatAnOlderVersionDidNotKnowIsReadByOneThatDoes) {
  library.write("4.jpg", "no picture");
  library.close();
  library.options.decoderProgram = working;
  library.open();
  EXPECT_EQ(library.index().unreadable, 1);
  EXPECT_EQ(library.index().unreadable, 1) << "left alone meanwhile";
  library.close();
  writeDecoder(decoder, "2");
  library.options.decoderProgram = decoder;
  library.open();
  library.index();
  EXPECT_EQ(starts(), 2) << "and given to the new one";
}

}  // namespace
}  // namespace calotype::catalog
