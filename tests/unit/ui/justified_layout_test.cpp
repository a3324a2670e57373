// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/justified_layout.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace calotype::ui {

namespace {

std::vector<float> someAspects(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::lognormal_distribution<float> aspect(0.2f, 0.6f);
  std::vector<float> aspects(count);
  for (auto& value : aspects) value = aspect(random);
  return aspects;
}

JustifiedLayout::Options optionsOf(int width, int height) {
  JustifiedLayout::Options options;
  options.width = width;
  options.height = height;
  return options;
}

/// The shapes a property is tried on: widths of windows, heights of the slider, numbers of photos.
struct Case {
  std::size_t photos;
  int width, height;
};
class JustifiedLayoutTest : public ::testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    const auto [photos, width, height] = GetParam();
    layout.arrange(someAspects(photos, unsigned(photos) + unsigned(width)),
                   optionsOf(width, height));
  }
  JustifiedLayout layout;
};

}  // namespace

TEST_P(JustifiedLayoutTest, EveryPhotoStandsInExactlyOneRow) {
  int next = 0;
  for (const auto& row : layout.rows()) {
    EXPECT_EQ(row.first, next);
    EXPECT_GT(row.count, 0);
    next = row.first + row.count;
  }
  EXPECT_EQ(next, layout.count());
  for (int photo = 0; photo < layout.count(); ++photo) {
    const auto& row = layout.rows()[std::size_t(layout.rowOf(photo))];
    EXPECT_GE(photo, row.first);
    EXPECT_LT(photo, row.first + row.count);
  }
}

TEST_P(JustifiedLayoutTest, RowsFillTheWidthToThePixel) {
  const auto& options = layout.options();
  for (std::size_t i = 0; i < layout.rows().size(); ++i) {
    const auto& row = layout.rows()[i];
    const auto last = layout.cell(row.first + row.count - 1);
    const int right = last.left + last.width - options.margin;
    if (row.filled) {
      EXPECT_EQ(right, options.width) << "row " << i;
    } else {
      EXPECT_LE(right, options.width) << "row " << i;
    }
    EXPECT_EQ(layout.cell(row.first).left, options.margin);
  }
}

TEST_P(JustifiedLayoutTest, NeighboursStandOneGapApart) {
  for (int photo = 1; photo < layout.count(); ++photo) {
    const auto before = layout.cell(photo - 1), here = layout.cell(photo);
    const bool sameRow = before.top == here.top;
    const auto distance =
        sameRow ? here.left - before.left - before.width : here.top - before.top - before.height;
    EXPECT_EQ(distance, layout.options().gap);
  }
}

TEST_P(JustifiedLayoutTest, WhatLiesUnderAPointIsTheInverseOfWhereAPhotoLies) {
  for (int photo = 0; photo < layout.count(); ++photo) {
    const auto c = layout.cell(photo);
    EXPECT_EQ(layout.photoAt(c.left, c.top), photo);
    EXPECT_EQ(layout.photoAt(c.left + c.width - 1, c.top + c.height - 1), photo);
    EXPECT_EQ(layout.photoAt(c.left + c.width, c.top), -1) << "the gap belongs to none";
    EXPECT_EQ(layout.nearestInRow(layout.rowOf(photo), c.left + c.width / 2), photo);
  }
}

TEST_P(JustifiedLayoutTest, HeightsStayNearWhatWasWished) {
  const auto& options = layout.options();
  for (const auto& row : layout.rows()) {
    EXPECT_LE(row.height, options.height * 1.5 + 1);
    // A single photo wider than the window cannot be as tall as wished.
    if (row.count > 1) {
      EXPECT_GE(row.height, options.height / 3);
    }
  }
}

TEST_P(JustifiedLayoutTest, WhatIsSeenIsFoundWithoutLookingAtTheRest) {
  const auto middle = layout.totalHeight() / 2;
  const auto [first, last] = layout.photosBetween(middle, middle + 600);
  for (int photo = 0; photo < layout.count(); ++photo) {
    const auto c = layout.cell(photo);
    const bool seen = c.top < middle + 600 && c.top + c.height > middle;
    EXPECT_EQ(seen, photo >= first && photo <= last) << photo;
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, JustifiedLayoutTest,
                         ::testing::Values(Case{1, 900, 176}, Case{2, 900, 176}, Case{7, 200, 384},
                                           Case{63, 1000, 96}, Case{500, 1237, 176},
                                           Case{500, 333, 240}, Case{999, 3800, 384}));

TEST(JustifiedLayoutEdgesTest, NothingIsLaidOutWithoutPhotos) {
  JustifiedLayout layout;
  layout.arrange({}, optionsOf(800, 176));
  EXPECT_EQ(layout.totalHeight(), 0);
  EXPECT_EQ(layout.photoAt(10, 10), -1);
  EXPECT_EQ(layout.photosBetween(0, 1000), std::make_pair(0, -1));
}

TEST(JustifiedLayoutEdgesTest, AspectsThatMakeNoSenseAreShownAsSomething) {
  JustifiedLayout layout;
  const std::vector<float> aspects{0.f, -3.f, 1e9f, NAN, INFINITY, 1.5f};
  layout.arrange(aspects, optionsOf(800, 176));
  for (int photo = 0; photo < layout.count(); ++photo) {
    EXPECT_GT(layout.cell(photo).width, 0);
    EXPECT_LE(layout.cell(photo).width, 800);
    EXPECT_GT(layout.cell(photo).height, 0);
  }
}

TEST(JustifiedLayoutEdgesTest, AWindowOfNoWidthIsNoReasonToFail) {
  JustifiedLayout layout;
  layout.arrange(someAspects(50, 3), optionsOf(-24, 176));
  EXPECT_EQ(layout.count(), 50);
}

TEST(JustifiedLayoutEdgesTest, ADividerStartsARowAndHasItsBandToItself) {
  JustifiedLayout layout;
  auto options = optionsOf(900, 176);
  options.breaks = {10};
  layout.arrange(someAspects(40, 5), options);
  const auto above = layout.cell(9), below = layout.cell(10);
  EXPECT_EQ(layout.rows()[std::size_t(layout.rowOf(10))].first, 10);
  EXPECT_GE(layout.bandTop(0), above.top + above.height);
  EXPECT_GE(below.top, layout.bandTop(0) + options.bandHeight);
  EXPECT_EQ(layout.photoAt(100, layout.bandTop(0) + 5), -1);
}

TEST(JustifiedLayoutEdgesTest, EveryHeadingStartsARowAndSquaresAreSquare) {
  JustifiedLayout layout;
  auto options = optionsOf(900, 176);
  options.breaks = {0, 7, 8, 30};
  options.squares = true;
  layout.arrange(someAspects(40, 5), options);
  for (int i = 0; i < 4; ++i) {
    const int photo = options.breaks[std::size_t(i)];
    EXPECT_EQ(layout.rows()[std::size_t(layout.rowOf(photo))].first, photo);
    EXPECT_GE(layout.cell(photo).top, layout.bandTop(i) + options.bandHeight);
    EXPECT_EQ(layout.breakOf(photo), i);
  }
  EXPECT_EQ(layout.breakOf(29), 2);
  EXPECT_NEAR(layout.cell(9).width, layout.cell(9).height, 1);
}

TEST(JustifiedLayoutEdgesTest, AMillionPhotosFitInto64Bits) {
  JustifiedLayout layout;
  layout.arrange(std::vector<float>(1'000'000, 0.4f), optionsOf(300, 384));
  const auto c = layout.cell(999'999);
  EXPECT_EQ(layout.photoAt(c.left, c.top), 999'999);
}

}  // namespace calotype::ui
