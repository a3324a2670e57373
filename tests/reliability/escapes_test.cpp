// SPDX-License-Identifier: GPL-3.0-or-later
// T-IMG-4: what a decoder process can do that was taken over by a prepared photo.
#include <gtest/gtest.h>

#include <fstream>

#include "catalog/decoder_pool.h"
#include "tests/support/temporary_folder.h"

namespace calotype::catalog {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
TEST(EscapesTest, DISABLED_SanitizersConfineNothing) {}
#else
class EscapesTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override { write("victim", "precious"); }

  void write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name) << text;
  }
  Result<Decoded> decode(const std::string& word) {
    write("photo", word + ' ' + (folder_.path() / "victim").native());
    const auto photo = openRegularFile(folder_.path() / "photo");
    EXPECT_TRUE(photo);
    DecodeRequest request;
    request.metadata = true;
    return pool_.decode(photo->get(), request);
  }
  int filesInFolder() const {
    return int(std::distance(fs::directory_iterator(folder_.path()), {}));
  }

  test::TemporaryFolder folder_;
  DecoderPool pool_{DecoderPoolOptions{
      .program = CALOTYPE_ESCAPING_DECODER, .processes = 1, .secondsPerPhoto = 10}};
};

TEST_P(EscapesTest, AreStoppedAndTheNextPhotoIsDecoded) {
  const auto tried = decode(GetParam());
  if (tried) {
    EXPECT_EQ(tried->metadata.width, 1) << "it got away with it";
  } else {
    EXPECT_TRUE(tried.error().code == Code::Crashed || tried.error().code == Code::TimedOut)
        << tried.error().message;
  }
  EXPECT_EQ(readFile(folder_.path() / "victim", 100).value_or(""), "precious");
  EXPECT_TRUE(readFile(folder_.path() / "photo", 1000).value_or("").starts_with(GetParam()));
  EXPECT_EQ(filesInFolder(), 2);
  const auto next = decode("nothing");
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ(next->metadata.width, 1);
}

INSTANTIATE_TEST_SUITE_P(All, EscapesTest,
                         ::testing::Values("open", "create", "unlink", "rename", "write-photo",
                                           "reopen-photo", "socket", "execute", "fork",
                                           "trace-parent", "kill-parent", "new-code", "memory",
                                           "lie", "unsealed", "flood"));
#endif

}  // namespace
}  // namespace calotype::catalog
