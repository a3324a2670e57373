// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/describe.h"

#include <gtest/gtest.h>

namespace calotype::ui {

namespace {

std::string text(const QString& words) {
  return words.toStdString();
}

constexpr std::int64_t kCrete = 1562427000000;  // 2019-07-06 15:30 on the camera's clock

}  // namespace

TEST(WordsTest, AMomentIsSaidInPlainWords) {
  EXPECT_EQ(text(Words::moment(kCrete)), "Saturday, 6 July 2019, 15:30");
  EXPECT_EQ(text(Words::month(kCrete)), "July 2019");
}

TEST(WordsTest, TheCameraLineLeavesOutWhatIsNotKnown) {
  catalog::Metadata m;
  EXPECT_EQ(text(Words::cameraLine(m)), "");
  m.camera = "X-T3";
  m.focalLengthMm = 35;
  m.fNumber = 2;
  m.exposureSeconds = 1 / 250.0;
  m.iso = 160;
  EXPECT_EQ(text(Words::cameraLine(m)), "X-T3 · 35 mm · f/2 · 1/250 s · ISO 160");
  m.fNumber.reset();
  m.exposureSeconds = 2.5;
  EXPECT_EQ(text(Words::cameraLine(m)), "X-T3 · 35 mm · 2.5 s · ISO 160");
}

TEST(WordsTest, APlaceNamesItsHemispheres) {
  catalog::Metadata m;
  EXPECT_TRUE(Words::place(m).isEmpty());
  m.latitude = -33.85678;
  m.longitude = 151.21530;
  EXPECT_EQ(text(Words::place(m)), "33.8568° S, 151.2153° E");
}

TEST(WordsTest, PixelsAreThoseOfTheUprightPicture) {
  catalog::Metadata m;
  m.format = "JPEG";
  m.width = 6000;
  m.height = 4000;
  m.orientation = 6;
  EXPECT_EQ(text(Words::pixels(m)), "4000 × 6000 · 24.0 MP · JPEG");
}

TEST(WordsTest, ANameThatIsNotTextIsShownAndNotBroken) {
  EXPECT_EQ(text(Words::fileName(fs::path("/photos/caf\xe9.jpg"))), "caf\\xE9.jpg");
}

TEST(WordsTest, ProgressSaysHowFarHowFastHowLong) {
  catalog::Progress p;
  EXPECT_TRUE(Words::progress(p).isEmpty());
  p.state = catalog::Progress::State::Working;
  p.found = 61377;
  p.pending = 48897;
  p.photosPerSecond = 41;
  p.secondsLeft = 1200;
  EXPECT_EQ(text(Words::progress(p)), "Indexing 12,480 of 61,377 · 41/s · 20 min left");
  p.secondsLeft = 20;
  EXPECT_NE(text(Words::progress(p)).find("less than a minute left"), std::string::npos);
  p.state = catalog::Progress::State::Paused;
  EXPECT_EQ(text(Words::progress(p)), "Paused · 48,897 left");
  p.spares = true;
  EXPECT_EQ(text(Words::progress(p)), "Paused on battery · 48,897 left");
}

TEST(WordsTest, CoverageIsSaidOnlyWhileItIsNotEverything) {
  catalog::SearchPage page;
  page.searched = page.photos = 10;
  EXPECT_TRUE(Words::coverage(page).isEmpty());
  page.photos = 12;
  EXPECT_EQ(text(Words::coverage(page)), "Searched 10 of 12");
}

TEST(WordsTest, EveryCodeOfAFailureHasAReasonAndARemedy) {
  for (const auto code :
       {Code::NotFound, Code::Permission, Code::Io, Code::Corrupt, Code::Unsupported,
        Code::TooLarge, Code::TimedOut, Code::Crashed, Code::OutOfMemory}) {
    catalog::Failure failure;
    failure.code = codeName(code);
    failure.message = "raw words";
    EXPECT_NE(text(Words::failure(failure)), "raw words") << failure.code;
  }
  catalog::Failure other;
  other.code = "internal";
  other.message = "raw words";
  EXPECT_EQ(text(Words::failure(other)), "raw words");
}

TEST(LikenessTest, AMatchIsDescribedBesideTheOthers) {
  std::vector<catalog::PhotoRow> rows(100);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].score = 0.2f;
  rows[0].score = 0.35f;
  rows[1].score = 0.24f;
  const Likeness likeness(rows);
  EXPECT_EQ(likeness.grade(rows[0].score), Likeness::Grade::Clear);
  EXPECT_EQ(likeness.grade(rows[1].score), Likeness::Grade::Good);
  EXPECT_EQ(likeness.grade(rows[50].score), Likeness::Grade::Unlikely);
  EXPECT_EQ(likeness.firstUnlikely(rows), 2);
  EXPECT_EQ(text(likeness.words(0, 100, 0.35f)),
            "Stands out clearly from your other photos · place 1 of 100");
}

TEST(LikenessTest, AFewPhotosAreNotDivided) {
  std::vector<catalog::PhotoRow> rows(5);
  rows[0].score = 0.9f;
  EXPECT_EQ(Likeness(rows).firstUnlikely(rows), -1);
  const std::vector<catalog::PhotoRow> none;
  EXPECT_EQ(Likeness(none).firstUnlikely(none), -1);
}

}  // namespace calotype::ui
